using Edge.Net;
using Edge.Store;
using Edge.Sys;

namespace Edge.Plugins;

/// <summary>
/// All external collectors and the one thread that starts them and reads their pipes. Without plugins there
/// is no thread: until the first is found, the pulse looks for them.
/// </summary>
internal sealed class PluginCrew : IDisposable
{
    private readonly Host _host;
    private readonly PluginOptions _options;
    private readonly PluginDirectories _directories;
    private readonly List<Plugin> _plugins = [];
    private readonly HashSet<string> _names = [];
    private string[]? _environment;
    private PollEntry[] _entries = [];
    private byte[] _buffer = [];
    private Thread? _thread;
    private long _scanUsec = long.MinValue;
    private int _wakeRead = -1;
    private int _wakeWrite = -1;
    private long _nowUsec;
    private volatile bool _isStopping;

    /// <param name="host">The local one.</param>
    /// <param name="options">Of the room.</param>
    public PluginCrew(Host host, PluginOptions options)
    {
        _host = host;
        _options = options;
        _directories = new PluginDirectories(
            options.Directories.AsSpan(0, Math.Min(options.Directories.Length, Limits.Directories)).ToArray(),
            options.TellsMissing);
    }

    public IReadOnlyList<Plugin> Plugins => _plugins;

    public bool HasThread => _thread != null;

    /// <summary>Once a second, on the pulse: looks for plugins as long as nobody else does.</summary>
    public void Sweep()
    {
        if (_thread != null || !ScanWhenDue(_options.MonotonicUsec()))
        {
            return;
        }

        _thread = new Thread(Run, maxStackSize: 256 * 1024) { Name = "plugins", IsBackground = true };
        _thread.Start();
    }

    /// <summary>All are asked to end; who does not in time is killed.</summary>
    public void Dispose()
    {
        _isStopping = true;
        if (_thread != null)
        {
            Descriptors.Wake(_wakeWrite);
            _thread.Join();
            _thread = null;
        }

        foreach (Plugin plugin in _plugins)
        {
            plugin.Dispose();
        }

        Descriptors.Close(ref _wakeRead);
        Descriptors.Close(ref _wakeWrite);
    }

    /// <summary>Looks for new ones if it is time.</summary>
    /// <returns>Somebody is there who may run.</returns>
    internal bool ScanWhenDue(long monotonicUsec)
    {
        if (monotonicUsec >= _scanUsec)
        {
            _scanUsec = monotonicUsec + (_options.CheckEverySeconds * Clock.UsecPerSecond);
            _directories.Scan(Found);
        }

        return _plugins.Exists(static plugin => plugin.State != PluginState.Disabled);
    }

    /// <summary>
    /// What is due, then waits for what comes, then reads it. Of the thread; tests call it.
    /// </summary>
    /// <param name="waitMsMax">-1: until something comes or is due.</param>
    internal void Turn(int waitMsMax)
    {
        Open();
        long monotonicUsec = _options.MonotonicUsec();
        ScanWhenDue(monotonicUsec);
        foreach (Plugin plugin in _plugins)
        {
            Guarded(plugin, monotonicUsec, static (crew, one, now) => one.Step(now, crew.Variables));
        }

        int count = Prepare();
        if (Descriptors.Poll(_entries.AsSpan(0, count), WaitMs(waitMsMax)) > 0)
        {
            Read();
        }
    }

    private void Run()
    {
        while (!_isStopping)
        {
            Turn(waitMsMax: -1);
        }

        Stop();
    }

    private void Stop()
    {
        long untilUsec = _options.MonotonicUsec() + Limits.StopUsec;
        foreach (Plugin plugin in _plugins)
        {
            plugin.Stop(_options.MonotonicUsec());
        }

        while (_options.MonotonicUsec() < untilUsec
            && _plugins.Exists(static plugin => plugin.State != PluginState.Disabled))
        {
            const int lookMs = (int)(Limits.LookUsec / 1000);
            Descriptors.Poll([], lookMs);
            foreach (Plugin plugin in _plugins)
            {
                plugin.Step(_options.MonotonicUsec(), Variables);
            }
        }
    }

    private void Found(string name, string path)
    {
        if (_plugins.Count >= Limits.Plugins || !_names.Add(name))
        {
            return;
        }

        PluginPlan plan = _options.Plan(name, path);
        _plugins.Add(new Plugin(plan, _host, new PluginLines(_host, plan)));
    }

    private string[] Variables() => _environment ??= _options.Environment();

    private void Open()
    {
        if (_wakeRead >= 0)
        {
            return;
        }

        _buffer = GC.AllocateUninitializedArray<byte>(Limits.ReadBytes);
        int errno = Descriptors.OpenPipe(readsWithoutWaiting: true, out _wakeRead, out _wakeWrite);
        if (errno != 0)
        {
            throw new IOException(
                $"Cannot open a pipe for the thread of plugins ({RawFile.Explain(errno)}).");
        }
    }

    /// <summary>The wake-up, then two for each plugin.</summary>
    private int Prepare()
    {
        int count = 1 + (2 * _plugins.Count);
        if (_entries.Length < count)
        {
            _entries = new PollEntry[count + 16];
        }

        _entries[0] = new PollEntry(_wakeRead);
        for (int i = 0; i < _plugins.Count; i++)
        {
            _entries[1 + (2 * i)] = new PollEntry(_plugins[i].Output);
            _entries[2 + (2 * i)] = new PollEntry(_plugins[i].Errors);
        }

        return count;
    }

    private int WaitMs(int waitMsMax)
    {
        long dueUsec = _scanUsec;
        foreach (Plugin plugin in _plugins)
        {
            dueUsec = Math.Min(dueUsec, plugin.DueUsec);
        }

        const int aSecondMs = 1000;
        long waitMs = Math.Clamp((dueUsec - _options.MonotonicUsec() + 999) / 1000, 0, 60 * aSecondMs);
        return (int)(waitMsMax < 0 ? waitMs : Math.Min(waitMs, waitMsMax));
    }

    private void Read()
    {
        _nowUsec = _options.NowUsec();
        long monotonicUsec = _options.MonotonicUsec();
        for (int i = 0; i < _plugins.Count; i++)
        {
            if (_entries[1 + (2 * i)].IsReady)
            {
                Guarded(_plugins[i], monotonicUsec,
                    static (crew, one, now) => one.ReadOutput(crew._buffer, crew._nowUsec, now));
            }

            if (_entries[2 + (2 * i)].IsReady && _plugins[i].Errors >= 0)
            {
                Guarded(_plugins[i], monotonicUsec,
                    static (crew, one, now) => one.ReadErrors(crew._buffer, now));
            }
        }
    }

    /// <summary>A mistake of Edge's with one plugin ends that one.</summary>
    private void Guarded(Plugin plugin, long monotonicUsec, Action<PluginCrew, Plugin, long> action)
    {
        try
        {
            action(this, plugin, monotonicUsec);
        }
        catch (Exception e)
        {
            Bugs.Report($"PLUGINSD[{plugin.Name}]", e);
            plugin.Abandon();
        }
    }
}
