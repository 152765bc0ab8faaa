namespace Edge.Collect;

/// <summary>Where the two halves of a source's key stand in a <see cref="TableText"/>.</summary>
internal readonly struct CounterKey(int prefixAt, int prefixBytes, int nameAt, int nameBytes)
{
    // A table has less than 64 KiB, a key some 30 bytes: six bytes instead of sixteen, some hundred times.
    private readonly ushort _prefixAt = checked((ushort)prefixAt);
    private readonly ushort _nameAt = checked((ushort)nameAt);
    private readonly byte _prefixBytes = checked((byte)prefixBytes);
    private readonly byte _nameBytes = checked((byte)nameBytes);

    public ReadOnlySpan<byte> Prefix(ReadOnlySpan<byte> table) => table.Slice(_prefixAt, _prefixBytes);

    public ReadOnlySpan<byte> Name(ReadOnlySpan<byte> table) => table.Slice(_nameAt, _nameBytes);

    public bool Is(ReadOnlySpan<byte> table, ReadOnlySpan<byte> key) =>
        key.Length == _prefixBytes + _nameBytes
        && key.EndsWith(Name(table)) && key.StartsWith(Prefix(table));
}
