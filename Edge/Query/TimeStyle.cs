namespace Edge.Query;

/// <summary>How a format tells the time of a row.</summary>
internal enum TimeStyle : byte
{
    Seconds,

    /// <summary>The seconds and three zeros.</summary>
    Milliseconds,
    Date,

    /// <summary>The arguments of a JavaScript date; what is around them belongs to the shape.</summary>
    Script,
}
