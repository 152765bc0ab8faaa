using System.Text;

namespace Edge.Query;

/// <summary>The words of <see cref="TableOptions"/>.</summary>
internal static class OptionNames
{
    private static readonly (string Word, TableOptions Option)[] Canonical =
    [
        ("nonzero", TableOptions.NonZero),
        ("flip", TableOptions.Reversed),
        ("jsonwrap", TableOptions.JsonWrap),
        ("min2max", TableOptions.Min2Max),
        ("ms", TableOptions.Milliseconds),
        ("absolute", TableOptions.Absolute),
        ("seconds", TableOptions.Seconds),
        ("null2zero", TableOptions.NullToZero),
        ("objectrows", TableOptions.ObjectRows),
        ("google_json", TableOptions.GoogleJson),
        ("percentage", TableOptions.Percentage),
        ("unaligned", TableOptions.Unaligned),
    ];

    /// <summary>Words separated by commas, bars or spaces; unknown ones are ignored.</summary>
    public static TableOptions Parse(ReadOnlySpan<char> text)
    {
        TableOptions options = TableOptions.None;
        foreach (Range range in text.SplitAny(", |"))
        {
            options |= ParseWord(text[range]);
        }

        return options;
    }

    /// <summary>The words of spec api 4.1, in its order, separated by spaces.</summary>
    public static string Of(TableOptions options)
    {
        var text = new StringBuilder();
        foreach ((string word, TableOptions option) in Canonical)
        {
            if ((options & option) != 0)
            {
                text.Append(text.Length == 0 ? "" : " ").Append(word);
            }
        }

        return text.ToString();
    }

    /// <summary>Spec query 1.2, synonyms included; case matters.</summary>
    private static TableOptions ParseWord(ReadOnlySpan<char> word) => word switch
    {
        "nonzero" => TableOptions.NonZero,
        "flip" or "reversed" or "reverse" => TableOptions.Reversed,
        "jsonwrap" => TableOptions.JsonWrap,
        "min2max" => TableOptions.Min2Max,
        "ms" or "milliseconds" => TableOptions.Milliseconds,
        "seconds" => TableOptions.Seconds,
        "abs" or "absolute" or "absolute_sum" or "absolute-sum" => TableOptions.Absolute,
        "display_absolute" or "display-absolute" => TableOptions.DisplayAbsolute,
        "null2zero" => TableOptions.NullToZero,
        "objectrows" => TableOptions.ObjectRows,
        "google_json" or "google-json" => TableOptions.GoogleJson,
        "percentage" => TableOptions.Percentage,
        "unaligned" => TableOptions.Unaligned,
        "match_ids" or "match-ids" => TableOptions.MatchIds,
        "match_names" or "match-names" => TableOptions.MatchNames,
        "showcustomvars" => TableOptions.CustomVariables,
        "allow_past" => TableOptions.AllowPast,
        _ => TableOptions.None,
    };
}
