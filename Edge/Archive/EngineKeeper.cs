namespace Edge.Archive;

/// <summary>
/// The thread of the compressed store: a round each second. Ends with the node, after everything is written.
/// </summary>
internal sealed class EngineKeeper : IDisposable
{
    private const int RoundMs = 1_000;
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
        while (!_isStopping)
        {
            _wake.WaitOne(RoundMs);
            if (!_isStopping)
            {
                Engine.Round(_nowUsec());
            }
        }
    }
}
