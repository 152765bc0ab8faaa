using Edge.Sys;

namespace Edge.Collect;

/// <summary>One port of an InfiniBand device: its counters, and how fast its link is.</summary>
internal sealed class InfinibandPort
{
    private readonly Site _site;
    private readonly string _bandwidthId;
    private readonly ProcFile _state;
    private readonly ProcFile _rate;
    private readonly CounterFiles _counters;
    private readonly CounterFiles? _hardware;
    private ulong? _gigabits;

    /// <param name="site">Whom it fills.</param>
    /// <param name="device">Name of the device.</param>
    /// <param name="port">Its number, as text.</param>
    /// <param name="path">The folder of the port.</param>
    /// <param name="defaults">What holds for all ports, by the option of the port.</param>
    public InfinibandPort(
        Site site, string device, string port, string path, Func<string, string, OnDemand> defaults)
    {
        _site = site;
        string name = $"{device}-{port}";
        _bandwidthId = $"Infiniband.ib_cntbytes_{name}";
        _state = new ProcFile($"{path}/state", keepOpen: false);
        _rate = new ProcFile($"{path}/rate", keepOpen: false);
        string section = $"{InfinibandCollector.Section}:{name}";
        CounterCharts Charts(TableText table) => new(site, InfinibandCollector.Module, table,
            option => site.Settings.OnDemand(section, option, defaults(name, option)) == OnDemand.No
                ? OnDemand.No : OnDemand.Yes)
        {
            Device = name,
        };
        _counters = new CounterFiles($"{path}/counters", Charts(InfinibandTables.Counters));

        // Names and meaning of the files of other vendors are not these.
        string hardware = $"{path}/hw_counters";
        if (device.StartsWith("mlx", StringComparison.Ordinal) && Directory.Exists(hardware))
        {
            _hardware = new CounterFiles(hardware, Charts(InfinibandTables.Hardware));
        }
    }

    /// <summary>Looked at least once, and connected when it was.</summary>
    public bool IsActive { get; private set; }

    public InfinibandPort? Next { get; private set; }

    public void Append(InfinibandPort next) => Next = next;

    /// <summary>4: ACTIVE</summary>
    public void RefreshState()
    {
        bool wasActive = IsActive;
        IsActive = _site.TryRead(_state, out ReadOnlySpan<byte> text, Limits.SmallFileBytesMax)
            && text.StartsWith("4"u8);
        if (IsActive && !wasActive)
        {
            RefreshRate();
        }
    }

    public void Collect(long nowUsec)
    {
        if (_gigabits == null)
        {
            RefreshRate();
        }

        _counters.Collect(nowUsec);
        _hardware?.Collect(nowUsec);
        _counters.Charts.Find(_bandwidthId)?.SetVariable("link_speed", _gigabits!.Value);
    }

    /// <summary>100 Gb/sec (4X EDR): the speed of the link and its lanes, 1 when they are not told.</summary>
    private void RefreshRate()
    {
        _gigabits = 0;
        if (_site.TryRead(_rate, out ReadOnlySpan<byte> text, Limits.SmallFileBytesMax))
        {
            _gigabits = new Words(text, Separators.Blanks).Number();
            int lanes = (int)Math.Min(Numbers.Unsigned(text[(text.IndexOf((byte)'(') + 1)..]), 1024);
            _counters.Charts.Width = text.Contains((byte)'(') && lanes > 0 ? lanes : 1;
        }
    }
}
