using Xunit;

namespace Edge.Tests;

/// <summary>A fact about recorded data; skipped with a reason where the recordings are not at hand.</summary>
public sealed class CaptureFactAttribute : FactAttribute
{
    public const string Reason = "the folder with recordings is not beside the checkout";

    public CaptureFactAttribute()
    {
        if (Captures.Root == null)
        {
            Skip = Reason;
        }
    }
}
