namespace Edge.Http;

/// <summary>Options of section <c>[web]</c> that the protocol needs.</summary>
internal sealed record HttpOptions
{
    /// <summary>Header <c>Server</c>; peers and scripts look for this text.</summary>
    public string Server { get; init; } = "NetData Embedded HTTP Server v1.29.3";

    /// <summary>Option <c>timeout for first request</c>; 0: none.</summary>
    public int FirstRequestSec { get; init; } = 60;

    /// <summary>Option <c>disconnect idle clients after seconds</c>; 0: none.</summary>
    public int IdleSec { get; init; } = 60;

    /// <summary>Option <c>respect do not track policy</c>.</summary>
    public bool RespectsDoNotTrack { get; init; }

    /// <summary>Option <c>x-frame-options response header</c>; empty: no such header.</summary>
    public string FrameOptions { get; init; } = "";

    /// <summary>Option <c>enable gzip compression</c>.</summary>
    public bool Gzip { get; init; } = true;

    /// <summary>Option <c>gzip compression level</c>, 1 to 9.</summary>
    public int GzipLevel { get; init; } = 3;

    /// <summary>Option <c>gzip compression strategy</c>.</summary>
    public string GzipStrategy { get; init; } = "default";

    /// <summary>
    /// Seconds after which an answer that may not be cached expires: <c>[global] update every</c>.
    /// </summary>
    public int UpdateEvery { get; init; } = 1;
}
