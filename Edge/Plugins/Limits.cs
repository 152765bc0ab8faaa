namespace Edge.Plugins;

/// <summary>The maxima of the room.</summary>
internal static class Limits
{
    /// <summary>The reference's (spec plugins.d 1).</summary>
    public const int Directories = 20;

    /// <summary>Distribution packages have some 20; each costs a process and some KiB here.</summary>
    public const int Plugins = 200;

    /// <summary>One read of the thread for one plugin; pipes of Linux hold 64 KiB.</summary>
    public const int ReadBytes = 64 * 1024;

    /// <summary>Of one plugin in a second, then its pipe is left full until the next: apps.plugin of a
    /// machine
    /// with thousands of processes writes some 200 KiB, and what is read costs some 50 ms of a
    /// core.</summary>
    public const int BytesPerSecond = 4 * 1024 * 1024;

    /// <summary>Of a line on standard error; the rest becomes a line of its own.</summary>
    public const int ErrorLineBytes = 1024;

    /// <summary>Of standard error that become log lines in a minute; charts.d writes some 20 at its
    /// start. The flood protection of the log is for all of Edge, and allows 200 in 20 minutes.</summary>
    public const int ErrorLinesPerMinute = 40;

    /// <summary>
    /// Fruitless runs in a row after which a plugin is not started again (spec plugins.d 5).
    /// </summary>
    public const int Failures = 10;

    /// <summary>Between the end of its output and a TERM: most are just exiting.</summary>
    public const long ExitUsec = 500_000;

    /// <summary>Between TERM and KILL. The reference waits for ever.</summary>
    public const long TerminateUsec = 5_000_000;

    /// <summary>All plugins together at the end of Edge.</summary>
    public const long StopUsec = 2_000_000;

    /// <summary>How often it is looked whether a process has ended that should.</summary>
    public const long LookUsec = 20_000;

    /// <summary>After KILL, which the kernel may not let through to a plugin of another user.</summary>
    public const long GiveUpUsec = 10_000_000;
}
