using Xunit;

namespace Edge.Tests.Archive;

/// <summary>The same as <see cref="MountFactAttribute"/> for a theory.</summary>
public sealed class MountTheoryAttribute : TheoryAttribute
{
    public MountTheoryAttribute()
    {
        if (!SmallDisk.CanBeMade)
        {
            Skip = SmallDisk.Reason;
        }
    }
}
