using Edge.Protocol;
using Edge.Sys;

namespace Edge.Stream;

/// <summary>
/// The compressed half of a receiver (spec stream-caps 7.4): frames in, text out in one piece. Lives on its
/// connection and belongs to its receiver. Allocates nothing after the first read, and holds 96 KiB whatever
/// the peer sends (16 KiB more once there was plain text between frames).
/// </summary>
/// <remarks>
/// <c>0 &lt;= _start &lt;= _end &lt;= TextBytes</c>. What was decoded ends at <c>_end</c>. The 64 KiB before
/// it are what the next block may refer to, and the text not taken yet, [_start, _end), is the end of the
/// same bytes, so nothing is copied but once in two full frames. Plain text is no part of a block's history:
/// it is joined with the line that it continues in a block of its own, <c>_side</c>, which then comes first.
/// </remarks>
internal sealed class FrameReader : IDisposable
{
    /// <summary>The account of both ends.</summary>
    internal const string Owner = "stream frames";

    /// <summary>History and two full frames.</summary>
    private const int TextBytes = Lz4.HistoryBytes + (2 * FrameHeader.TextBytesMax);

    /// <summary>More than a line: the receiver refuses what is full.</summary>
    private const int SideBytes = 16 * 1024;

    private readonly NativeBlock _block = new(Owner, TextBytes);
    private NativeBlock? _side;
    private int _sideCount;
    private int _start;
    private int _end;

    /// <summary>Why the connection has to end, once all text before it is taken.</summary>
    public string? Fault { get; private set; }

    /// <summary>Text not taken yet. Borrowed until the next call.</summary>
    public ReadOnlySpan<byte> Text => _sideCount > 0
        ? _side!.Span<byte>(0, _sideCount)
        : _block.Span<byte>(_start, _end - _start);

    /// <summary>The receiver is done with the front of <see cref="Text"/>.</summary>
    public void Take(int count)
    {
        Guard.That(count >= 0 && count <= Text.Length);
        if (_sideCount == 0)
        {
            _start += count;
            return;
        }

        Span<byte> side = _side!.Span<byte>(0, _sideCount);
        side[count..].CopyTo(side);
        _sideCount -= count;
    }

    /// <summary>
    /// Undoes whole frames as long as there is room. Whoever calls takes all complete lines before he calls
    /// again, and ends the connection when no line is left and <see cref="Fault"/> is set.
    /// </summary>
    /// <param name="bytes">As received.</param>
    /// <returns>Bytes used up; 0: they are too few, or there is a fault.</returns>
    public int Fill(ReadOnlySpan<byte> bytes)
    {
        int used = 0;
        bool isFresh = false;
        while (Fault == null && bytes.Length - used >= FrameHeader.Bytes)
        {
            ReadOnlySpan<byte> rest = bytes[used..];
            if (!FrameHeader.TryRead(rest, out int blockBytes))
            {
                // Whole lines first: only the line that is not complete goes on in plain text.
                if (isFresh || !TryPlain(rest[..FrameHeader.Bytes]))
                {
                    return used;
                }

                used += FrameHeader.Bytes;
                if (rest[..FrameHeader.Bytes].Contains((byte)'\n'))
                {
                    return used;
                }

                continue;
            }

            if (rest.Length < FrameHeader.Bytes + blockBytes || (isFresh && !HasRoom))
            {
                return used;
            }

            used += FrameHeader.Bytes + blockBytes;
            Decode(rest.Slice(FrameHeader.Bytes, blockBytes));
            isFresh = true;
            if (_sideCount > 0)
            {
                Join();
                return used;
            }
        }

        return used;
    }

    public void Dispose()
    {
        _block.Dispose();
        _side?.Dispose();
    }

    private bool HasRoom => TextBytes - _end >= FrameHeader.TextBytesMax;

    private void Decode(ReadOnlySpan<byte> block)
    {
        Span<byte> text = _block.Span<byte>(0, TextBytes);
        if (!HasRoom)
        {
            // The incomplete line is shorter than the history.
            int gone = _end - Lz4.HistoryBytes;
            Guard.That(gone >= 0 && _start >= gone);
            text[gone.._end].CopyTo(text);
            _start -= gone;
            _end -= gone;
        }

        int count = Lz4.Decompress(block, text, _end, FrameHeader.TextBytesMax);
        if (count < 0)
        {
            Fault = $"STREAM_COMPRESSION: decompressor returned negative decompressed bytes: {count}";
            return;
        }

        _end += count;
    }

    /// <summary>Four bytes of plain text. False: the line is too long already.</summary>
    private bool TryPlain(ReadOnlySpan<byte> bytes)
    {
        _side ??= new NativeBlock(Owner, SideBytes);
        if (_sideCount == 0)
        {
            Guard.That(_end - _start < SideBytes);
            _sideCount = _end - _start;
            _block.Span<byte>(_start, _sideCount).CopyTo(_side.Span<byte>(0, _sideCount));
            _start = _end;
        }

        if (SideBytes - _sideCount < bytes.Length)
        {
            return false;
        }

        bytes.CopyTo(_side.Span<byte>(_sideCount, bytes.Length));
        _sideCount += bytes.Length;
        return true;
    }

    /// <summary>The line that plain text began goes on in a frame: up to its end it is moved to the
    /// side.</summary>
    private void Join()
    {
        Span<byte> text = _block.Span<byte>(_start, _end - _start);
        int line = text.IndexOf((byte)'\n') + 1;
        int count = Math.Min(line == 0 ? text.Length : line, SideBytes - _sideCount);
        text[..count].CopyTo(_side!.Span<byte>(_sideCount, count));
        _sideCount += count;
        _start += count;
    }
}
