using Edge.Sys;

namespace Edge.Archive;

/// <summary>
/// One copy of the dimensions that layouts of many charts share: the hosts of a parent have the same charts.
/// Bounded: when it is full, new ones are not shared. Any thread.
/// </summary>
internal static class LayoutPool
{
    private static readonly Gate Door = new();
    private static readonly Dictionary<LayoutDimension[], LayoutDimension[]> Known = new(new SameContent());
    private static int s_dimensions;

    /// <param name="own">Not changed any more by anybody.</param>
    public static LayoutDimension[] Share(LayoutDimension[] own)
    {
        using (Door.Enter())
        {
            if (Known.TryGetValue(own, out LayoutDimension[]? common))
            {
                return common;
            }

            if (s_dimensions + own.Length <= Limits.PooledLayoutDimensions)
            {
                Known.Add(own, own);
                s_dimensions += own.Length;
            }

            return own;
        }
    }

    private sealed class SameContent : IEqualityComparer<LayoutDimension[]>
    {
        public bool Equals(LayoutDimension[]? x, LayoutDimension[]? y)
        {
            if (x!.Length != y!.Length)
            {
                return false;
            }

            for (int i = 0; i < x.Length; i++)
            {
                if (!x[i].Equals(y[i]))
                {
                    return false;
                }
            }

            return true;
        }

        public int GetHashCode(LayoutDimension[] dimensions)
        {
            var hash = new HashCode();
            foreach (LayoutDimension dimension in dimensions)
            {
                hash.Add(dimension.Id);
                hash.Add(dimension.Multiplier);
                hash.Add(dimension.Divisor);
            }

            return hash.ToHashCode();
        }
    }
}
