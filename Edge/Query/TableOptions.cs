namespace Edge.Query;

/// <summary>What a request may ask for besides rows (spec query 1.2).</summary>
[Flags]
internal enum TableOptions
{
    None = 0,

    /// <summary>Without dimensions that are zero all the way.</summary>
    NonZero = 1 << 0,

    /// <summary>Oldest row first.</summary>
    Reversed = 1 << 1,
    JsonWrap = 1 << 2,

    /// <summary>One value a row: the spread of the dimensions instead of their sum.</summary>
    Min2Max = 1 << 3,
    Milliseconds = 1 << 4,
    Absolute = 1 << 5,
    Seconds = 1 << 6,
    NullToZero = 1 << 7,
    ObjectRows = 1 << 8,
    GoogleJson = 1 << 9,

    /// <summary>Shares of the row's total, hidden dimensions included.</summary>
    Percentage = 1 << 10,

    /// <summary>The window may begin and end anywhere.</summary>
    Unaligned = 1 << 11,
    MatchIds = 1 << 12,
    MatchNames = 1 << 13,
    CustomVariables = 1 << 14,

    /// <summary>The window may begin before the first row.</summary>
    AllowPast = 1 << 15,

    /// <summary>Badges only.</summary>
    DisplayAbsolute = 1 << 16,
}
