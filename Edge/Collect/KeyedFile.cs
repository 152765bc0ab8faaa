using Edge.Text;

namespace Edge.Collect;

/// <summary>
/// The values of a file with one "key value" a line. Lines come in the same order every time, so that each is
/// first
/// compared with the key of last time and looked up by name only when it is another one.
/// </summary>
internal sealed class KeyedFile
{
    private const int Unknown = -1;

    /// <summary>
    /// Ours: what is remembered. /proc/vmstat has some 200 rows; those beyond are looked up each time.
    /// </summary>
    private const int RowsMax = 1024;

    private readonly Dictionary<string, int> _slots = new(Utf8Comparer.Instance);
    private readonly ulong[] _values;
    private readonly bool[] _found;
    private readonly List<byte[]> _keyAt = [];
    private readonly List<int> _slotAt = [];

    /// <param name="keys">The keys that matter; the place in the array is the slot of the value.</param>
    public KeyedFile(params string[] keys)
    {
        _values = new ulong[keys.Length];
        _found = new bool[keys.Length];
        for (int i = 0; i < keys.Length; i++)
        {
            _slots.Add(keys[i], i);
        }
    }

    /// <summary>Which word of a line is the value; the key is word 0.</summary>
    public int ValueWord { get; init; } = 1;

    /// <summary>The newest value; a key that is missing keeps its old one, 0 at first.</summary>
    public ulong this[int slot] => _values[slot];

    /// <summary>The key was in a file at some time.</summary>
    public bool Has(int slot) => _found[slot];

    /// <summary>Forgets all values: the next file is that of somebody else.</summary>
    public void Clear()
    {
        Array.Clear(_values);
        Array.Clear(_found);
    }

    /// <summary>True when at least one key was there.</summary>
    public bool Read(ReadOnlySpan<byte> text)
    {
        bool any = false;
        int row = 0;
        var lines = new Lines(text);
        for (; lines.Next(out ReadOnlySpan<byte> line); row++)
        {
            int slot = SlotAt(row, line);
            if (slot == Unknown)
            {
                continue;
            }

            var words = new Words(line, Separators.Colon);
            words.Skip(ValueWord);
            ulong value = words.Number();
            if (words.Taken == ValueWord + 1)
            {
                _values[slot] = value;
                _found[slot] = true;
                any = true;
            }
        }

        return any;
    }

    private int SlotAt(int row, ReadOnlySpan<byte> line)
    {
        if (row < _keyAt.Count)
        {
            byte[] expected = _keyAt[row];
            if (line.StartsWith(expected) && line.Length > expected.Length
                && Separators.Colon[line[expected.Length]])
            {
                return _slotAt[row];
            }
        }

        ReadOnlySpan<byte> key = new Words(line, Separators.Colon).Next();
        bool isKnown = _slots.GetAlternateLookup<ReadOnlySpan<byte>>().TryGetValue(key, out int slot);
        slot = isKnown ? slot : Unknown;
        Remember(row, key, slot);
        return slot;
    }

    private void Remember(int row, ReadOnlySpan<byte> key, int slot)
    {
        if (row == _keyAt.Count && row < RowsMax)
        {
            _keyAt.Add(key.ToArray());
            _slotAt.Add(slot);
        }
        else if (row < _keyAt.Count && !key.SequenceEqual(_keyAt[row]))
        {
            _keyAt[row] = key.ToArray();
            _slotAt[row] = slot;
        }
    }
}
