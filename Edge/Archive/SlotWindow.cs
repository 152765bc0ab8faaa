using Edge.Sys;

namespace Edge.Archive;

/// <summary>
/// A part of both halves of a piece of slots in memory, so that those of many charts are read and written at
/// once. The gate is held from the first slot that is turned to <see cref="Flush"/>.
/// </summary>
internal sealed class SlotWindow(HostRings rings, RawFile file) : IDisposable
{
    private NativeBlock? _block;
    private RingPiece? _piece;
    private int _from;
    private int _length;

    /// <summary>What was changed of each half.</summary>
    private (int From, int To) _first;
    private (int From, int To) _second;

    /// <summary>Of the first write that failed; 0: none has.</summary>
    public int Error { get; private set; }

    /// <summary>
    /// The half that has the older slot of a chart, with a copy of the newer one in it, to be changed and
    /// given to <see cref="Turned"/>. Empty: neither is whole.
    /// </summary>
    public Span<byte> Turn(FiledRing filed)
    {
        if (_piece != filed.SlotPiece || filed.SlotAt < _from
            || filed.SlotAt + filed.SlotBytes > _from + _length)
        {
            Flush();
            Load(filed);
        }

        Span<byte> first = Slot(filed, 0);
        Span<byte> second = Slot(filed, 1);
        int newest = HostScan.Newest(first, second, rings.Seed);
        if (newest < 0)
        {
            return [];
        }

        filed.Newest = newest;
        Span<byte> from = newest == 0 ? first : second;
        int length = RingSlot.LengthOf(from);
        from[..length].CopyTo(newest == 0 ? second : first);
        return (newest == 0 ? second : first)[..length];
    }

    /// <param name="filed">Whose.</param>
    /// <param name="slot">From <see cref="Turn"/>.</param>
    public void Turned(FiledRing filed, Span<byte> slot)
    {
        RingSlot.Seal(slot, rings.Seed);
        int from = filed.SlotAt - _from;
        int to = from + slot.Length;
        filed.Newest ^= 1;
        ref (int From, int To) changed = ref filed.Newest == 0 ? ref _first : ref _second;
        changed = changed.To == 0 ? (from, to) : (Math.Min(from, changed.From), Math.Max(to, changed.To));
    }

    /// <summary>What was changed, in one write a half.</summary>
    public void Flush()
    {
        Write(_first, 0);
        Write(_second, 1);
        (_first, _second) = (default, default);
        _piece = null;
    }

    public void Dispose() => _block?.Dispose();

    private Span<byte> Half(int half) => _block!.Span<byte>((long)half * _length, _length);

    private Span<byte> Slot(FiledRing filed, int half) =>
        Half(half).Slice(filed.SlotAt - _from, filed.SlotBytes);

    private void Load(FiledRing filed)
    {
        _piece = filed.SlotPiece;
        _from = filed.SlotAt;
        _length = (int)Math.Min(
            Math.Max(RingLimits.SyncWindowBytes, filed.SlotBytes), _piece.HalfBytes - _from);
        if (_block == null || _block.Bytes < 2L * _length)
        {
            _block?.Dispose();
            _block = new NativeBlock("ring slots", 2L * _length);
        }

        for (int half = 0; half < 2; half++)
        {
            Span<byte> to = Half(half);
            if (file.Read(to, _piece.Offset + (half * _piece.HalfBytes) + _from, out _) != to.Length)
            {
                to.Clear();
            }
        }
    }

    private void Write((int From, int To) changed, int half)
    {
        if (changed.To == 0)
        {
            return;
        }

        int errno = rings.Write(file, Half(half)[changed.From..changed.To],
            _piece!.Offset + (half * _piece.HalfBytes) + _from + changed.From);
        Error = Error == 0 ? errno : Error;
    }
}
