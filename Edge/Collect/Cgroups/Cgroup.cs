using System.Text;
using Edge.Store;
using Edge.Sys;

namespace Edge.Collect.Cgroups;

/// <summary>One control group, from when it was found until it is gone. Lives on pulse.</summary>
internal sealed class Cgroup
{
    /// <param name="path">From the root of its tree, with a slash before it; the root is one slash.</param>
    /// <param name="isUnified">Of version 2, where its values are others.</param>
    /// <param name="options">Whose switches hold for it at first.</param>
    public Cgroup(string path, bool isUnified, CgroupOptions options)
    {
        Guard.That(path.StartsWith('/'));
        Path = path;
        PathBytes = path.Length == 1 ? [] : Encoding.UTF8.GetBytes(path);
        Id = CgroupText.Id(path);
        Title = CgroupText.Title(path);
        IsUnified = isUnified;
        options.Demands.CopyTo(Demands, 0);
    }

    public string Path { get; }

    /// <summary>As part of file names; empty for the root.</summary>
    public byte[] PathBytes { get; }

    public bool IsUnified { get; }

    public CgroupState State { get; private set; }

    /// <summary>What its charts are called; unique among those that are shown.</summary>
    public string Id { get; private set; }

    public string Title { get; private set; }

    /// <summary>Of all its charts; none for most.</summary>
    public List<Label>? Labels { get; private set; }

    /// <summary>The look at the trees in which it was last there.</summary>
    public long SeenRound { get; set; }

    /// <summary>Look and tree in which it was last listed.</summary>
    public long WalkedStamp { get; set; }

    /// <summary>Null: never asked.</summary>
    public bool? IsSearched { get; set; }

    /// <summary>By <see cref="CgroupMetric"/>.</summary>
    public OnDemand[] Demands { get; } = new OnDemand[(int)CgroupMetric.Count];

    /// <summary>
    /// Bits of files that are not there; looked for again after the next look at the trees.
    /// </summary>
    public uint Missing { get; set; }

    /// <summary>What has to be kept of its files; null as long as it is not read.</summary>
    public CgroupMemory? Memory { get; private set; }

    /// <summary>Null unless it is shown.</summary>
    public ContainerCharts? Charts { get; private set; }

    /// <summary>Null unless it is a service.</summary>
    public Dimension?[]? Columns { get; private set; }

    /// <summary>Nobody knew its name yet; the next answer holds, whatever it is.</summary>
    public bool HasAsked { get; set; }

    public bool IsRead => State is CgroupState.Shown or CgroupState.Service;

    public void Rename(string name, List<Label>? labels)
    {
        Id = CgroupText.Id(name);
        Title = CgroupText.Title(name);
        Labels = labels;
    }

    public void MoveTo(CgroupState next)
    {
        Guard.That(IsLegal(State, next));
        State = next;
        switch (next)
        {
            case CgroupState.Shown:
                Memory = new CgroupMemory();
                Charts = new ContainerCharts(this);
                break;
            case CgroupState.Service:
                Title = CgroupText.ServiceTitle(Path);
                Memory = new CgroupMemory();
                Columns = new Dimension?[ServiceCharts.Count];
                break;
            case CgroupState.Gone:
                Charts?.Retire();
                Memory = null;
                Charts = null;
                Columns = null;
                break;
            default:
                break;
        }
    }

    private static bool IsLegal(CgroupState from, CgroupState to) => from switch
    {
        CgroupState.Found => to is CgroupState.Off or CgroupState.Service or CgroupState.Naming
            or CgroupState.Twin or CgroupState.Shown,
        CgroupState.Naming => to is CgroupState.Shown or CgroupState.Twin or CgroupState.Unsure
            or CgroupState.Off or CgroupState.Gone,
        CgroupState.Unsure => to is CgroupState.Naming or CgroupState.Gone,
        CgroupState.Twin => to is CgroupState.Shown or CgroupState.Gone,
        _ => to == CgroupState.Gone && from != CgroupState.Gone,
    };
}
