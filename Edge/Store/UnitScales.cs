using Edge.Sys;

namespace Edge.Store;

/// <summary>Multipliers and divisors of 1 in a row, for all charts that have no others. Any thread.</summary>
internal static class UnitScales
{
    private static readonly Gate Door = new();

    /// <summary>For the widest chart; pages come as far as they are written.</summary>
    private static readonly NativeBlock All =
        new("store unit scales", Limits.DimensionsPerChart * Scale.Bytes, aligned: true);

    private static int s_count;

    public static nint Address => All.Address;

    /// <summary>From now on there are so many.</summary>
    public static void Reach(int count)
    {
        if (Volatile.Read(ref s_count) >= count)
        {
            return;
        }

        using (Door.Enter())
        {
            for (int i = s_count; i < count; i++)
            {
                All.Ref<Scale>((long)i * Scale.Bytes) = Scale.Unit;
            }

            Volatile.Write(ref s_count, Math.Max(s_count, count));
        }
    }
}
