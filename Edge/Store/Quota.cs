using Edge.Sys;

namespace Edge.Store;

/// <summary>
/// What all charts of a host may have together of something that peers define. That it is full is told once.
/// Guarded by the host's gate.
/// </summary>
/// <param name="max">So many.</param>
/// <param name="what">As a line of the log calls them.</param>
internal sealed class Quota(int max, string what)
{
    private bool _isTold;

    public int Max => max;

    /// <summary>0 to <see cref="Max"/>.</summary>
    public int Used { get; private set; }

    public bool IsFull => Used >= max;

    /// <summary>False: there is none left.</summary>
    public bool TryTake()
    {
        if (IsFull)
        {
            return false;
        }

        Used++;
        return true;
    }

    /// <summary>Of <paramref name="wanted"/> as many as there are left.</summary>
    public int TakeUpTo(int wanted)
    {
        Guard.That(wanted >= 0);
        int taken = Math.Min(wanted, max - Used);
        Used += taken;
        return taken;
    }

    public void Return(int count)
    {
        Guard.That(count >= 0 && count <= Used);
        Used -= count;
    }

    /// <summary>For what is dropped without the end of a connection.</summary>
    public void TellFull(Host host)
    {
        if (!_isTold)
        {
            _isTold = true;
            Log.Error(host.Tag, $"host '{host.Info.Hostname}' has {max} {what} already, new ones are "
                + "dropped.");
        }
    }
}
