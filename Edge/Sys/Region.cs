namespace Edge.Sys;

/// <summary>
/// One mapping of the kernel, of which blocks are cut at cache lines. What is free of it is zero, and no
/// whole page of it is resident. The caller (<see cref="Regions"/>) keeps threads apart.
/// </summary>
internal sealed unsafe class Region
{
    public const int LineBytes = 64;
    private const int PageBytes = 4096;

    /// <summary>Where free runs start and end, by address, no two of them touching: Lent + their sum =
    /// Bytes.</summary>
    private readonly List<(int From, int To)> _free = [];
    private readonly nint _address;

    private Region(nint address, int bytes)
    {
        (_address, Bytes, LargestFree) = (address, bytes, bytes);
        _free.Add((0, bytes));
    }

    public int Bytes { get; }

    /// <summary>Bytes, whole lines.</summary>
    public int Lent { get; private set; }

    /// <summary>Bytes of the longest free run.</summary>
    public int LargestFree { get; private set; }

    /// <param name="bytes">Whole pages.</param>
    /// <returns>null: the kernel has none.</returns>
    public static Region? TryOpen(int bytes)
    {
        Guard.That(bytes > 0 && bytes % PageBytes == 0);
        nint address = Pages.Map(bytes);
        return address == 0 ? null : new Region(address, bytes);
    }

    /// <summary>The first run that is long enough, so that the end of the region stays whole.</summary>
    /// <param name="bytes">1 to <see cref="LargestFree"/>.</param>
    /// <returns>Zeroed, 64-byte aligned.</returns>
    public byte* Lend(int bytes)
    {
        int room = Rounded(bytes);
        Guard.That(bytes > 0 && room <= LargestFree);
        int index = 0;
        while (_free[index].To - _free[index].From < room)
        {
            index++;
        }

        (int from, int to) = _free[index];
        if (to - from == room)
        {
            _free.RemoveAt(index);
        }
        else
        {
            _free[index] = (from + room, to);
        }

        Lent += room;
        if (to - from == LargestFree)
        {
            LargestFree = Longest();
        }

        return (byte*)_address + from;
    }

    /// <param name="block">From <see cref="Lend"/>.</param>
    /// <param name="bytes">As asked for.</param>
    public void Return(byte* block, int bytes)
    {
        int from = (int)((nint)block - _address);
        int to = from + Rounded(bytes);
        Guard.That(from >= 0 && from % LineBytes == 0 && bytes > 0 && to <= Bytes);
        int next = FirstFrom(from);
        int previous = next - 1;
        Guard.That(previous < 0 || _free[previous].To <= from);
        Guard.That(next == _free.Count || _free[next].From >= to);
        (int From, int To) run = (from, to);
        if (next < _free.Count && _free[next].From == to)
        {
            run.To = _free[next].To;
            _free.RemoveAt(next);
        }

        if (previous >= 0 && _free[previous].To == from)
        {
            run.From = _free[previous].From;
            _free[previous] = run;
        }
        else
        {
            _free.Insert(next, run);
        }

        Lent -= to - from;
        LargestFree = Math.Max(LargestFree, run.To - run.From);
        if (Lent > 0)
        {
            Clear(from, to, run);
        }
    }

    public void Close()
    {
        Guard.That(Lent == 0);
        Pages.Unmap(_address, Bytes);
    }

    /// <summary>
    /// Pages of which nothing is lent go back to the kernel, those shared with a neighbour at either end too
    /// once he is gone as well; the rest is cleared by hand.
    /// </summary>
    private void Clear(int from, int to, (int From, int To) run)
    {
        int first = from / PageBytes * PageBytes;
        first = first >= run.From ? first : first + PageBytes;
        int end = (to + PageBytes - 1) / PageBytes * PageBytes;
        end = end <= run.To ? end : end - PageBytes;
        if (first >= end || !Pages.Empty(_address + first, end - first))
        {
            Zero(from, to);
            return;
        }

        Zero(from, Math.Min(first, to));
        Zero(Math.Max(end, from), to);
    }

    private void Zero(int from, int to)
    {
        if (from < to)
        {
            new Span<byte>((byte*)_address + from, to - from).Clear();
        }
    }

    /// <summary>Index of the first free run at or behind an offset.</summary>
    private int FirstFrom(int offset)
    {
        int low = 0;
        int high = _free.Count;
        while (low < high)
        {
            int middle = (low + high) / 2;
            (low, high) = _free[middle].From < offset ? (middle + 1, high) : (low, middle);
        }

        return low;
    }

    private int Longest()
    {
        int longest = 0;
        for (int i = 0; i < _free.Count; i++)
        {
            longest = Math.Max(longest, _free[i].To - _free[i].From);
        }

        return longest;
    }

    private static int Rounded(int bytes) => (bytes + LineBytes - 1) & -LineBytes;
}
