using Edge.Store;
using Edge.Text;

namespace Edge.Collect;

/// <summary>
/// /sys/class/hwmon: temperatures, voltages, fans and what else the chips of a board measure. Edge's own.
/// Some chips sit behind slow buses, so that all are read every few seconds only.
/// </summary>
internal sealed class HwmonCollector : ICollector
{
    public const string Module = "/sys/class/hwmon";

    private const string Section = $"plugin:proc:{Module}";
    private const int Priority = 70_010;

    /// <summary>Seconds. A value behind an I2C bus takes some milliseconds.</summary>
    private const int EveryDefault = 5;

    private readonly Site _site;
    private readonly string _path;
    private readonly SimplePattern _excluded;
    private readonly int _every;
    private readonly List<ReadingSet> _sets = [];
    private Pace _pace;
    private bool _isFound;

    public HwmonCollector(Site site)
    {
        _site = site;
        _path = site.Settings.Text(Section, "directory to monitor", site.Path(Module));

        // Asking a disk for its temperature may keep it from going to sleep.
        _excluded = SimplePattern.Parse(site.Settings.Text(Section, "exclude chips", "drivetemp"));
        _every = (int)Math.Clamp(site.Settings.Number(Section, "update every", EveryDefault),
            site.Options.UpdateEvery, int.MaxValue);
        _pace = new Pace(_every);
    }

    public string? Collect(long nowUsec)
    {
        if (!_isFound)
        {
            _isFound = true;
            Find();
        }

        if (_sets.Count == 0)
        {
            return ICollector.Absent;
        }

        if (_pace.IsDue(nowUsec))
        {
            foreach (ReadingSet set in _sets)
            {
                set.Collect(nowUsec);
            }
        }

        return null;
    }

    public void Dispose()
    {
        foreach (ReadingSet set in _sets)
        {
            set.Dispose();
        }
    }

    /// <summary>Chips are looked for once; two of a name are told apart by the kernel's number.</summary>
    private void Find()
    {
        var names = new HashSet<string>();
        foreach (string folder in Folders.Numbered(_path, "hwmon"))
        {
            string path = $"{_path}/{folder}";
            string chip = KernelNames.Id(_site.TryReadWord($"{path}/name") ?? folder).Replace('.', '_');
            if (_excluded.Matches(chip))
            {
                continue;
            }

            string id = names.Add(chip) ? chip : $"{chip}_{folder}";
            string[] files = Folders.Names(path);
            for (int kind = 0; kind < SensorKind.All.Length; kind++)
            {
                Add(SensorKind.All[kind], Priority + kind, id, path, files);
            }
        }
    }

    private void Add(SensorKind kind, int priority, string chip, string path, string[] files)
    {
        var set = new ReadingSet(_site, new ChartDefinition
        {
            Type = "sensors", Id = $"{chip}_{kind.Chart}", Family = chip, Context = $"sensors.{kind.Chart}",
            Title = kind.Title, Units = kind.Units, Priority = priority, UpdateEvery = _every,
            Module = Module,
        }, kind.Divisor, kind.Algorithm);
        foreach (string file in files)
        {
            if (file.Length > kind.Prefix.Length && file.EndsWith(kind.Suffix, StringComparison.Ordinal)
                && file.StartsWith(kind.Prefix, StringComparison.Ordinal)
                && char.IsAsciiDigit(file[kind.Prefix.Length]))
            {
                string sensor = file[..^kind.Suffix.Length];
                set.Add($"{path}/{file}", sensor, _site.TryReadWord($"{path}/{sensor}_label"));
            }
        }

        if (set.Count > 0)
        {
            _sets.Add(set);
        }
    }
}
