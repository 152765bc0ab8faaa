namespace Edge.Archive;

/// <summary>A row group on its way to a segment.</summary>
/// <param name="Host">Whose.</param>
/// <param name="Layouts">That its pages were written under.</param>
/// <param name="Bytes">Whole.</param>
/// <param name="FirstSec">The first second that one of its rows stands for.</param>
/// <param name="LastSec">Of its newest row.</param>
internal sealed record WaitingGroup(
    EngineHost Host,
    List<(uint Number, ChartLayout Layout)> Layouts,
    byte[] Bytes,
    long FirstSec,
    long LastSec);
