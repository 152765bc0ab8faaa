using Edge.Sys;

namespace Edge.Plugins;

/// <summary>Looks for plugins: entries that end in <c>.plugin</c>, whatever they are (spec plugins.d
/// 1).</summary>
internal sealed class PluginDirectories(string[] directories, bool tellsMissing)
{
    private const string Ending = ".plugin";
    private readonly string?[] _complaints = new string?[directories.Length];

    /// <summary>Calls with name and path for each, in no order within a directory.</summary>
    public void Scan(Action<string, string> found)
    {
        for (int i = 0; i < directories.Length; i++)
        {
            // An exception would cost a node without plugins more memory than all the rest of the room.
            string? complaint = Directory.Exists(directories[i]) ? Scan(directories[i], found)
                : tellsMissing ? "there is no such directory"
                : null;
            if (complaint != null && complaint != _complaints[i])
            {
                Log.Error("PLUGINSD", $"cannot open plugins directory '{directories[i]}' ({complaint})");
            }

            _complaints[i] = complaint;
        }
    }

    /// <summary>Null, or why it cannot be read.</summary>
    private static string? Scan(string directory, Action<string, string> found)
    {
        try
        {
            foreach (string path in Directory.EnumerateFileSystemEntries(directory))
            {
                string file = Path.GetFileName(path);
                if (file.Length > Ending.Length && file.EndsWith(Ending, StringComparison.Ordinal))
                {
                    found(file[..^Ending.Length], path);
                }
            }

            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return e.Message;
        }
    }
}
