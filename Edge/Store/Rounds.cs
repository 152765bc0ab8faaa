using Edge.Sys;

namespace Edge.Store;

/// <summary>
/// Memory for rounds (<see cref="RoundLayout"/>), some kept for the next: a chart whose block is cut by the
/// end of a read needs it for a moment, once a second. Any thread.
/// </summary>
internal static class Rounds
{
    private const string Owner = "store rounds";
    private static readonly Gate Door = new();
    private static readonly NativeBlock?[] Spare = new NativeBlock?[Limits.SpareRounds];
    private static int s_spares;

    /// <summary>Zeroed. The caller owns it, until it gives it back or disposes of it.</summary>
    public static NativeBlock Take(int columns)
    {
        int bytes = new RoundLayout(columns).Bytes;
        using (Door.Enter())
        {
            for (int i = s_spares - 1; i >= 0; i--)
            {
                NativeBlock spare = Spare[i]!;
                if (spare.Bytes >= bytes && spare.Bytes <= 4L * bytes)
                {
                    Spare[i] = Spare[--s_spares];
                    Spare[s_spares] = null;
                    spare.Span<byte>(0, bytes).Clear();
                    return spare;
                }
            }
        }

        return new NativeBlock(Owner, bytes, aligned: true);
    }

    public static void GiveBack(NativeBlock round)
    {
        using (Door.Enter())
        {
            if (s_spares < Spare.Length && round.Bytes <= Slabs.BytesMax)
            {
                Spare[s_spares++] = round;
                return;
            }
        }

        round.Dispose();
    }
}
