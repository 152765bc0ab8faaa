namespace Edge.Archive;

/// <summary>A ring that a host's file has from an earlier life, and that no chart has asked for
/// yet.</summary>
/// <param name="ChartId">Whose.</param>
/// <param name="Filed">Where.</param>
/// <param name="Sequence">Of its newest head.</param>
/// <param name="NewestSec">Of its rows, as far as the file can be believed.</param>
/// <param name="SpanSec">As long as its history is.</param>
internal sealed record KeptRing(
    string ChartId, FiledRing Filed, long Sequence, long NewestSec, long SpanSec);
