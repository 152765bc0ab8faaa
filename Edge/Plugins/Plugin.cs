using Edge.Store;
using Edge.Sys;

namespace Edge.Plugins;

/// <summary>
/// One external collector: started, read, ended, started again (spec plugins.d 2, 4, 5). Lives on the thread
/// of the room; takes the local host's gate for what it stores. Times are monotonic but for what is stored.
/// </summary>
internal sealed class Plugin : IDisposable
{
    private readonly PluginPlan _plan;
    private readonly Host _host;
    private readonly IPluginReader _reader;
    private readonly ErrorLines _errors;
    private readonly Throttle _floods = new(minSeconds: 60);
    private readonly LineFeed _feed = new(Protocol.Limits.LineBytes);
    private readonly LineFeed.Taker _take;
    private ChildProcess? _child;
    private RunRecord _record;
    private string? _refusal;
    private long _nowUsec;
    private long _stepUsec;

    /// <summary>When something stronger is tried.</summary>
    private long _endUsec;
    private int _signal;
    private bool _isStopping;
    private long _secondUsec;
    private long _secondBytes;

    /// <param name="plan">What to run.</param>
    /// <param name="host">The local one.</param>
    /// <param name="reader">Of its lines.</param>
    public Plugin(PluginPlan plan, Host host, IPluginReader reader)
    {
        (_plan, _host, _reader) = (plan, host, reader);
        _errors = new ErrorLines(plan.FileName);
        _take = Take;
        if (!plan.IsEnabled)
        {
            Transition(PluginState.Disabled);
        }
    }

    public PluginState State { get; private set; }

    public string Name => _plan.Name;

    /// <summary>Its output, as long as it is wanted; -1: not now.</summary>
    public int Output => State == PluginState.Running && !IsHeld ? _child!.Output : -1;

    public int Errors => _child?.Errors ?? -1;

    /// <summary>
    /// When <see cref="Step"/> has to be called; long.MaxValue: not before something comes.
    /// </summary>
    public long DueUsec => State switch
    {
        PluginState.Waiting or PluginState.Ending => _stepUsec,
        PluginState.Running when IsHeld => _secondUsec,
        _ => long.MaxValue,
    };

    private string Who => $"'{_plan.Path}' (pid {_child?.Id})";

    /// <summary>It wrote more in this second than it may.</summary>
    private bool IsHeld => _secondBytes >= Limits.BytesPerSecond;

    /// <summary>Does what its time has come for.</summary>
    public void Step(long monotonicUsec, Func<string[]> environment)
    {
        if (State == PluginState.Running && monotonicUsec >= _secondUsec)
        {
            (_secondUsec, _secondBytes) = (monotonicUsec + Clock.UsecPerSecond, 0);
        }
        else if (State == PluginState.Waiting && monotonicUsec >= _stepUsec)
        {
            Start(monotonicUsec, environment());
        }
        else if (State == PluginState.Ending && monotonicUsec >= _stepUsec)
        {
            Look(monotonicUsec);
        }
    }

    /// <summary>There is something on its output.</summary>
    /// <param name="buffer">Of the thread.</param>
    /// <param name="nowUsec">Wall clock.</param>
    /// <param name="monotonicUsec">For what has to be waited for.</param>
    public void ReadOutput(Span<byte> buffer, long nowUsec, long monotonicUsec)
    {
        int count = Descriptors.Read(_child!.Output, buffer);
        if (count == -1)
        {
            return;
        }

        _nowUsec = nowUsec;
        using (_host.Gate.Enter())
        {
            bool goesOn = count > 0 && _feed.Feed(buffer[..count], _take);
            if (count <= 0)
            {
                // The last line needs no end.
                _feed.End(_take);
            }

            _host.Flush(nowUsec);
            if (!goesOn)
            {
                End(_refusal ?? "read failed: end of file", monotonicUsec);
                return;
            }
        }

        Count(count, nowUsec, monotonicUsec);
    }

    public void ReadErrors(Span<byte> buffer, long monotonicUsec)
    {
        int count = Descriptors.Read(_child!.Errors, buffer);
        if (count > 0)
        {
            _errors.Feed(buffer[..count], monotonicUsec);
        }
        else if (count != -1)
        {
            _errors.End(monotonicUsec);
            _child.CloseErrors();
        }
    }

    /// <summary>Edge ends: so does this.</summary>
    public void Stop(long monotonicUsec)
    {
        _isStopping = true;
        if (State == PluginState.Running)
        {
            Log.Info(_plan.Tag, $"killing child process pid {_child!.Id}");
            End(reason: null, monotonicUsec);
            Signal(ChildProcess.Terminate, monotonicUsec);
        }
        else if (State == PluginState.Waiting)
        {
            Transition(PluginState.Disabled);
        }
    }

    /// <summary>After a mistake of Edge's: killed, and not started again.</summary>
    public void Abandon()
    {
        Dispose();
        if (State != PluginState.Disabled)
        {
            Transition(PluginState.Disabled);
        }
    }

    /// <summary>What has not ended by itself is killed.</summary>
    public void Dispose()
    {
        _child?.SignalGroup(ChildProcess.Kill);
        _child?.Dispose();
        _child = null;
    }

    private void Start(long monotonicUsec, string[] environment)
    {
        _child = ChildProcess.Start(_plan.Command, environment, out int errno);
        if (_child == null)
        {
            const long retryUsec = 60 * Clock.UsecPerSecond;
            Log.Error(_plan.Tag, $"Failed to spawn command: '{_plan.Command}' from parent pid "
                + $"{Environment.ProcessId}. ({RawFile.Explain(errno)})");
            _stepUsec = monotonicUsec + retryUsec;
            return;
        }

        Log.Info(_plan.Tag, $"connected to '{_plan.Path}' running on pid {_child.Id}");
        (_refusal, _signal, _secondBytes) = (null, 0, 0);
        _secondUsec = monotonicUsec + Clock.UsecPerSecond;
        using (_host.Gate.Enter())
        {
            _reader.Begin();
        }

        Transition(PluginState.Running);
    }

    private bool Take(ReadOnlySpan<byte> line, bool isCut)
    {
        _refusal = isCut
            ? $"a line is longer than {Protocol.Limits.LineBytes} bytes. Ending it."
            : _reader.Line(line, _nowUsec);
        return _refusal == null;
    }

    /// <param name="count">Bytes that were read.</param>
    /// <param name="nowUsec">Wall clock, for the log.</param>
    /// <param name="monotonicUsec">A second begins with the first read after the last one's end.</param>
    private void Count(int count, long nowUsec, long monotonicUsec)
    {
        if (monotonicUsec >= _secondUsec)
        {
            (_secondUsec, _secondBytes) = (monotonicUsec + Clock.UsecPerSecond, 0);
        }

        _secondBytes += count;
        if (IsHeld && _floods.Allows(nowUsec, out _))
        {
            Log.Error(_plan.Tag, $"'{_plan.Path}' writes more than {Limits.BytesPerSecond} bytes a second; "
                + "it is read no faster.");
        }
    }

    /// <param name="reason">Null: Edge ends.</param>
    /// <param name="monotonicUsec">Now.</param>
    private void End(string? reason, long monotonicUsec)
    {
        Guard.That(_child != null);
        if (reason != null)
        {
            bool isAsked = reason.StartsWith("called DISABLE", StringComparison.Ordinal);
            Log.Write(isAsked ? LogLevel.Info : LogLevel.Error, _plan.Tag, reason);
        }

        Log.Info(_plan.Tag, "PARSER ended");
        Log.Error(_plan.Tag, $"{Who} disconnected after {_reader.Collections} successful data collections "
            + "(ENDs).");
        _feed.Clear();

        // Who is just exiting gets the time for it; whoever is still wanted to end is told at once.
        _child.CloseOutput();
        _stepUsec = monotonicUsec + Limits.LookUsec;
        _endUsec = monotonicUsec + Limits.ExitUsec;
        Transition(PluginState.Ending);
        if (_refusal != null)
        {
            Signal(ChildProcess.Terminate, monotonicUsec);
        }
    }

    /// <summary>Whether it has ended; if not, what is stronger.</summary>
    private void Look(long monotonicUsec)
    {
        Guard.That(_child != null);
        if (_child.HasEnded())
        {
            // What it left behind in its group, while nobody else can have that number.
            _child.SignalGroup(ChildProcess.Terminate);
            Finish(_child.Take(), monotonicUsec);
            return;
        }

        _stepUsec = monotonicUsec + Limits.LookUsec;
        if (monotonicUsec < _endUsec)
        {
            return;
        }

        switch (_signal)
        {
            case 0:
                Signal(ChildProcess.Terminate, monotonicUsec);
                break;
            case ChildProcess.Terminate:
                Log.Error(_plan.Tag, $"{Who} does not end on SIGTERM. Killing it.");
                Signal(ChildProcess.Kill, monotonicUsec);
                break;
            default:
                Log.Error(_plan.Tag, $"{Who} cannot be killed. Leaving it alone; it is not started "
                    + "again.");
                Disable();
                break;
        }
    }

    private void Signal(int signal, long monotonicUsec)
    {
        _signal = signal;
        _endUsec = monotonicUsec
            + (signal == ChildProcess.Kill ? Limits.GiveUpUsec : Limits.TerminateUsec);
        if (_child!.SignalGroup(signal) is not 0 and var errno)
        {
            Log.Error(_plan.Tag, $"cannot send signal {signal} to {Who}: "
                + $"{RawFile.Explain(errno)}. Its output is closed.");
        }
    }

    private void Finish(ChildEnd end, long monotonicUsec)
    {
        int process = _child!.Id;
        Drain(monotonicUsec);
        if (end.Signal != 0)
        {
            string how = end.IsDumped ? "core dumped" : "killed";
            Log.Info(_plan.Tag, $"child pid {process} {how} by signal {end.Signal}.");
        }
        else if (end.Code != 0)
        {
            Log.Info(_plan.Tag, $"child pid {process} exited with code {end.Code}.");
        }

        _record = _record.After(_reader.Collections);
        if (_isStopping)
        {
            CloseChild();
            Transition(PluginState.Disabled);
            return;
        }

        EndVerdict verdict = _reader.Verdict(process, end, _record);
        if (verdict.Text != null)
        {
            Log.Write(verdict.Level, _plan.Tag, verdict.Text);
        }

        if (verdict.IsDisabled || _reader.IsDisabled)
        {
            Disable();
            return;
        }

        CloseChild();
        _stepUsec = monotonicUsec + (verdict.WaitsIntervals * _plan.UpdateEvery * Clock.UsecPerSecond);
        Transition(PluginState.Waiting);
    }

    /// <summary>Its last words on standard error.</summary>
    private void Drain(long monotonicUsec)
    {
        Span<byte> some = stackalloc byte[1024];
        for (int i = 0; i < 16 && _child!.Errors >= 0; i++)
        {
            ReadErrors(some, monotonicUsec);
        }

        _errors.End(monotonicUsec);
    }

    private void Disable()
    {
        CloseChild();
        using (_host.Gate.Enter())
        {
            _reader.Retire();
        }

        Transition(PluginState.Disabled);
    }

    private void CloseChild()
    {
        _child?.Dispose();
        _child = null;
    }

    private void Transition(PluginState to)
    {
        Guard.That((State, to) is (PluginState.Waiting, PluginState.Running)
            or (PluginState.Running, PluginState.Ending)
            or (PluginState.Ending, PluginState.Waiting)
            or (not PluginState.Disabled, PluginState.Disabled));
        State = to;
    }
}
