using Edge.Collect;
using Edge.Store;
using Edge.Sys;

namespace Edge.Tests.Collect;

/// <summary>
/// A host, its collectors over a <see cref="ProcTree"/>, and a clock that only the test moves.
/// </summary>
internal sealed class Bench : IDisposable
{
    public const long StartUsec = 1_700_000_000_500_000;

    private readonly Collectors _collectors;
    private readonly Collectors _plugins;

    public Bench(ProcTree tree, ICollectSettings? settings = null, CollectOptions? options = null,
        MemoryMode mode = MemoryMode.Ram, params string[] modules)
    {
        options = (options ?? new CollectOptions()) with { HostPrefix = tree.Root, Kernel = Kernel };
        var info = new HostInfo { Hostname = "h", RegistryHostname = "h", MachineGuid = new string('0', 36) };
        Host = new Host(info,
            new StoreOptions { HistoryEntries = 60, Mode = mode })
        {
            Outlets = [Recorder],
        };
        CollectorRow[] rows = modules.Length == 0
            ? CollectorTable.Rows
            : Array.FindAll(CollectorTable.Rows, row => modules.Contains(row.Key));
        _collectors = new Collectors(Host, options, settings ?? new DefaultSettings(), rows);
        CollectorRow[] plugins = Array.FindAll(PluginTable.Rows, row => modules.Contains(row.Key));
        _plugins = new Collectors(Host, options, settings ?? new DefaultSettings(), plugins);
        UpdateEvery = options.UpdateEvery;
    }

    public FakeKernel Kernel { get; } = new();

    /// <summary>Those of <see cref="PluginTable"/> that were asked for by name.</summary>
    public Collectors Plugins => _plugins;

    public Host Host { get; }

    public CommitRecorder Recorder { get; } = new();

    public Collectors Collectors => _collectors;

    public int UpdateEvery { get; }

    public long NowUsec { get; private set; } = StartUsec;

    public Bench Tick(int times = 1)
    {
        for (int i = 0; i < times; i++)
        {
            Recorder.Clear();
            using (Host.Gate.Enter())
            {
                _collectors.Tick(NowUsec);
                _plugins.Tick(NowUsec);
            }

            NowUsec += UpdateEvery * Clock.UsecPerSecond;
        }

        return this;
    }

    public Chart Chart(string id) => Host.Find(id) ?? throw new InvalidOperationException($"no chart {id}");

    public bool Has(string id) => Host.Find(id) != null;

    /// <summary>
    /// What the last tick set, as <c>id=value</c>; empty when the chart was not collected in it.
    /// </summary>
    public string Values(string id) => Recorder.Of(id);

    public void Dispose()
    {
        _collectors.Dispose();
        _plugins.Dispose();
        Host.Dispose();
    }
}
