namespace Edge.Store;

/// <summary>What <see cref="Pipeline.Next"/> had to do to a chart's clock; all but None deserve a log
/// line.</summary>
internal enum ClockJump : byte
{
    None,

    /// <summary>The chart was ahead of the wall clock; set back to it.</summary>
    FromFuture,

    /// <summary>The chart was more than five intervals behind; moved to the present.</summary>
    FromPast,
}
