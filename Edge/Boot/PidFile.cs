using Edge.Sys;

namespace Edge.Boot;

/// <summary>The file with the process id, for service managers; there while the node runs.</summary>
internal sealed class PidFile : IDisposable
{
    private readonly string _path;

    /// <param name="path">Overwritten.</param>
    /// <param name="owner">Who edge is going to run as, and who therefore has to remove it; null: the present
    /// user.</param>
    public PidFile(string path, UserAccount? owner)
    {
        _path = path;
        try
        {
            WholeFile.Write(path, $"{Environment.ProcessId}\n");
        }
        catch (Exception e) when (SmallFile.IsWeather(e))
        {
            throw new StartupException($"Cannot write the pid file '{path}'. ({e.Message}) Name a place "
                + "behind -P that may be written to.");
        }

        if (owner != null)
        {
            OwnProcess.GiveTo(path, owner);
        }
    }

    /// <summary>
    /// In a directory that only root may write to the file cannot be removed; it is emptied instead.
    /// </summary>
    public void Dispose()
    {
        try
        {
            WholeFile.Write(_path, "");
            File.Delete(_path);
        }
        catch (Exception e) when (SmallFile.IsWeather(e))
        {
            Log.Error("MAIN", $"EXIT: cannot remove pid file '{_path}'. ({e.Message})");
        }
    }
}
