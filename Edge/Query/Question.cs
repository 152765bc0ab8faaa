namespace Edge.Query;

/// <summary>
/// What a <c>data</c> request wants to know (spec query 1.1), its names still to be looked up.
/// </summary>
internal sealed record Question
{
    public const long DefaultAfter = -600;

    /// <summary>Chart id or name; null: see <see cref="Context"/>.</summary>
    public string? Chart { get; init; }

    /// <summary>All charts of this context, when no chart was named.</summary>
    public string? Context { get; init; }

    /// <summary>With a context: only charts with a label key of this list.</summary>
    public string? ChartLabelKey { get; init; }

    /// <summary>Pattern list; null: every dimension that is not hidden.</summary>
    public string? Dimensions { get; init; }

    /// <summary>Seconds, relative or since 1970 (spec query 2.1).</summary>
    public long After { get; init; } = DefaultAfter;

    public long Before { get; init; }

    /// <summary>Wanted rows; 0: as many as are stored.</summary>
    public long Points { get; init; }

    public Grouping Grouping { get; init; }

    /// <summary>Seconds; 0: none (spec query 2.5).</summary>
    public long ResamplingSeconds { get; init; }

    public TableFormat Format { get; init; }

    public TableOptions Options { get; init; }

    /// <summary>Function around JSONP; null: the default of the format.</summary>
    public string? Callback { get; init; }

    public string? FileName { get; init; }

    public string GoogleVersion { get; init; } = "0.6";

    public string GoogleRequestId { get; init; } = "0";

    /// <summary>Seconds of the newest row that the client has; 0: none.</summary>
    public long GoogleSignature { get; init; }

    /// <summary>Where dates are told.</summary>
    public TimeZoneInfo Zone { get; init; } = TimeZoneInfo.Utc;

    /// <summary>Largest smoothing windows, <c>[web] ses max window</c> and <c>des max window</c>.</summary>
    public int SesWindowMax { get; init; } = Limits.SmoothingWindowMax;

    public int DesWindowMax { get; init; } = Limits.SmoothingWindowMax;

    public bool Has(TableOptions option) => (Options & option) != 0;
}
