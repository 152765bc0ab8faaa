using System.Text;
using Edge.Sys;
using Edge.Text;

namespace Edge.Collect.Cgroups;

/// <summary>
/// The control groups that are known: who is taken on, who is shown under which id, who leaves (spec
/// collectors 9.3). Lives on pulse.
/// </summary>
internal sealed class CgroupBook
{
    private readonly Site _site;
    private readonly CgroupOptions _options;
    private readonly bool _isUnified;
    private readonly Dictionary<string, Cgroup> _byPath = new(Utf8Comparer.Instance);
    private readonly Dictionary<string, Cgroup> _shownById = [];
    private readonly List<Cgroup> _all = [];
    private int _optionsAsked;
    private bool _isFullTold;

    public CgroupBook(Site site, CgroupOptions options, bool isUnified)
    {
        _site = site;
        _options = options;
        _isUnified = isUnified;
        Root = new Cgroup("/", isUnified, options);
        Enter(Root, isFirst: true);
    }

    /// <summary>Of all trees; never leaves.</summary>
    public Cgroup Root { get; }

    /// <summary>In the order in which they were found.</summary>
    public IReadOnlyList<Cgroup> All => _all;

    /// <summary>Who waits for a name, or for the names of its interfaces.</summary>
    public Queue<Cgroup> Nameless { get; } = new();

    public int TwinCount { get; private set; }

    public Cgroup? Find(ReadOnlySpan<byte> path) =>
        _byPath.GetAlternateLookup<ReadOnlySpan<byte>>().TryGetValue(path, out Cgroup? group) ? group : null;

    /// <summary>Takes on a new one; null: there are as many as there may be.</summary>
    public Cgroup? Admit(ReadOnlySpan<byte> path, bool isFirst)
    {
        if (_all.Count > _options.CgroupsMax)
        {
            if (!_isFullTold)
            {
                _isFullTold = true;
                Log.Error(CgroupsPlugin.Tag, $"There are more than {_options.CgroupsMax} control groups; the "
                    + $"others are not collected. See 'max cgroups to allow' of [{CgroupOptions.Section}].");
            }

            return null;
        }

        var group = new Cgroup(Encoding.UTF8.GetString(path), _isUnified, _options);
        Enter(group, isFirst);
        return group;
    }

    /// <summary>Whether its sub-directories are looked at.</summary>
    public bool IsSearched(Cgroup group)
    {
        if (group.IsSearched is not { } isSearched)
        {
            int depth = group.Path.AsSpan().Count('/') - (group == Root ? 1 : 0);
            isSearched = (_options.DepthMax == 0 || depth < _options.DepthMax)
                && Ask($"search for cgroups under {group.Path}", _options.Searched.Matches(group.Path));
            group.IsSearched = isSearched;
        }

        return isSearched;
    }

    /// <summary>Its name is known, or never will be.</summary>
    public void Named(Cgroup group, string name, List<Store.Label>? labels)
    {
        group.Rename(name, labels);
        if (!Ask($"enable cgroup {group.Title}", true))
        {
            group.MoveTo(CgroupState.Off);
            return;
        }

        Show(group);
    }

    /// <summary>It is not there any more; who has waited for its id may have it.</summary>
    public void Leave(Cgroup group)
    {
        Guard.That(group != Root);
        bool hadId = group.State == CgroupState.Shown;
        TwinCount -= group.State == CgroupState.Twin ? 1 : 0;
        group.MoveTo(CgroupState.Gone);
        _byPath.Remove(group.Path);
        if (hadId)
        {
            _shownById.Remove(group.Id);
            Succeed(group.Id);
        }
    }

    /// <summary>Drops those that have left from the list.</summary>
    public void Sweep()
    {
        int kept = 0;
        for (int i = 0; i < _all.Count; i++)
        {
            if (_all[i].State != CgroupState.Gone)
            {
                _all[kept++] = _all[i];
            }
        }

        if (kept == _all.Count)
        {
            return;
        }

        _all.RemoveRange(kept, _all.Count - kept);
        _isFullTold = false;
        for (int i = Nameless.Count; i > 0; i--)
        {
            if (Nameless.Dequeue() is { State: not CgroupState.Gone } waiting)
            {
                Nameless.Enqueue(waiting);
            }
        }

        // After a storm, so that its tables do not stay.
        const int worthIt = 256;
        if (_all.Capacity > worthIt && kept < _all.Capacity / 4)
        {
            _all.TrimExcess();
            _byPath.TrimExcess();
            _shownById.TrimExcess();
            Nameless.TrimExcess();
        }
    }

    private void Enter(Cgroup group, bool isFirst)
    {
        _byPath.Add(group.Path, group);
        _all.Add(group);
        if (_options.Services
            && (_options.ServicePaths.Matches(group.Path) || _options.ServicePaths.Matches(group.Id)))
        {
            group.MoveTo(CgroupState.Service);
            return;
        }

        bool isWanted = (isFirst || _options.EnablesNew) && _options.Enabled.Matches(group.Path);
        if (!Ask($"enable cgroup {group.Title}", isWanted))
        {
            group.MoveTo(CgroupState.Off);
        }
        else if (_options.Renamed.Matches(group.Path))
        {
            group.MoveTo(CgroupState.Naming);
            Nameless.Enqueue(group);
        }
        else
        {
            Show(group);
        }
    }

    private void Show(Cgroup group)
    {
        if (_shownById.TryAdd(group.Id, group))
        {
            group.MoveTo(CgroupState.Shown);
            Nameless.Enqueue(group);
            return;
        }

        group.MoveTo(CgroupState.Twin);
        TwinCount++;
        Log.Info(CgroupsPlugin.Tag, $"Control group '{group.Path}' is called '{group.Id}', as is "
            + $"'{_shownById[group.Id].Path}'. It is not collected as long as that is there.");
    }

    /// <summary>The first one that waited for this id has it now.</summary>
    private void Succeed(string id)
    {
        for (int i = 0; i < _all.Count && TwinCount > 0; i++)
        {
            if (_all[i].State == CgroupState.Twin && _all[i].Id == id)
            {
                TwinCount--;
                Show(_all[i]);
                return;
            }
        }
    }

    /// <summary>What is asked is remembered for /netdata.conf, so that short-lived control groups ask only
    /// where something was said.</summary>
    private bool Ask(string option, bool fallback)
    {
        if (_optionsAsked >= Limits.CgroupOptionsMax
            && !_site.Settings.IsSaid(CgroupOptions.Section, option))
        {
            return fallback;
        }

        _optionsAsked++;
        return _site.Settings.Flag(CgroupOptions.Section, option, fallback);
    }
}
