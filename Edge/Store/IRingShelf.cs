namespace Edge.Store;

/// <summary>
/// Where the rings of a host's charts outlive the process; Boot puts one in where the memory mode is
/// <c>save</c> or <c>map</c>. Called with the host's gate held.
/// </summary>
internal interface IRingShelf : IKeptCharts
{
    /// <summary>A chart comes into being; its dimensions are not known yet.</summary>
    IRingPlace Place(Chart chart);

    /// <summary>A chart was obsolete for too long: its file goes with it, or stays for a later one.</summary>
    void Removing(Chart chart);
}
