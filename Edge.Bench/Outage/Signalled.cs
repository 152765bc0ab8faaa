using System.Runtime.InteropServices;

namespace Edge.Bench.Outage;

/// <summary>How scripts steer a verb that runs until it is told to end.</summary>
internal static class Signalled
{
    /// <summary>Returns when the process is asked to end.</summary>
    /// <param name="hangUp">Called for each HUP.</param>
    public static void Wait(Action hangUp)
    {
        using var ended = new ManualResetEventSlim();
        void End(PosixSignalContext context)
        {
            context.Cancel = true;
            ended.Set();
        }

        using PosixSignalRegistration term = PosixSignalRegistration.Create(PosixSignal.SIGTERM, End);
        using PosixSignalRegistration interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, End);
        using PosixSignalRegistration other = PosixSignalRegistration.Create(PosixSignal.SIGHUP, context =>
        {
            context.Cancel = true;
            hangUp();
        });
        Console.WriteLine("ready");
        ended.Wait();
    }
}
