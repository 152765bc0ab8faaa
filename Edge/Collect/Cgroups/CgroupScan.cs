using Edge.Sys;

namespace Edge.Collect.Cgroups;

/// <summary>
/// Looks for control groups in the trees, some directories a tick (spec collectors 9.3). Nothing is allocated
/// for those that are known. Lives on pulse.
/// </summary>
/// <param name="trees">Where to look.</param>
/// <param name="book">Knows them, takes on new ones.</param>
internal sealed class CgroupScan(CgroupTrees trees, CgroupBook book)
{
    private readonly List<Cgroup> _pending = [];
    private readonly byte[] _entries = new byte[8192];
    private readonly byte[] _child = new byte[Limits.CgroupRelativeBytes];
    private long _round;
    private int _tree;
    private int _admitted;

    public bool IsRunning { get; private set; }

    /// <summary>The number of this look, or of the last one.</summary>
    public long Round => _round;

    public void Start()
    {
        Guard.That(!IsRunning);
        IsRunning = true;
        _round++;
        _tree = 0;
        _pending.Clear();
        _pending.Add(book.Root);
        book.Root.SeenRound = _round;
    }

    /// <summary>A tick's work. True: all trees have been looked at.</summary>
    public bool Step()
    {
        Guard.That(IsRunning);
        _admitted = 0;
        for (int work = Limits.CgroupWalkPerTick; work > 0; work--)
        {
            if (_pending.Count == 0 && !NextTree())
            {
                IsRunning = false;
                return true;
            }

            Cgroup group = _pending[^1];
            _pending.RemoveAt(_pending.Count - 1);
            if (!Walk(group))
            {
                // Too many new ones: the rest of it in the next tick.
                _pending.Add(group);
                break;
            }
        }

        return false;
    }

    private bool NextTree()
    {
        if (_tree + 1 >= trees.Walked.Length)
        {
            return false;
        }

        _tree++;
        _pending.Add(book.Root);
        return true;
    }

    private bool Walk(Cgroup group)
    {
        ReadOnlySpan<byte> path = trees.Path(trees.Walked[_tree], group.PathBytes, []);

        // Two links: no sub-directory. Listing what is in a control group is twenty times as dear.
        const uint leaf = 2;
        if (path.IsEmpty || PathFile.Links(path) is 0 or leaf || !book.IsSearched(group))
        {
            return true;
        }

        using var entries = new DirectoryReader(path, _entries);
        while (entries.Next(out ReadOnlySpan<byte> name))
        {
            int length = group.PathBytes.Length + 1 + name.Length;
            if (length > _child.Length)
            {
                continue;
            }

            group.PathBytes.CopyTo(_child, 0);
            _child[group.PathBytes.Length] = (byte)'/';
            name.CopyTo(_child.AsSpan(group.PathBytes.Length + 1));
            if (!Meet(_child.AsSpan(0, length)))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>False: no more new ones in this tick.</summary>
    private bool Meet(ReadOnlySpan<byte> path)
    {
        Cgroup? child = book.Find(path);
        if (child == null)
        {
            if (_admitted == Limits.CgroupsNewPerTick)
            {
                return false;
            }

            child = book.Admit(path, isFirst: _round == 1);
            _admitted += child == null ? 0 : 1;
        }

        if (child == null)
        {
            return true;
        }

        long stamp = (_round * (int)CgroupTree.Count) + _tree;
        child.SeenRound = _round;
        if (child.WalkedStamp != stamp)
        {
            child.WalkedStamp = stamp;
            _pending.Add(child);
        }

        return true;
    }
}
