using Edge.Protocol;
using Edge.Sys;

namespace Edge.Stream;

/// <summary>
/// The compressed half of a sender (spec stream-caps 7.2, 7.3, 7.5): text in, frames out, each cut at a line
/// end so that receivers of all versions can take them. Guarded by the gate of its sender; allocates nothing
/// once it has seen the longest tick.
/// </summary>
internal sealed class FrameWriter : IDisposable
{
    /// <summary>
    /// Worst case 16,000 + 16,000 / 255 + 16 = 16,078 bytes, which 14 bits can say; with the 16,384 that
    /// receivers take they could not.
    /// </summary>
    internal const int PieceBytesMax = 16_000;

    /// <summary>History and one piece behind it.</summary>
    private const int TextBytesMax = Lz4.HistoryBytes + (16 * 1024);

    /// <summary>A host whose ticks are short has several of them in this.</summary>
    private const int TextBytesMin = 32 * 1024;

    /// <summary>Texts longer than this, so many of them in a row, get the longer history. The definitions
    /// of a small host, sent once, do not.</summary>
    private const int LongTextBytes = 8 * 1024;
    private const int LongTexts = 3;

    private const int FirstFramesBytes = 16 * 1024;

    private readonly int _blockBytesMax;
    private readonly NativeBlock _encoder = new(FrameReader.Owner, Lz4.EncoderBytes, aligned: true);
    private NativeBlock _text = new(FrameReader.Owner, TextBytesMin);
    private NativeBlock _frames = new(FrameReader.Owner, FirstFramesBytes);
    private int _textEnd;
    private int _longTexts;

    /// <param name="blockBytesMax">What does not fit is a failure. Less than the default only to provoke
    /// one.</param>
    public FrameWriter(int blockBytesMax = FrameHeader.BlockBytesMax)
    {
        Guard.That(blockBytesMax is > 0 and <= FrameHeader.BlockBytesMax);
        _blockBytesMax = blockBytesMax;
        Reset();
    }

    /// <summary>Blocks that had to be tried a second time.</summary>
    public int Retries { get; private set; }

    /// <summary>The whole text as frames. Borrowed until the next call. Empty: a block failed twice, and the
    /// connection cannot go on compressed (spec stream-caps 7.6).</summary>
    public ReadOnlySpan<byte> Frames(ReadOnlySpan<byte> text)
    {
        Measure(text.Length);
        int count = 0;
        while (!text.IsEmpty)
        {
            ReadOnlySpan<byte> piece = text[..Cut(text)];
            Reserve(count, FrameHeader.Bytes + Math.Min(_blockBytesMax, Lz4.Bound(piece.Length)));
            int block = Add(piece, count + FrameHeader.Bytes);
            if (block == 0)
            {
                return [];
            }

            FrameHeader.Write(_frames.Span<byte>(count, FrameHeader.Bytes), block);
            count += FrameHeader.Bytes + block;
            text = text[piece.Length..];
        }

        return _frames.Span<byte>(0, count);
    }

    public void Dispose()
    {
        _encoder.Dispose();
        _text.Dispose();
        _frames.Dispose();
    }

    /// <summary>Up to the last line end that fits; a line that is longer is cut anywhere.</summary>
    internal static int Cut(ReadOnlySpan<byte> text)
    {
        if (text.Length <= PieceBytesMax)
        {
            return text.Length;
        }

        int line = text[..PieceBytesMax].LastIndexOf((byte)'\n') + 1;
        return line > 0 ? line : PieceBytesMax;
    }

    /// <summary>Returns the bytes of the block; 0: it failed, with and without history.</summary>
    private int Add(ReadOnlySpan<byte> piece, int at)
    {
        Span<byte> state = _encoder.Span<byte>(0, Lz4.EncoderBytes);
        if (_text.Bytes - _textEnd < piece.Length)
        {
            _textEnd = Lz4.Keep(state, _text.Span<byte>(0, (int)_text.Bytes - PieceBytesMax));
        }

        Span<byte> source = _text.Span<byte>(_textEnd, piece.Length);
        piece.CopyTo(source);
        Span<byte> target = _frames.Span<byte>(at, Math.Min(_blockBytesMax, (int)_frames.Bytes - at));
        int block = Lz4.Compress(state, source, target);
        if (block == 0)
        {
            // Decodable: it only refers to less.
            Retries++;
            Reset();
            source = _text.Span<byte>(0, piece.Length);
            piece.CopyTo(source);
            block = Lz4.Compress(state, source, target);
        }

        _textEnd += piece.Length;
        return block;
    }

    private void Measure(int textBytes)
    {
        _longTexts = textBytes > LongTextBytes ? _longTexts + 1 : 0;
        if (_longTexts == LongTexts && _text.Bytes < TextBytesMax)
        {
            // Without history once: what follows refers to less, which any receiver takes.
            _text.Dispose();
            _text = new NativeBlock(FrameReader.Owner, TextBytesMax);
            Reset();
        }
    }

    private void Reset()
    {
        _textEnd = 0;
        Guard.That(Lz4.Begin(_encoder.Span<byte>(0, Lz4.EncoderBytes)));
    }

    private void Reserve(int count, int bytes)
    {
        if (count + bytes <= _frames.Bytes)
        {
            return;
        }

        var larger = new NativeBlock(FrameReader.Owner, Math.Max(count + bytes, 2 * _frames.Bytes));
        _frames.Span<byte>(0, count).CopyTo(larger.Span<byte>(0, count));
        _frames.Dispose();
        _frames = larger;
    }
}
