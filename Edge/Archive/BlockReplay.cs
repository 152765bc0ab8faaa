namespace Edge.Archive;

/// <summary>The rows of a block, computed again from its collections.</summary>
internal static class BlockReplay
{
    /// <summary>Runs a block; the rows are the replay's samples.</summary>
    /// <param name="replay">Scratch.</param>
    /// <param name="shape">The block's definition.</param>
    /// <param name="raw">Its collections.</param>
    /// <param name="rowsMax">More are not computed.</param>
    /// <returns>How many there are.</returns>
    public static int Run(PageReplay replay, ChartShape shape, RawBlock raw, int rowsMax)
    {
        replay.Begin(shape, raw.Start, rowsMax);
        for (int i = 0; i < shape.Count; i++)
        {
            replay.Cells[i] = raw.Cells[i];
            replay.Mark(i, raw.Marks[i]);
        }

        for (int at = 0; at < raw.Count; at++)
        {
            raw.ValuesAt(at).CopyTo(replay.Values);
            for (int i = 0; i < shape.Count; i++)
            {
                replay.Updated[i] = raw.IsSet(at, i) ? (byte)1 : (byte)0;
            }

            if (!replay.TryCommit(raw.ClockAt(at)))
            {
                break;
            }
        }

        return Math.Min(replay.Rows, rowsMax);
    }
}
