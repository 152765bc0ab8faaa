namespace Edge.Query;

/// <summary>
/// Reads a <see cref="Question"/> from the query string of a request (spec query 1.1 to 1.3).
/// </summary>
internal static class QuestionText
{
    /// <param name="query">Decoded, behind the question mark.</param>
    /// <param name="basis">What a request cannot say: time zone, smoothing windows.</param>
    public static Question Parse(string query, Question? basis = null)
    {
        Question question = basis ?? new Question();
        var pairs = new Pairs(query);
        while (pairs.Next())
        {
            question = Take(question, pairs.Name, pairs.Value);
        }

        return question;
    }

    private static Question Take(
        Question question, ReadOnlySpan<char> name, ReadOnlySpan<char> value) => name switch
    {
        "chart" => question with { Chart = value.ToString() },
        "context" => question with { Context = value.ToString() },
        "chart_label_key" => question with { ChartLabelKey = value.ToString() },
        "dimension" or "dim" or "dimensions" or "dims" => question with
        {
            Dimensions = question.Dimensions == null ? value.ToString() : $"{question.Dimensions}|{value}",
        },
        "after" => question with { After = Pairs.Integer(value) },
        "before" => question with { Before = Pairs.Integer(value) },
        "points" => question with { Points = Math.Min(Math.Abs(Pairs.Integer(value)), Limits.PointsMax) },
        "group" => question with { Grouping = GroupingNames.Parse(value) },
        "gtime" => question with { ResamplingSeconds = Pairs.Integer(value) },
        "format" => question with { Format = FormatNames.Parse(value) },
        "options" => question with { Options = question.Options | OptionNames.Parse(value) },
        "callback" => question with { Callback = Clean(value) },
        "filename" => question with { FileName = Clean(value) },
        "tqx" => TakeGoogle(question, value),
        _ => question,
    };

    /// <summary><c>name:value</c>, separated by semicolons.</summary>
    private static Question TakeGoogle(Question question, ReadOnlySpan<char> text)
    {
        foreach (Range range in text.Split(';'))
        {
            ReadOnlySpan<char> pair = text[range];
            int colon = pair.IndexOf(':');
            if (colon <= 0 || colon + 1 == pair.Length)
            {
                continue;
            }

            ReadOnlySpan<char> value = pair[(colon + 1)..];
            question = pair[..colon] switch
            {
                "version" => question with { GoogleVersion = Clean(value) },
                "reqId" => question with { GoogleRequestId = Clean(value) },
                "sig" => question with { GoogleSignature = Math.Max(0, Pairs.Integer(value)) },
                "out" => question with { Format = FormatNames.ParseGoogle(value) },
                "responseHandler" => question with { Callback = Clean(value) },
                "outFileName" => question with { FileName = Clean(value) },
                _ => question,
            };
        }

        return question;
    }

    /// <summary>
    /// What goes into scripts and headers: all but <c>[A-Za-z0-9._-]</c> becomes an underscore.
    /// </summary>
    private static string Clean(ReadOnlySpan<char> text)
    {
        Span<char> clean = text.Length <= 256 ? stackalloc char[text.Length] : new char[text.Length];
        for (int i = 0; i < text.Length; i++)
        {
            char c = text[i];
            clean[i] = char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '-' ? c : '_';
        }

        return clean.ToString();
    }
}
