using Edge.Store;
using Edge.Sys;

namespace Edge.Archive;

/// <summary>
/// One host's directory: which chart has which directory in it. Two ids may become one name; the second one
/// gets a number behind it, and the id within the file says whose it is. Guarded by the host's gate.
/// </summary>
internal sealed class RingNames(string directory, string machineGuid)
{
    public const string File = "ring.edge";

    /// <summary>One that is being made, beside the one that it replaces.</summary>
    public const string Unfinished = File + ".new";
    private const string Aside = ".aside";
    private const string Tag = "MAIN";
    private readonly HashSet<string> _taken = [];

    public string Directory => directory;

    public string PathOf(string name) => $"{directory}/{name}/{File}";

    public void Free(string name) => _taken.Remove(name);

    /// <summary>Takes a name, and opens what lies there already. Null file: there is none that can be
    /// used.</summary>
    public string Take(
        string chartId, out RawFile? file, out RingHead? head, out int slotBytes)
    {
        string start = BaseOf(chartId);
        string? free = null;
        (file, head, slotBytes) = (null, null, 0);
        for (int i = 1; i <= RingLimits.SameNamesMax; i++)
        {
            string name = i == 1 ? start : $"{start}~{i}";
            if (!_taken.Contains(name))
            {
                switch (TryOpen(name, chartId, out file, out head, out slotBytes))
                {
                    case true:
                        _taken.Add(name);
                        return name;
                    case null:
                        free ??= name;
                        break;
                    default:
                        continue;
                }
            }

            string next = $"{start}~{i + 1}";
            if (!_taken.Contains(next) && !System.IO.Directory.Exists($"{directory}/{next}"))
            {
                free ??= _taken.Contains(name) ? next : name;
                break;
            }
        }

        free ??= start;
        _taken.Add(free);
        return free;
    }

    /// <summary>
    /// A file name, and never a way out of the directory: names of files begin with a letter, digit or
    /// underscore.
    /// </summary>
    public static string BaseOf(string chartId)
    {
        string name = Names.CleanName(chartId);
        return name.Length > 0 && name[0] != '.' ? name : "_" + name;
    }

    /// <summary>
    /// True: it is this chart's; false: another's; null: there is none, or none of any use.
    /// </summary>
    private bool? TryOpen(
        string name, string chartId, out RawFile? file, out RingHead? head, out int slotBytes)
    {
        string path = PathOf(name);
        (head, slotBytes) = (null, 0);
        file = RawFile.Open(path, writes: false, out int errno);
        if (file == null)
        {
            const int noSuchFile = 2;
            if (errno != noSuchFile)
            {
                CannotOpen(path, errno);
                return false;
            }

            return null;
        }

        head = RingFile.ReadHead(file, out slotBytes, out string? problem);
        if (head != null && head.ChartId != chartId)
        {
            file.Dispose();
            (file, head) = (null, null);
            return false;
        }

        problem ??= head!.MachineGuid != machineGuid
            ? $"it is of the machine {head.MachineGuid}"
            : null;
        if (problem == null)
        {
            return true;
        }

        file.Dispose();
        (file, head) = (null, null);
        SetAside(path, problem);
        return null;
    }

    public static void CannotOpen(string path, int errno) => Log.Error(Tag,
        $"Cannot open the samples kept in '{path}' ({RawFile.Explain(errno)}). They are left there.");

    /// <summary>Whether there are directories that may be of charts.</summary>
    public bool HasAny()
    {
        try
        {
            foreach (string path in System.IO.Directory.EnumerateDirectories(directory))
            {
                string name = Path.GetFileName(path);
                if (name != "dbengine" && !Guid.TryParse(name, out Guid _))
                {
                    return true;
                }
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }

        return false;
    }

    /// <summary>Kept under another name, the oldest of them giving way.</summary>
    /// <param name="path">Of a file.</param>
    /// <param name="problem">The end of a sentence.</param>
    public static void SetAside(string path, string problem)
    {
        string start = path + Aside;
        string target = start + "1";
        for (int i = RingLimits.AsidesMax - 1; i >= 1; i--)
        {
            // The oldest, with the highest number, gives way; most often there are none.
            _ = RawFile.Rename($"{start}{i}", $"{start}{i + 1}");
        }

        int errno = RawFile.Rename(path, target);
        Log.Error(Tag, $"Cannot use the samples kept in '{path}': {problem}. " + (errno == 0
            ? $"The file is set aside as '{target}', and begun anew."
            : $"It cannot be set aside ({RawFile.Explain(errno)})."));
    }

    /// <summary>
    /// Heads of all files of this host that can be read; any thread. As many as a host has charts, the rest
    /// is left out.
    /// </summary>
    public List<RingHead> ReadHeads()
    {
        List<RingHead> heads = [];
        try
        {
            foreach (string path in System.IO.Directory.EnumerateDirectories(directory))
            {
                using RawFile? file = RawFile.Open($"{path}/{File}", writes: false, out int _);
                RingHead? head = file == null ? null : RingFile.ReadHead(file, out int _, out string? _);
                if (head?.MachineGuid == machineGuid && heads.Count < Store.Limits.ChartsPerHost)
                {
                    heads.Add(head);
                }
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // What was read until then is shown.
        }

        return heads;
    }

    /// <summary>A chart's file and what was being made of it; what was set aside stays.</summary>
    public void Delete(string name)
    {
        _ = RawFile.Delete(PathOf(name));
        _ = RawFile.Delete($"{directory}/{name}/{Unfinished}");
        _ = RawFile.DeleteDirectory($"{directory}/{name}");
    }

    /// <summary>Those of all charts, of earlier lives too. Returns how many there were.</summary>
    public int DeleteAll()
    {
        int count = 0;
        try
        {
            foreach (string path in System.IO.Directory.EnumerateDirectories(directory))
            {
                count += System.IO.File.Exists($"{path}/{File}") ? 1 : 0;
                Delete(Path.GetFileName(path));
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return count;
        }

        return count;
    }
}
