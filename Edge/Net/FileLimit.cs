using Edge.Sys;

namespace Edge.Net;

/// <summary>How many files the process may hold open.</summary>
internal static class FileLimit
{
    // Where /proc is missing: the usual soft limit of Linux.
    private const int Usual = 1024;
    private const string Row = "Max open files";

    public static int OpenFilesMax()
    {
        try
        {
            foreach (string line in WholeFile.Lines("/proc/self/limits"))
            {
                if (line.StartsWith(Row, StringComparison.Ordinal))
                {
                    string soft = line[Row.Length..].TrimStart().Split(' ')[0];
                    return long.TryParse(soft, out long max) ? (int)Math.Min(max, 1 << 20) : 1 << 20;
                }
            }
        }
        catch (IOException)
        {
        }

        return Usual;
    }
}
