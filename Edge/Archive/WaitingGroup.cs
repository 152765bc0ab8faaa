namespace Edge.Archive;

/// <summary>A row group on its way to a segment.</summary>
/// <param name="Host">Whose.</param>
/// <param name="Layouts">That its pages were written under.</param>
/// <param name="Bytes">Whole.</param>
/// <param name="Time">The first second that one of its rows stands for, and that of its newest row.</param>
/// <param name="Journal">The oldest file that has the begin of one of its blocks.</param>
internal sealed record WaitingGroup(
    EngineHost Host,
    List<(uint Number, ChartLayout Layout)> Layouts,
    byte[] Bytes,
    (long First, long Last) Time,
    uint Journal);
