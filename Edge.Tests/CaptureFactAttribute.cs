using Xunit;

namespace Edge.Tests;

/// <summary>A fact about recorded data; skipped with a reason where the recordings are not at hand.</summary>
public sealed class CaptureFactAttribute : FactAttribute
{
    public CaptureFactAttribute()
    {
        if (Captures.Root == null)
        {
            Skip = "the folder with recordings is not beside the checkout";
        }
    }
}
