using System.Runtime.InteropServices;

namespace Edge.Sys;

/// <summary>
/// One allocation of equal slots, 64-byte aligned. Guarded by <see cref="Slabs"/>, which owns it.
/// </summary>
/// <remarks>Lent + free list + never lent = slots.</remarks>
internal sealed unsafe class SlabChunk
{
    /// <summary>A page that no slot was lent of is never touched, so the size costs addresses only.</summary>
    private const int Bytes = 64 * 1024;

    private const int None = -1;

    private readonly byte* _memory;

    /// <summary>Where it was cut from, so that all of it goes back to the kernel; null: the allocator's,
    /// which keeps what lies below something that stays.</summary>
    private readonly Region? _region;
    private readonly int _slots;

    /// <summary>A returned slot's first bytes say which is next.</summary>
    private int _firstFree = None;
    private int _everLent;

    public SlabChunk(int slotBytes)
    {
        Guard.That(slotBytes is >= 64 and <= Bytes && slotBytes % 64 == 0);
        SlotBytes = slotBytes;
        _slots = Bytes / slotBytes;
        _memory = Regions.Shared.TryLend(TotalBytes, out _region);
        if (_memory == null)
        {
            _memory = (byte*)NativeMemory.AlignedAlloc((nuint)TotalBytes, 64);
        }
    }

    public int SlotBytes { get; }

    public int Lent { get; private set; }

    public bool IsFull => Lent == _slots;

    /// <summary>Address space, of which whole pages may be untouched.</summary>
    public int TotalBytes => _slots * SlotBytes;

    /// <summary>The list of chunks of this size that have room.</summary>
    public SlabChunk? Next { get; set; }

    public SlabChunk? Previous { get; set; }

    /// <summary>Not zeroed.</summary>
    public byte* Lend()
    {
        Guard.That(!IsFull);
        Lent++;
        if (_firstFree == None)
        {
            return _memory + ((long)_everLent++ * SlotBytes);
        }

        byte* slot = _memory + ((long)_firstFree * SlotBytes);
        _firstFree = *(int*)slot;
        return slot;
    }

    public void Return(byte* slot)
    {
        long offset = slot - _memory;
        Guard.That(offset >= 0 && offset < TotalBytes && offset % SlotBytes == 0);
        Guard.That(Lent > 0);
        *(int*)slot = _firstFree;
        _firstFree = (int)(offset / SlotBytes);
        Lent--;
    }

    public void Free()
    {
        Guard.That(Lent == 0);
        if (_region != null)
        {
            Regions.Shared.Return(_region, _memory, TotalBytes);
        }
        else
        {
            NativeMemory.AlignedFree(_memory);
        }
    }
}
