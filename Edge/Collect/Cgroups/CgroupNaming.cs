using System.Globalization;
using System.Text;
using Edge.Store;
using Edge.Sys;

namespace Edge.Collect.Cgroups;

/// <summary>
/// Answers questions that may take long, names and interfaces, on a short-lived thread: one at a time, and
/// none where nobody asks. All but <see cref="Run"/> belongs to pulse.
/// </summary>
internal sealed class CgroupNaming
{
    /// <summary>Ours: a batch ends before the newest ones have waited for long.</summary>
    private const int TasksMax = 64;

    private readonly CgroupOptions _options;
    private readonly CgroupNames _names;
    private readonly CgroupInterfaces _interfaces;
    private readonly string[] _variables;
    private readonly Action<Action> _start;
    private readonly Action _run;
    private CgroupTask[] _batch = [];
    private volatile bool _isDone;

    /// <param name="site">Where the machine's files are.</param>
    /// <param name="options">Which scripts to run.</param>
    /// <param name="trees">Where processes of a control group are listed.</param>
    /// <param name="place">Where the operator's files are.</param>
    /// <param name="start">How a batch is run; null: on a thread of its own.</param>
    public CgroupNaming(Site site, CgroupOptions options, CgroupTrees trees, PluginPlace place,
        Action<Action>? start)
    {
        _options = options;
        _names = new CgroupNames(site.Options.HostPrefix, place.Config);
        _interfaces = new CgroupInterfaces(site.Options.HostPrefix, trees);
        _variables =
        [
            $"PATH={Environment.GetEnvironmentVariable("PATH")}",
            $"NETDATA_HOST_PREFIX={site.Options.HostPrefix}", $"NETDATA_USER_CONFIG_DIR={place.Config}",
            $"NETDATA_STOCK_CONFIG_DIR={place.StockConfig}",
            $"NETDATA_UPDATE_EVERY={options.UpdateEvery.ToString(CultureInfo.InvariantCulture)}",
        ];
        _start = start ?? StartThread;
        _run = Run;
    }

    /// <summary>Asks for those that wait, if nobody is being asked for.</summary>
    public void Ask(Queue<Cgroup> waiting)
    {
        if (_batch.Length > 0 || waiting.Count == 0)
        {
            return;
        }

        var batch = new List<CgroupTask>();
        while (batch.Count < TasksMax && waiting.TryDequeue(out Cgroup? group))
        {
            if (group.State is CgroupState.Naming or CgroupState.Shown)
            {
                batch.Add(new CgroupTask(group, group.Path, group.Id, group.State == CgroupState.Naming));
            }
        }

        if (batch.Count > 0)
        {
            _batch = [.. batch];
            _isDone = false;
            _start(_run);
        }
    }

    /// <summary>The answers, once; empty: there are none yet.</summary>
    public CgroupTask[] Take()
    {
        if (_batch.Length == 0 || !_isDone)
        {
            return [];
        }

        CgroupTask[] batch = _batch;
        _batch = [];
        return batch;
    }

    private static void StartThread(Action run) => new Thread(() => run(), Limits.CgroupThreadStackBytes)
    {
        IsBackground = true,
        Name = "cgroups",
    }.Start();

    private void Run()
    {
        try
        {
            foreach (CgroupTask task in _batch)
            {
                if (task.WantsName)
                {
                    task.Name = _options.NameScript is { } script
                        ? AskScript(script, task)
                        : _names.Find(task.Path, task.Id);
                }
                else
                {
                    task.Interfaces = _options.NetworkScript is { } helper
                        ? AskHelper(helper, task)
                        : _interfaces.Find(task.Path);
                }
            }
        }
        catch (Exception error)
        {
            // What has no answer keeps its id.
            Log.Error(CgroupsPlugin.Tag, $"BUG: {error.GetType().Name}: {error.Message}");
        }

        _isDone = true;
    }

    /// <summary>The first line is the name; <c>k8s_</c> names may have labels behind a blank.</summary>
    private NameAnswer AskScript(string script, CgroupTask task)
    {
        byte[] output = Script.Run(script, [task.Id], _variables, Limits.CgroupNameBytes,
            Limits.CgroupScriptMs, out int exitCode);
        const int unwanted = 3;
        if (exitCode == Script.Failed)
        {
            Log.Error(CgroupsPlugin.Tag, $"'{script} {task.Id}' could not be run or took too long; the "
                + "control group keeps its id.");
        }

        string text = Encoding.UTF8.GetString(output);
        int end = text.IndexOf('\n');
        string name = (end < 0 ? text : text[..end]).Trim();
        List<Label>? labels = null;
        int blank = name.IndexOf(' ');
        if (name.StartsWith("k8s_", StringComparison.Ordinal) && blank > 0)
        {
            labels = LabelText.Parse(name[(blank + 1)..]);
            name = name[..blank];
        }

        return new NameAnswer(exitCode == 0, name.Length > 0 ? name : task.Id, labels,
            IsUnwanted: exitCode == unwanted);
    }

    /// <summary>Lines of "host-interface container-interface".</summary>
    private List<(string Host, string Inner)> AskHelper(string helper, CgroupTask task)
    {
        byte[] output = Script.Run(helper, ["--cgroup", _interfaces.DirectoryOf(task.Path)], _variables,
            Limits.CgroupHelperBytes, Limits.CgroupScriptMs, out _);
        var found = new List<(string, string)>();
        foreach (string line in Encoding.UTF8.GetString(output).Split('\n'))
        {
            string[] words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (words.Length == 2 && found.Count < Limits.CgroupInterfacesMax)
            {
                found.Add((words[0], words[1]));
            }
        }

        return found;
    }
}
