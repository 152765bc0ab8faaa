namespace Edge.Tests.Sim;

/// <summary>Bytes in the order in which they came.</summary>
internal sealed class ByteQueue
{
    private byte[] _bytes = new byte[256];
    private int _head;

    public int Count { get; private set; }

    public ReadOnlySpan<byte> Front => _bytes.AsSpan(_head, Count);

    public void Add(ReadOnlySpan<byte> bytes)
    {
        if (_head + Count + bytes.Length > _bytes.Length)
        {
            byte[] target = Count + bytes.Length > _bytes.Length
                ? new byte[Math.Max(_bytes.Length * 2, Count + bytes.Length)]
                : _bytes;
            Front.CopyTo(target);
            (_bytes, _head) = (target, 0);
        }

        bytes.CopyTo(_bytes.AsSpan(_head + Count));
        Count += bytes.Length;
    }

    public void Take(int count)
    {
        Count -= count;
        _head = Count == 0 ? 0 : _head + count;
    }

    public void Clear() => Take(Count);
}
