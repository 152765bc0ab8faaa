using Edge.Store;
using Edge.Sys;

namespace Edge.Collect;

/// <summary>
/// What small boards say of their power and their flash: the flags of a Raspberry Pi's firmware, why a
/// watchdog was the last to start the machine, the wear of eMMC. Edge's own.
/// </summary>
internal sealed class BoardCollector : ICollector
{
    public const string Module = "board";

    private const string Section = "plugin:proc:board";
    private const int Priority = 70_100;

    private readonly Site _site;
    private readonly List<BoardFlags> _flags = [];
    private readonly List<FlashWear> _wear = [];
    private readonly bool _hasThrottling;
    private readonly bool _hasWatchdog;
    private readonly bool _hasWear;
    private bool _isFound;

    public BoardCollector(Site site)
    {
        _site = site;
        _hasThrottling = site.Settings.Flag(Section, "power and throttling", true);
        _hasWatchdog = site.Settings.Flag(Section, "watchdogs", true);
        _hasWear = site.Settings.Flag(Section, "flash wear", true);
    }

    public string? Collect(long nowUsec)
    {
        if (!_isFound)
        {
            _isFound = true;
            Find();
        }

        if (_flags.Count + _wear.Count == 0)
        {
            return ICollector.Absent;
        }

        foreach (BoardFlags flags in _flags)
        {
            flags.Collect(nowUsec);
        }

        foreach (FlashWear wear in _wear)
        {
            wear.Collect(nowUsec);
        }

        return null;
    }

    public void Dispose()
    {
        foreach (BoardFlags flags in _flags)
        {
            flags.Dispose();
        }

        foreach (FlashWear wear in _wear)
        {
            wear.Dispose();
        }
    }

    private void Find()
    {
        if (_hasThrottling)
        {
            // vcgencmd get_throttled: what is now in the low bits, what was since the start 16 above.
            Add("/sys/devices/platform/soc/soc:firmware/get_throttled", isHex: true, "throttling",
                "Power and Throttling", Priority, (0, "under_voltage"), (1, "frequency_capped"),
                (2, "throttled"), (3, "temperature_limit"), (16, "under_voltage_ever"),
                (17, "frequency_capped_ever"), (18, "throttled_ever"), (19, "temperature_limit_ever"));
        }

        string watchdogs = _site.Path("/sys/class/watchdog");
        foreach (string name in _hasWatchdog ? Folders.Numbered(watchdogs, "watchdog") : [])
        {
            // WDIOF_*, what the watchdog knows of the last reset.
            Add($"/sys/class/watchdog/{name}/bootstatus", isHex: false, $"{name}_reset",
                "Why the Watchdog Reset the Machine", Priority + 1, (0, "overheat"), (1, "fan_fault"),
                (4, "power_under"), (5, "card_reset"), (6, "power_over"));
        }

        string blocks = _site.Path("/sys/block");
        foreach (string name in _hasWear ? Folders.Numbered(blocks, "mmcblk") : [])
        {
            var wear = new FlashWear(_site, name, $"{blocks}/{name}/device", Priority + 2);
            if (wear.IsThere)
            {
                _wear.Add(wear);
            }
        }
    }

    private void Add(string path, bool isHex, string id, string title, int priority,
        params (int Bit, string Id)[] bits)
    {
        var file = new ProcFile(_site.Path(path), keepOpen: false);
        if (file.IsReadable())
        {
            _flags.Add(new BoardFlags(_site, file, isHex, new ChartDefinition
            {
                Type = "board", Id = id, Family = "power", Title = title, Units = "boolean",
                Priority = priority, Module = Module,
            }, bits));
        }
    }
}
