namespace Edge.Archive;

/// <summary>
/// The frames of a journal, in order. They stand in two files, a sync's worth in one, then one in the other.
/// Which file goes on is not said: a frame's sum is that of all frames before it, too, so that only the next
/// one can be taken for the next one.
/// </summary>
internal ref struct JournalFrames
{
    private readonly ReadOnlySpan<byte> _first, _second;
    private int _firstAt, _secondAt;
    private uint _sum;

    /// <param name="first">All of the file that begins.</param>
    /// <param name="second">Of the other one; empty: there is none, or of no use.</param>
    public JournalFrames(ReadOnlySpan<byte> first, ReadOnlySpan<byte> second)
    {
        _first = first;
        _second = second;
        _firstAt = StartOf(first);
        _secondAt = StartOf(second);
    }

    /// <summary>Whether the frame read last stood in the second file.</summary>
    public bool IsSecond { get; private set; }

    /// <summary>Behind the frame read last, in its file.</summary>
    public readonly int At => IsSecond ? _secondAt : _firstAt;

    /// <summary>Bytes behind the last frames of both files that are not empty.</summary>
    public readonly int Left =>
        _first[_firstAt..].TrimEnd((byte)0).Length + _second[_secondAt..].TrimEnd((byte)0).Length;

    /// <summary>False: there is none, or none that is whole.</summary>
    public bool TryNext(out ReadOnlySpan<byte> payload)
    {
        if (TryRead(out payload))
        {
            return true;
        }

        IsSecond = !IsSecond;
        if (TryRead(out payload))
        {
            return true;
        }

        IsSecond = !IsSecond;
        return false;
    }

    private static int StartOf(ReadOnlySpan<byte> file) =>
        JournalSuper.TryRead(file, out _, out int at) ? at : file.Length;

    private bool TryRead(out ReadOnlySpan<byte> payload) => IsSecond
        ? JournalFrame.TryRead(_second, ref _secondAt, ref _sum, out payload)
        : JournalFrame.TryRead(_first, ref _firstAt, ref _sum, out payload);
}
