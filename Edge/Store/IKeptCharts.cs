namespace Edge.Store;

/// <summary>What is known of charts from disk, whether a host has them now or not.</summary>
internal interface IKeptCharts
{
    /// <summary>
    /// Charts of the host that have samples on disk and were not defined since it came, in no order. Reads
    /// files and takes the host's gate, which is not held.
    /// </summary>
    List<KeptChart> Gone(Host host);
}
