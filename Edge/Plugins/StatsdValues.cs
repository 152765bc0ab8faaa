using Edge.Sys;

namespace Edge.Plugins;

/// <summary>
/// Counts distinct texts by 64 bits of each: of a million, two are taken for one with a chance of one in
/// thirty million. Seeded, so that nobody outside can choose texts that collide.
/// </summary>
internal sealed class StatsdValues : IDisposable
{
    private const int FirstRoom = 16;
    private static readonly ulong s_seed = (ulong)Random.Shared.NextInt64() | 1;
    private NativeBlock? _block;
    private int _room;

    public int Count { get; private set; }

    /// <summary>False: it was there already.</summary>
    public bool Add(ReadOnlySpan<byte> text)
    {
        if (_block == null || Count * 2 >= _room)
        {
            Grow();
        }

        if (!Put(_block!, _room, Hash(text)))
        {
            return false;
        }

        Count++;
        return true;
    }

    public void Clear()
    {
        if (Count > 0)
        {
            _block!.Span<ulong>(0, _room).Clear();
            Count = 0;
        }
    }

    /// <summary>Gives the memory back.</summary>
    public void Rest()
    {
        _block?.Dispose();
        (_block, _room, Count) = (null, 0, 0);
    }

    public void Dispose() => Rest();

    private void Grow()
    {
        int room = Math.Max(FirstRoom, _room * 2);
        var larger = new NativeBlock("statsd samples", (long)room * sizeof(ulong));
        if (_block != null)
        {
            foreach (ulong hash in _block.Span<ulong>(0, _room))
            {
                if (hash != 0)
                {
                    Put(larger, room, hash);
                }
            }

            _block.Dispose();
        }

        (_block, _room) = (larger, room);
    }

    /// <summary>Open addressing; 0 is an empty place.</summary>
    private static bool Put(NativeBlock block, int room, ulong hash)
    {
        Span<ulong> places = block.Span<ulong>(0, room);
        for (int at = (int)(hash & (uint)(room - 1)); ; at = (at + 1) & (room - 1))
        {
            if (places[at] == hash)
            {
                return false;
            }

            if (places[at] == 0)
            {
                places[at] = hash;
                return true;
            }
        }
    }

    /// <summary>Eight bytes at a time: multiply and fold (Wang's folded product).</summary>
    private static ulong Hash(ReadOnlySpan<byte> text)
    {
        ulong hash = s_seed ^ (ulong)text.Length;
        while (text.Length >= sizeof(ulong))
        {
            hash = Fold(hash ^ BitConverter.ToUInt64(text));
            text = text[sizeof(ulong)..];
        }

        ulong last = 0;
        foreach (byte b in text)
        {
            last = (last << 8) | b;
        }

        hash = Fold(Fold(hash ^ last) ^ s_seed);
        return hash == 0 ? 1 : hash;
    }

    private static ulong Fold(ulong value)
    {
        ulong high = Math.BigMul(value ^ 0x9E3779B97F4A7C15, 0xD6E8FEB86659FD93, out ulong low);
        return high ^ low;
    }
}
