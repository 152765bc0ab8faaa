namespace Edge.Protocol;

/// <summary>Where a word lies in its line.</summary>
internal readonly record struct Word(int Start, int Length)
{
    public ReadOnlySpan<byte> Of(ReadOnlySpan<byte> line) => line.Slice(Start, Length);
}
