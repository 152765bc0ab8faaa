namespace Edge.Collect;

/// <summary>
/// The words of one line, one after the other. A word that is not there is empty and counts as 0, as in the
/// reference;
/// <see cref="Taken"/> tells how many really were.
/// </summary>
internal ref struct Words(ReadOnlySpan<byte> line, bool[] separators)
{
    private readonly ReadOnlySpan<byte> _line = line;
    private int _at;

    /// <summary>Words taken so far that were there.</summary>
    public int Taken { get; private set; }

    public ReadOnlySpan<byte> Next()
    {
        int at = SkipSeparators();
        int start = at;
        while (at < _line.Length && !separators[_line[at]])
        {
            at++;
        }

        _at = at;
        Taken += at > start ? 1 : 0;
        return _line[start..at];
    }

    /// <summary>
    /// The next word as an unsigned number: its leading digits; no sign, no check of overflow.
    /// </summary>
    public ulong Number()
    {
        int at = SkipSeparators();
        int start = at;
        ulong value = 0;
        while (at < _line.Length && (uint)(_line[at] - '0') <= 9)
        {
            value = (value * 10) + (uint)(_line[at++] - '0');
        }

        while (at < _line.Length && !separators[_line[at]])
        {
            at++;
        }

        _at = at;
        Taken += at > start ? 1 : 0;
        return value;
    }

    /// <summary>
    /// The next word times 10 to the power of <paramref name="decimals"/>, truncated: <c>0.29</c> is 29.
    /// </summary>
    public long Fixed(int decimals) => Numbers.Fixed(Next(), decimals);

    public void Skip(int words)
    {
        for (int i = 0; i < words; i++)
        {
            Next();
        }
    }

    private int SkipSeparators()
    {
        int at = _at;
        while (at < _line.Length && separators[_line[at]])
        {
            at++;
        }

        return at;
    }
}
