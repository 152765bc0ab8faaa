namespace Edge.Sys;

/// <summary>Where a log goes: the special words of spec config 2.1, or a file.</summary>
internal enum LogTarget
{
    /// <summary>Empty text, <c>none</c>, <c>/dev/null</c>.</summary>
    Nowhere,

    Syslog,

    /// <summary><c>system</c>: the descriptor the process was started with.</summary>
    Inherited,
    Stdout,
    Stderr,
    File,
}
