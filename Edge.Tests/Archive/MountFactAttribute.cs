using Xunit;

namespace Edge.Tests.Archive;

/// <summary>A fact about a disk of a few pages; skipped with a reason where none can be mounted.</summary>
public sealed class MountFactAttribute : FactAttribute
{
    public MountFactAttribute()
    {
        if (!SmallDisk.CanBeMade)
        {
            Skip = SmallDisk.Reason;
        }
    }
}
