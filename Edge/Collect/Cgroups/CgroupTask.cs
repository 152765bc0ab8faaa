
namespace Edge.Collect.Cgroups;

/// <summary>A question about one control group, and its answer; belongs to the asking thread before and
/// after,
/// to the answering one in between.</summary>
/// <param name="Group">Not to be touched by the answering thread.</param>
/// <param name="Path">Of the group.</param>
/// <param name="Id">Its chart id when it was asked.</param>
/// <param name="WantsName">False: its interfaces.</param>
internal sealed record CgroupTask(Cgroup Group, string Path, string Id, bool WantsName)
{
    public NameAnswer? Name { get; set; }

    /// <summary>Names of interfaces, the host's and the container's.</summary>
    public List<(string Host, string Inner)>? Interfaces { get; set; }
}
