using Edge.Store;

namespace Edge.Stream;

/// <summary>What an outlet knows of one chart slot of its host.</summary>
internal struct SentChart
{
    /// <summary>Whose slot this was when the rest was written; a removed chart's slot may be given
    /// again.</summary>
    public Chart? Chart;

    /// <summary>The full name for which <see cref="IsWanted"/> was decided (spec streaming 14.1: once a
    /// name).</summary>
    public string? Name;

    public bool IsWanted;

    /// <summary>Definition the parent has; 0: none on this connection.</summary>
    public uint Version;

    /// <summary>Up to this second BEGIN says 0 (spec streaming 11.1).</summary>
    public long ResyncEndSec;

    /// <summary>Nothing of it goes before the parent knows what it missed (spec stream-caps 8.1).</summary>
    public bool IsHeld;

    /// <summary>The newest row of which the definition told.</summary>
    public long ToldSec;

    /// <summary>What the parent asked for and waits for, if <see cref="IsAsked"/>.</summary>
    public ReplayRequest Asked;

    public bool IsAsked;

    /// <summary>From <see cref="ChartText.Frame"/>.</summary>
    public byte[] Frame;

    public int[] Ends;
}
