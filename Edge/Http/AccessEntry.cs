namespace Edge.Http;

/// <summary>What access.log says of one request.</summary>
/// <param name="Mode"><c>DATA</c>, <c>FILECOPY</c>, <c>OPTIONS</c> or <c>STREAM</c>.</param>
/// <param name="Status">HTTP status.</param>
/// <param name="Url">Decoded path; the query for STREAM.</param>
/// <param name="SentBytes">Of the body, packed.</param>
/// <param name="BodyBytes">Of the body, unpacked.</param>
/// <param name="PrepUsec">Duration of making the answer.</param>
/// <param name="ReadyUsec">When it was made.</param>
internal readonly record struct AccessEntry(
    string Mode, int Status, string Url, int SentBytes, int BodyBytes, long PrepUsec, long ReadyUsec);
