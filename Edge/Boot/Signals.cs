using System.Runtime.InteropServices;
using Edge.Sys;

namespace Edge.Boot;

/// <summary>
/// TERM, INT, QUIT stop the node in an orderly way; HUP opens the logs and reads the certificate again; USR1
/// saves samples; USR2 is kept for reloading alarms and does nothing yet. The handlers run on a thread of the
/// runtime that exists only while one is handled, so they only leave a note; the pulse acts on it.
/// </summary>
internal sealed class Signals : IDisposable
{
    /// <summary>Numbers of signals that .NET has no name for are passed as they are.</summary>
    private const PosixSignal Usr1 = (PosixSignal)10;
    private const PosixSignal Usr2 = (PosixSignal)12;
    private readonly List<PosixSignalRegistration> _registrations = [];
    private readonly Pulse _pulse;
    private int _hangups;
    private int _saves;

    public Signals(Pulse pulse)
    {
        _pulse = pulse;
        foreach (PosixSignal signal in (ReadOnlySpan<PosixSignal>)[PosixSignal.SIGTERM, PosixSignal.SIGINT,
            PosixSignal.SIGQUIT])
        {
            _registrations.Add(PosixSignalRegistration.Create(signal, OnStop));
        }

        _registrations.Add(PosixSignalRegistration.Create(PosixSignal.SIGHUP, OnHangup));
        _registrations.Add(PosixSignalRegistration.Create(Usr1, OnSave));
        _registrations.Add(PosixSignalRegistration.Create(Usr2, OnReserved));
    }

    /// <summary>Whether there was a HUP since the last call.</summary>
    public bool TakeHangup() => Interlocked.Exchange(ref _hangups, 0) > 0;

    /// <summary>Whether there was a USR1 since the last call.</summary>
    public bool TakeSave() => Interlocked.Exchange(ref _saves, 0) > 0;

    public void Dispose()
    {
        foreach (PosixSignalRegistration registration in _registrations)
        {
            registration.Dispose();
        }
    }

    private void OnStop(PosixSignalContext context)
    {
        context.Cancel = true;
        Log.Info("MAIN", $"SIGNAL: Received {context.Signal}. Cleaning up to exit...");
        _pulse.Stop();
    }

    private void OnHangup(PosixSignalContext context)
    {
        context.Cancel = true;
        Interlocked.Increment(ref _hangups);
    }

    private void OnSave(PosixSignalContext context)
    {
        context.Cancel = true;
        Interlocked.Increment(ref _saves);
    }

    private static void OnReserved(PosixSignalContext context) => context.Cancel = true;
}
