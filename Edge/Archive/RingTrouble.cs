using Edge.Sys;

namespace Edge.Archive;

/// <summary>
/// Disks fill up and break: said once, with what it means, and once more when it is over. Of one host, under
/// its gate.
/// </summary>
internal sealed class RingTrouble(string host)
{
    private const string Tag = "MAIN";

    public bool IsOn { get; private set; }

    public void Failed(string what, string path, int errno)
    {
        if (!IsOn)
        {
            IsOn = true;
            Log.Error(Tag, $"Cannot {what} '{path}' ({RawFile.Explain(errno)}): samples of host '{host}' are "
                + "kept in memory for now, and the disk is tried again. Free some space or let edge write "
                + "there; more failures like this are not told.");
        }
    }

    public void Worked()
    {
        if (IsOn)
        {
            IsOn = false;
            Log.Info(Tag, $"Samples of host '{host}' can be written to disk again.");
        }
    }
}
