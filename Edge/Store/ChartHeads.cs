using Edge.Sys;

namespace Edge.Store;

/// <summary>Heads of charts by content, counted: the hosts of a parent have the same charts. Any
/// thread.</summary>
internal static class ChartHeads
{
    private static readonly Gate Door = new();
    private static readonly Dictionary<ChartHead, ChartHead> ByContent = [];

    /// <summary>How many there are.</summary>
    public static int Count
    {
        get
        {
            using (Door.Enter())
            {
                return ByContent.Count;
            }
        }
    }

    /// <summary>The head to be used instead of one's own, to be returned.</summary>
    public static ChartHead Share(ChartHead own)
    {
        using (Door.Enter())
        {
            if (!ByContent.TryGetValue(own, out ChartHead? common))
            {
                common = own;
                ByContent.Add(common, common);
            }

            common.Uses++;
            return common;
        }
    }

    public static void Return(ChartHead common)
    {
        using (Door.Enter())
        {
            Guard.That(common.Uses > 0);
            if (--common.Uses == 0)
            {
                Guard.That(ByContent.Remove(common));
            }
        }
    }
}
