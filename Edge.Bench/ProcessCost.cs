using System.Globalization;

namespace Edge.Bench;

/// <summary>
/// What a process has cost so far: the scheduler's nanoseconds of all its threads (user and kernel), from
/// <c>/proc/PID/task/*/schedstat</c>. Threads that ended between two readings keep what they had at the last
/// one.
/// </summary>
internal sealed class ProcessCost(int pid)
{
    private readonly Dictionary<string, long> _byThread = [];

    public int Pid => pid;

    public int Threads { get; private set; }

    /// <summary>Nanoseconds. Call it at least as often as threads come and go.</summary>
    public long CpuNs()
    {
        string[] threads = Directory.GetDirectories($"/proc/{pid}/task");
        Threads = threads.Length;
        foreach (string thread in threads)
        {
            try
            {
                string text = File.ReadAllText(thread + "/schedstat");
                _byThread[thread] = long.Parse(text[..text.IndexOf(' ')], CultureInfo.InvariantCulture);
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                // The thread ended between the listing and the reading: its last count stands.
            }
        }

        return _byThread.Values.Sum();
    }

    /// <summary>KiB of a line such as <c>VmRSS:</c> or <c>Pss:</c>; 0 when there is none.</summary>
    public static long Kib(string[] lines, string key)
    {
        string? line = Array.Find(lines, text => text.StartsWith(key, StringComparison.Ordinal));
        return line == null ? 0 : long.Parse(
            line[key.Length..].Replace("kB", "", StringComparison.Ordinal), CultureInfo.InvariantCulture);
    }
}
