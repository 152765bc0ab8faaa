using Edge.Sys;

namespace Edge.Store;

/// <summary>
/// Tables of dimensions by content, counted: a parent's hosts have the same charts with the same dimensions,
/// and each would keep some 90 bytes a dimension of its own. A table in here is not changed: a chart whose
/// definition changes takes one of its own first. Any thread.
/// </summary>
internal static class DimensionTables
{
    private static readonly Gate Door = new();
    private static readonly Dictionary<DimensionTable, DimensionTable> ByContent = new(new SameContent());

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

    /// <summary>The table to be used instead of one's own, to be returned.</summary>
    public static DimensionTable Share(DimensionTable own)
    {
        using (Door.Enter())
        {
            if (!ByContent.TryGetValue(own, out DimensionTable? common))
            {
                common = own;
                common.Trim();
                common.Scales = ScalesOf(common);
                ByContent.Add(common, common);
            }

            common.Uses++;
            return common;
        }
    }

    public static void Return(DimensionTable common)
    {
        using (Door.Enter())
        {
            Leave(common);
        }
    }

    /// <summary>Returns it for one that may be changed: itself, if nobody else uses it.</summary>
    public static DimensionTable Own(DimensionTable common)
    {
        using (Door.Enter())
        {
            Leave(common);
            return common.Uses == 0 ? common : common.Copy();
        }
    }

    private static void Leave(DimensionTable common)
    {
        Guard.That(common.Uses > 0);
        if (--common.Uses == 0)
        {
            Guard.That(ByContent.Remove(common));
            common.Scales?.Dispose();
            common.Scales = null;
        }
    }

    private static NativeBlock? ScalesOf(DimensionTable table)
    {
        NativeBlock? scales = null;
        for (int i = 0; i < table.Count; i++)
        {
            Scale scale = Scale.Of(table.All[i]);
            if (scales == null && !scale.IsSameAs(Scale.Unit))
            {
                scales = new NativeBlock("store scales", (long)table.Count * Scale.Bytes, aligned: true);
                UnitScales.Reach(table.Count);
                Native.Span<Scale>(UnitScales.Address, i).CopyTo(scales.Span<Scale>(0, i));
            }

            if (scales != null)
            {
                scales.Ref<Scale>((long)i * Scale.Bytes) = scale;
            }
        }

        return scales;
    }

    private sealed class SameContent : IEqualityComparer<DimensionTable>
    {
        public bool Equals(DimensionTable? x, DimensionTable? y)
        {
            if (x!.Count != y!.Count)
            {
                return false;
            }

            for (int i = 0; i < x.Count; i++)
            {
                if (!x.All[i].IsSameAs(y.All[i]))
                {
                    return false;
                }
            }

            return true;
        }

        public int GetHashCode(DimensionTable table)
        {
            var hash = new HashCode();
            foreach (Dimension dimension in table.All)
            {
                hash.Add(dimension.Id);
                hash.Add(dimension.Multiplier);
                hash.Add(dimension.Divisor);
            }

            return hash.ToHashCode();
        }
    }
}
