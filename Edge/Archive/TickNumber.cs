namespace Edge.Archive;

/// <summary>Numbers of the journal that are no collected values, each kind with odds of its own.</summary>
internal enum TickNumber
{
    Slot,
    Layout,
    Start,
    Gap,
    Row,
    Total,
    Last,
    Collections,
    Count,
}
