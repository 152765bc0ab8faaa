using System.Globalization;
using Edge.Store;
using Edge.Sys;

namespace Edge.Collect;

/// <summary>
/// Where the collectors of one host work: whom they fill, what they may ask, the buffer that all share.
/// </summary>
internal sealed class Site(Host host, CollectOptions options, ICollectSettings settings)
{
    /// <summary>Thread tag of the reference's collectors.</summary>
    public const string Tag = "PLUGIN[proc]";

    /// <summary>Of charts whose definition names no other.</summary>
    public const string Plugin = "proc.plugin";

    /// <summary>Most files fit; the largest one that was met decides from then on.</summary>
    private byte[] _buffer = new byte[16 * 1024];

    public Host Host { get; } = host;

    public CollectOptions Options { get; } = options;

    public ICollectSettings Settings { get; } = settings;

    /// <summary>
    /// TCPSynRetrans, which /proc/net/netstat has and a chart of /proc/net/snmp shows (spec collectors 5.3).
    /// </summary>
    public long SynRetransmits { get; set; }

    /// <summary>A path of the monitored machine.</summary>
    public string Path(string path) => Options.HostPrefix + path;

    /// <summary>A path that the operator may replace, with its places filled in.</summary>
    public ProcFile Monitored(string section, string path, string option = "filename to monitor") =>
        new(Settings.Text(section, option, Path(path)));

    /// <summary>
    /// The text of a file, borrowed until the next read of any file; false when it cannot be had.
    /// </summary>
    public bool TryRead(ProcFile file, out ReadOnlySpan<byte> text, int bytesMax = Limits.FileBytesMax)
    {
        int count = file.Read(ref _buffer, bytesMax);
        text = count < 0 ? [] : _buffer.AsSpan(0, count);
        return count >= 0;
    }

    /// <summary>The first number of a small file; null when it cannot be read.</summary>
    public ulong? TryReadNumber(ProcFile file)
    {
        if (!TryRead(file, out ReadOnlySpan<byte> text, Limits.SmallFileBytesMax))
        {
            return null;
        }

        return new Words(text, Separators.Blanks).Number();
    }

    /// <summary>The same for numbers that may be below zero, such as temperatures.</summary>
    public long? TryReadSigned(ProcFile file)
    {
        if (!TryRead(file, out ReadOnlySpan<byte> text, Limits.SmallFileBytesMax))
        {
            return null;
        }

        return new Words(text, Separators.Blanks).Fixed(0);
    }

    /// <summary>The first line of a small file that is read once; null: none, or an empty one.</summary>
    public string? TryReadWord(string path)
    {
        var file = new ProcFile(path, keepOpen: false);
        if (!TryRead(file, out ReadOnlySpan<byte> text, Limits.SmallFileBytesMax)
            || !new Lines(text).Next(out ReadOnlySpan<byte> line) || line.IsEmpty)
        {
            return null;
        }

        return System.Text.Encoding.UTF8.GetString(line);
    }

    /// <summary>
    /// Latches a switch on <c>auto</c> when there is something to show (spec collectors 1.2).
    /// </summary>
    public bool Shows(ref OnDemand demand, bool isNonZero)
    {
        if (demand == OnDemand.Auto && (isNonZero || Options.EnableZeroMetrics))
        {
            demand = OnDemand.Yes;
        }

        return demand == OnDemand.Yes;
    }

    /// <summary>A switch that only knows yes and no.</summary>
    public OnDemand Flag(string section, string option) =>
        Settings.Flag(section, option, true) ? OnDemand.Yes : OnDemand.No;

    /// <summary>
    /// Creates a chart, of the proc plugin unless it says another; null, and a line in the log, when the host
    /// is full.
    /// </summary>
    public Chart? Define(ChartDefinition definition)
    {
        int every = definition.UpdateEvery > 0 ? definition.UpdateEvery : Options.UpdateEvery;
        string plugin = definition.Plugin ?? Plugin;
        Chart? chart = Host.Define(definition with { UpdateEvery = every, Plugin = plugin });
        if (chart == null)
        {
            string id = $"{definition.Type}.{definition.Id}";
            Log.Error(Tag, $"Host has all the charts it can have; '{id}' is not collected.");
        }

        return chart;
    }

    /// <summary>Puts values in the place of <c>%s</c>, <c>%zu</c> and <c>%lu</c>, in their order.</summary>
    public static string Fill(string template, params ReadOnlySpan<string> values)
    {
        var filled = new System.Text.StringBuilder(template.Length + 32);
        int next = 0;
        for (int i = 0; i < template.Length; i++)
        {
            ReadOnlySpan<char> rest = template.AsSpan(i);
            int length = rest.StartsWith("%s") ? 2 : rest.StartsWith("%zu") || rest.StartsWith("%lu") ? 3 : 0;
            if (length == 0 || next == values.Length)
            {
                filled.Append(template[i]);
                continue;
            }

            filled.Append(values[next++]);
            i += length - 1;
        }

        return filled.ToString();
    }

    public static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
