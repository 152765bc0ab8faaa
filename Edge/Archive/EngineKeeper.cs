namespace Edge.Archive;

/// <summary>
/// The thread of the compressed store: a round each second. Ends with the node, after everything is written.
/// </summary>
internal sealed class EngineKeeper : IDisposable
{
    /// <summary>
    /// From begin to begin, less than the second that a crash may cost: what a round takes itself, and late
    /// wake-ups, have to fit in, too.
    /// </summary>
    private const int RoundMs = 900;
    private const int StackBytes = 256 << 10;
    private readonly AutoResetEvent _wake = new(initialState: false);
    private readonly Thread _thread;
    private readonly Func<long> _nowUsec;
    private volatile bool _isStopping;

    /// <param name="engine">Owned from here on.</param>
    /// <param name="nowUsec">Wall clock.</param>
    public EngineKeeper(Engine engine, Func<long> nowUsec)
    {
        Engine = engine;
        _nowUsec = nowUsec;
        _thread = new Thread(Run, StackBytes) { Name = "keeper", IsBackground = true };
        _thread.Start();
    }

    public Engine Engine { get; }

    /// <summary>Nobody collects any more: what waits is written.</summary>
    public void Stop()
    {
        if (_isStopping)
        {
            return;
        }

        _isStopping = true;
        _wake.Set();
        _thread.Join();
        Engine.Stop(_nowUsec());
    }

    public void Dispose()
    {
        Stop();
        Engine.Dispose();
        _wake.Dispose();
    }

    private void Run()
    {
        int waitMs = RoundMs;
        while (!_isStopping)
        {
            _wake.WaitOne(waitMs);
            if (!_isStopping)
            {
                long begin = _nowUsec();
                Engine.Round(begin);
                long tookMs = (_nowUsec() - begin) / 1_000;
                waitMs = (int)Math.Clamp(RoundMs - tookMs, 0, RoundMs);
            }
        }
    }
}
