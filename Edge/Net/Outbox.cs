using Edge.Sys;

namespace Edge.Net;

/// <summary>
/// Bytes that the kernel did not take yet: a ring in native memory that exists only while it is needed. Not
/// thread safe; the connection holds its lock.
/// </summary>
/// <remarks>
/// The bytes at <see cref="Front"/> may be in the hands of a send, so growing keeps that block until
/// <see cref="Take"/>: 0 &lt;= Count &lt;= Capacity, and the ring's bytes are [_head, _head + Count) modulo
/// Capacity.
/// </remarks>
internal sealed class Outbox(int bytesMin)
{
    private const string Owner = "net outboxes";

    private NativeBytes? _ring;

    // The block that a send still reads from after the ring has grown.
    private NativeBytes? _retired;
    private bool _isLent;
    private int _head;

    public int Count { get; private set; }

    public int Capacity => _ring?.Count ?? 0;

    /// <param name="bytes">To be added whole.</param>
    /// <param name="bytesMax">Most that the ring may hold; the caller has checked that they fit.</param>
    public void Add(ReadOnlySpan<byte> bytes, int bytesMax)
    {
        Guard.That(bytes.Length <= bytesMax - Count);
        if (bytes.Length > Capacity - Count)
        {
            Grow(Count + bytes.Length, bytesMax);
        }

        Span<byte> ring = _ring!.GetSpan();
        int tail = (int)(((long)_head + Count) % Capacity);
        int first = Math.Min(bytes.Length, Capacity - tail);
        bytes[..first].CopyTo(ring[tail..]);
        bytes[first..].CopyTo(ring);
        Count += bytes.Length;
    }

    /// <summary>The oldest bytes that lie in one piece, lent to a send until <see cref="Take"/>.</summary>
    public Memory<byte> Front()
    {
        Guard.That(Count > 0 && !_isLent);
        _isLent = true;
        return _ring!.Memory.Slice(_head, Math.Min(Count, Capacity - _head));
    }

    /// <summary>The send is over and <paramref name="bytes"/> of it are gone.</summary>
    public void Take(int bytes)
    {
        Guard.That(_isLent && bytes >= 0 && bytes <= Count);
        _isLent = false;
        _retired?.Free();
        _retired = null;
        Count -= bytes;
        _head = Count == 0 ? 0 : (int)(((long)_head + bytes) % Capacity);
    }

    /// <summary>Gives the memory back while there is nothing to send.</summary>
    public void Shrink()
    {
        if (Count == 0 && !_isLent && _ring != null)
        {
            _ring.Free();
            _ring = null;
        }
    }

    /// <summary>The end: no send is under way any more, whatever became of the last one.</summary>
    public void Free()
    {
        _isLent = false;
        _retired?.Free();
        _retired = null;
        Count = 0;
        _head = 0;
        Shrink();
    }

    private void Grow(int needed, int bytesMax)
    {
        long capacity = Math.Max(Capacity, bytesMin);
        while (capacity < needed)
        {
            capacity *= 2;
        }

        // The maximum may have been lowered below what is in use, hence the second bound.
        var grown = new NativeBytes(Owner, (int)Math.Max(Math.Min(capacity, bytesMax), needed));
        if (_ring != null)
        {
            Span<byte> ring = _ring.GetSpan();
            int first = Math.Min(Count, Capacity - _head);
            ring.Slice(_head, first).CopyTo(grown.GetSpan());
            ring[..(Count - first)].CopyTo(grown.GetSpan()[first..]);
            if (_isLent && _retired == null)
            {
                _retired = _ring;
            }
            else
            {
                _ring.Free();
            }
        }

        _ring = grown;
        _head = 0;
    }
}
