namespace Edge.Stream;

/// <summary>Why a STREAM request is not taken: one row of the table in spec streaming 5.</summary>
/// <param name="Status">For access.log.</param>
/// <param name="Event">Of the <c>STREAM:</c> line in access.log; null: none is written.</param>
/// <param name="Text">For error.log, behind <c>STREAM [receive from [ip]:port]: </c>.</param>
internal sealed record Refusal(int Status, string? Event, string Text);
