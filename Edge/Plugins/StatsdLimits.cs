namespace Edge.Plugins;

/// <summary>The maxima of the statsd server, which takes lines from whoever reaches its port.</summary>
internal static class StatsdLimits
{
    /// <summary>Spec collectors 12.2.</summary>
    public const int DatagramBytes = 9000;
    public const int LineBytes = 65_536;

    /// <summary>Ours: as many as a host can have charts; some 300 bytes each make 20 MB.</summary>
    public const int Metrics = 65_536;

    /// <summary>Ours: longer ones are cut; a chart shows 200 characters.</summary>
    public const int NameBytes = 1000;

    /// <summary>Ours: samples of all timers and histograms between two flushes; 8 bytes each make 64 MB,
    /// where a hundred thousand a second make 0.8.</summary>
    public const int Samples = 8 * 1024 * 1024;

    /// <summary>Ours: distinct values of all sets between two flushes; 8 bytes each, half full.</summary>
    public const int Values = 1024 * 1024;

    /// <summary>Spec collectors 12.2: a rate of 0.001 stands for this many.</summary>
    public const double CounterRateMin = 0.001;
    public const double SampleRateMin = 0.01;

    /// <summary>
    /// Messages that one call takes from the kernel; <c>udp messages to process at once</c>.
    /// </summary>
    public const int BatchMax = 256;

    /// <summary>Ours: calls in a row before others get their turn.</summary>
    public const int BatchesInARow = 32;

    /// <summary>Ours: asked of the kernel, which has 208 KiB where it is not told otherwise: 270 small
    /// messages, three milliseconds of a hundred thousand a second. Root gets it.</summary>
    public const int ReceiveBufferBytes = 8 * 1024 * 1024;

    /// <summary>Spec collectors 12.4.</summary>
    public const int AppLineBytes = 8192;

    /// <summary>Ours: a file of statsd.d, and all files and their includes together.</summary>
    public const int AppFileBytes = 1024 * 1024;
    public const int AppFiles = 1000;

    /// <summary>Ours: dimensions of one synthetic chart, where a pattern adds one for each metric.</summary>
    public const int AppDimensions = 2000;

    /// <summary>Flushes after which room for samples that were not needed is given back.</summary>
    public const int IdleFlushes = 60;
}
