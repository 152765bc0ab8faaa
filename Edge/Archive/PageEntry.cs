namespace Edge.Archive;

/// <summary>A chart's page in the directory of a row group.</summary>
/// <param name="Chart">Its number in the segment.</param>
/// <param name="FirstSec">Second of the first row.</param>
/// <param name="Rows">Their distance is the chart's update every.</param>
/// <param name="Extent">Index.</param>
internal readonly record struct PageEntry(uint Chart, long FirstSec, int Rows, int Extent);
