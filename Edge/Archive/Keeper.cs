using Edge.Sys;

namespace Edge.Archive;

/// <summary>
/// The thread that looks after what survives a restart, there as soon as a host has ring files or a place in
/// the compressed store: it serves both. The store's journal comes first, for it is what a crash may cost;
/// between two files of the rings it is looked whether a frame is due.
/// </summary>
internal sealed class Keeper(Func<long> monotonicUsec, Func<long> nowUsec) : IDisposable
{
    private const string Tag = "KEEPER";
    private const int StackBytes = 256 << 10;
    private const long RingsEveryUsec = Clock.UsecPerSecond;

    /// <summary>
    /// From begin to begin, less than the second that a crash may cost: what a round takes itself, and late
    /// wake-ups, have to fit in, too.
    /// </summary>
    private const long EngineEveryUsec = 900_000;
    private readonly AutoResetEvent _wake = new(initialState: false);
    private Thread? _thread;
    private volatile RingKeeper? _rings;
    private volatile Engine? _engine;
    private volatile bool _isStopping;
    private long _ringsUsec;
    private long _engineUsec;

    /// <summary>From now on their files are synced and saved. Any thread.</summary>
    public void Serve(RingKeeper rings)
    {
        rings.Between = Engines;
        _rings = rings;
        Start();
    }

    /// <summary>From now on it has its rounds. Any thread.</summary>
    public void Serve(Engine engine)
    {
        _engine = engine;
        Start();
    }

    /// <summary>USR1: what is in rings is to be saved soon. Any thread.</summary>
    public void Save()
    {
        _rings?.Save();
        _wake.Set();
    }

    /// <summary>The round in progress is the last one.</summary>
    public void Stop()
    {
        _isStopping = true;
        _wake.Set();
        _thread?.Join();
    }

    public void Dispose()
    {
        Stop();
        _wake.Dispose();
    }

    /// <summary>What is due at a moment. Returns the milliseconds until something is again.</summary>
    internal int Round()
    {
        Engines();
        if (_rings is { } rings && (rings.IsAsked || monotonicUsec() >= _ringsUsec))
        {
            _ringsUsec = monotonicUsec() + RingsEveryUsec;
            Round(rings);
        }

        long due = Math.Min(_rings == null ? long.MaxValue : _ringsUsec,
            _engine == null ? long.MaxValue : _engineUsec);
        return (int)Math.Clamp((due - monotonicUsec()) / 1_000, 0, RingsEveryUsec / 1_000);
    }

    private void Start()
    {
        if (_thread == null)
        {
            var thread = new Thread(Run, StackBytes) { Name = "keeper", IsBackground = true };
            if (Interlocked.CompareExchange(ref _thread, thread, null) == null)
            {
                thread.Start();
            }
        }
    }

    /// <summary>Syncs of rings wait for a disk.</summary>
    private void Round(RingKeeper rings)
    {
        Engine? engine = _engine;
        engine?.BeBusy(nowUsec());
        rings.Round();
        if (engine != null)
        {
            engine.IsBusy = false;
        }
    }

    private void Engines()
    {
        if (_engine is { } engine && monotonicUsec() >= _engineUsec)
        {
            _engineUsec = monotonicUsec() + EngineEveryUsec;
            engine.Round(nowUsec());
        }
    }

    private void Run()
    {
        int waitMs = 1;
        while (!_isStopping)
        {
            _wake.WaitOne(waitMs);
            if (_isStopping)
            {
                return;
            }

            try
            {
                waitMs = Math.Max(1, Round());
            }
            catch (Exception e)
            {
                // A bug. Going on could write wrong data; the service manager starts a fresh process.
                Log.Fatal(Tag, e.ToString());
                Environment.Exit(1);
            }
        }
    }
}
