namespace Edge.Net;

/// <summary>
/// The one thread that waits for sockets and runs what follows. .NET reads these variables when the process
/// makes its first socket and never again, so this must be called before any.
/// </summary>
internal static class SocketEngine
{
    private const string Inline = "DOTNET_SYSTEM_NET_SOCKETS_INLINE_COMPLETIONS";
    private const string ThreadCount = "DOTNET_SYSTEM_NET_SOCKETS_THREAD_COUNT";

    /// <summary>First thing in Main. What the environment already says is left alone.</summary>
    public static void Configure(int threads = 1)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        if (Environment.GetEnvironmentVariable(Inline) == null)
        {
            Environment.SetEnvironmentVariable(Inline, "1");
        }

        if (Environment.GetEnvironmentVariable(ThreadCount) == null)
        {
            Environment.SetEnvironmentVariable(ThreadCount, threads.ToString());
        }
    }
}
