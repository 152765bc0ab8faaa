namespace Edge.Sys;

/// <summary>
/// A thread that asks file systems for their space, one after the other. One that does not answer keeps its
/// thread for as long as it takes; the owner says when that is too long, and gets another thread.
/// </summary>
/// <param name="ask">May block for ever.</param>
internal sealed class SpaceAsker(Func<string, FileSystemSpace?> ask) : ISpaceAsker
{
    /// <summary>A round needs some 4 KiB; libraries of the system have some more.</summary>
    private const int StackBytes = 128 * 1024;

    private Worker? _worker;

    public (long UserUsec, long SystemUsec) Used => _worker?.Used ?? (0, 0);

    public long RoundUsec => _worker?.RoundUsec ?? 0;

    public void Begin(SpaceQuestion[] questions)
    {
        _worker ??= new Worker(ask);
        _worker.Begin(questions);
    }

    public void GoOnWithoutIt()
    {
        _worker?.Dispose();
        _worker = null;
    }

    public void Dispose() => GoOnWithoutIt();

    private sealed class Worker : IDisposable
    {
        private readonly Func<string, FileSystemSpace?> _ask;
        private readonly AutoResetEvent _wake = new(false);
        private SpaceQuestion[] _questions = [];
        private volatile bool _isLeft;
        private long _userUsec;
        private long _systemUsec;
        private long _roundUsec;

        public Worker(Func<string, FileSystemSpace?> ask)
        {
            _ask = ask;
            new Thread(Run, StackBytes) { Name = "diskspace", IsBackground = true }.Start();
        }

        public (long UserUsec, long SystemUsec) Used =>
            (Volatile.Read(ref _userUsec), Volatile.Read(ref _systemUsec));

        public long RoundUsec => Volatile.Read(ref _roundUsec);

        public void Begin(SpaceQuestion[] questions)
        {
            Volatile.Write(ref _questions, questions);
            _wake.Set();
        }

        /// <summary>Does not wait for the thread, which may never come back.</summary>
        public void Dispose()
        {
            _isLeft = true;
            _wake.Set();
        }

        private void Run()
        {
            while (!_isLeft)
            {
                _wake.WaitOne();
                Round();
            }
        }

        private void Round()
        {
            long startUsec = Clock.MonotonicUsec();
            foreach (SpaceQuestion question in Volatile.Read(ref _questions))
            {
                if (_isLeft)
                {
                    return;
                }

                question.Answer(_ask);
            }

            CpuUsage.OfThread(out long user, out long system);
            Volatile.Write(ref _userUsec, user);
            Volatile.Write(ref _systemUsec, system);
            Volatile.Write(ref _roundUsec, Clock.MonotonicUsec() - startUsec);
        }
    }
}
