using System.Globalization;
using Edge.Sys;

namespace Edge.Net;

/// <summary>
/// Which process listens on a TCP port: inode of the socket from <c>/proc/net/tcp{,6}</c>, then the process
/// with that inode among its files. Best effort, for one error line at start.
/// </summary>
internal static class PortHolder
{
    private const string ListenState = "0A";

    // Enough for any device; a machine with more processes gets no name.
    private const int ProcessesMax = 50_000;

    /// <summary><c>'netdata' (process 4711)</c>; null when it cannot be told.</summary>
    public static string? Find(int port)
    {
        try
        {
            foreach (string table in (string[])["/proc/net/tcp", "/proc/net/tcp6"])
            {
                foreach (string inode in Inodes(table, port))
                {
                    if (Holder($"socket:[{inode}]") is string holder)
                    {
                        return holder;
                    }
                }
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }

        return null;
    }

    // sl local_address rem_address st tx_queue:rx_queue tr:tm->when retrnsmt uid timeout inode ...
    private static List<string> Inodes(string table, int port)
    {
        var inodes = new List<string>();
        string suffix = ":" + port.ToString("X4", CultureInfo.InvariantCulture);
        foreach (string line in File.Exists(table) ? WholeFile.Lines(table) : [])
        {
            string[] words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (words.Length > 9 && words[3] == ListenState
                && words[1].EndsWith(suffix, StringComparison.Ordinal))
            {
                inodes.Add(words[9]);
            }
        }

        return inodes;
    }

    private static string? Holder(string link)
    {
        int processes = 0;
        foreach (string folder in Directory.EnumerateDirectories("/proc"))
        {
            if (!int.TryParse(Path.GetFileName(folder), out int process) || ++processes > ProcessesMax)
            {
                continue;
            }

            if (Holds(folder + "/fd", link))
            {
                return $"'{WholeFile.Text(folder + "/comm").TrimEnd()}' (process {process})";
            }
        }

        return null;
    }

    private static bool Holds(string files, string link)
    {
        try
        {
            foreach (string file in Directory.EnumerateFileSystemEntries(files))
            {
                if (Target(file) == link)
                {
                    return true;
                }
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Another user's process, or one that has just ended.
        }

        return false;
    }

    /// <summary>Null: the file has just been closed, which says nothing of the others.</summary>
    private static string? Target(string file)
    {
        try
        {
            return new FileInfo(file).LinkTarget;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
