using Edge.Sys;

namespace Edge.Boot;

/// <summary>
/// Owner of error.log and access.log; installs itself behind <see cref="Log"/>. Any thread.
/// </summary>
internal sealed class Logs : IDisposable
{
    private readonly ErrorLog _error;
    private readonly AccessLog _access;

    /// <param name="settings">Where to.</param>
    /// <param name="mirrorsErrors">Errors go to stderr too, for as long as the process runs.</param>
    /// <param name="nowUsec">The wall clock.</param>
    public Logs(LogSettings settings, bool mirrorsErrors, Func<long> nowUsec)
    {
        var flood = new FloodGuard(settings.FloodPeriodSeconds, settings.FloodLinesMax, Version.Program);
        var error = new LogFile(settings.Error, inheritedDescriptor: 2, settings.Facility);
        _error = new ErrorLog(error, flood, Version.Program, nowUsec)
        {
            MirrorsErrors = mirrorsErrors,
            MirrorsAll = true,
        };
        _access = new AccessLog(new LogFile(settings.Access, inheritedDescriptor: 1, settings.Facility),
            nowUsec);
    }

    /// <summary>The start-up is over: from here on stderr shows errors at most.</summary>
    public void StartupDone() => _error.MirrorsAll = false;

    /// <summary>A line that stderr has had already.</summary>
    public void WriteUnmirrored(LogLevel level, string tag, string text)
    {
        (bool all, bool errors) = (_error.MirrorsAll, _error.MirrorsErrors);
        (_error.MirrorsAll, _error.MirrorsErrors) = (false, false);
        _error.Write(level, tag, text);
        (_error.MirrorsAll, _error.MirrorsErrors) = (all, errors);
    }

    /// <summary>Opens both, again after SIGHUP. What cannot be opened is said where it can be.</summary>
    public void Open()
    {
        string? errorProblem = _error.Reopen();
        string? accessProblem = _access.Reopen();
        Log.Open(_error.Write, _access.Write);
        Report(errorProblem);
        Report(accessProblem);
    }

    public void Dispose()
    {
        Log.Open(static (_, _, _) => { }, static _ => { });
        _error.Dispose();
        _access.Dispose();
    }

    /// <summary>
    /// An unusable error.log is no reason to stop collecting, but somebody has to hear of it.
    /// </summary>
    private void Report(string? problem)
    {
        if (problem == null)
        {
            return;
        }

        bool before = _error.MirrorsErrors;
        _error.MirrorsErrors = true;
        Log.Error("MAIN", problem);
        _error.MirrorsErrors = before;
    }
}
