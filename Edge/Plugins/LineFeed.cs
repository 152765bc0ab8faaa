namespace Edge.Plugins;

/// <summary>
/// Cuts what comes through a pipe into lines; keeps the beginning of one until its end comes. What has no end
/// within the limit is given away as a piece, and told apart.
/// </summary>
internal sealed class LineFeed(int lineBytesMax)
{
    /// <param name="line">Without its end.</param>
    /// <param name="isCut">The limit ended it.</param>
    /// <returns>False: no more are wanted.</returns>
    public delegate bool Taker(ReadOnlySpan<byte> line, bool isCut);

    private byte[] _kept = [];
    private int _keptBytes;

    /// <summary>Bytes of a line without end.</summary>
    public int Waiting => _keptBytes;

    /// <returns>False: the taker wants no more; what is left is forgotten.</returns>
    public bool Feed(ReadOnlySpan<byte> bytes, Taker take)
    {
        while (!bytes.IsEmpty)
        {
            int end = bytes.IndexOf((byte)'\n');
            int room = lineBytesMax - _keptBytes;
            int count = end >= 0 ? end : bytes.Length;
            bool isCut = count > room;
            count = isCut ? room : count;
            if (end < 0 && !isCut)
            {
                Keep(bytes);
                return true;
            }

            if (!Give(bytes[..count], isCut, take))
            {
                Clear();
                return false;
            }

            bytes = bytes[(isCut ? count : count + 1)..];
        }

        return true;
    }

    /// <summary>Nothing comes any more: the last line needs no end.</summary>
    public bool End(Taker take)
    {
        bool wantsMore = _keptBytes == 0 || Give([], isCut: false, take);
        Clear();
        return wantsMore;
    }

    /// <summary>Memory included.</summary>
    public void Clear()
    {
        _kept = [];
        _keptBytes = 0;
    }

    private bool Give(ReadOnlySpan<byte> rest, bool isCut, Taker take)
    {
        if (_keptBytes == 0)
        {
            return take(rest, isCut);
        }

        Keep(rest);
        int count = _keptBytes;
        _keptBytes = 0;
        return take(_kept.AsSpan(0, count), isCut);
    }

    private void Keep(ReadOnlySpan<byte> bytes)
    {
        if (_kept.Length < _keptBytes + bytes.Length)
        {
            const int firstBytes = 256;
            int wanted = Math.Max(_kept.Length * 2, _keptBytes + bytes.Length);
            Array.Resize(ref _kept, Math.Max(firstBytes, wanted));
        }

        bytes.CopyTo(_kept.AsSpan(_keptBytes));
        _keptBytes += bytes.Length;
    }
}
