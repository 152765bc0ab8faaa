using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Edge.Sys;

/// <summary>
/// Owner of a zeroed block of native memory, held in exactly one field; everyone else borrows spans and refs.
/// Large blocks come from the kernel untouched, so a page costs nothing before it is written, and are packed
/// (<see cref="Regions"/>); so are small aligned ones (<see cref="Slabs"/>).
/// </summary>
internal sealed unsafe class NativeBlock : IDisposable
{
    /// <summary>
    /// From here on a block is pages of the kernel: the allocator writes zeros into what it cuts from its
    /// heap, which makes most of a ring resident before there is anything in it.
    /// </summary>
    private const int MappedBytesMin = 8 * 1024;

    private readonly string _owner;

    /// <summary>The <see cref="SlabChunk"/>, <see cref="Region"/> or <see cref="SharedMap"/>
    /// of which it is a part; null: a block of its own.</summary>
    private readonly object? _home;
    private readonly bool _isMapped;
    private byte* _address;

    /// <param name="owner">Name of the account in <see cref="Ledger"/>.</param>
    /// <param name="bytes">Size, 1 or more. 64-byte aligned when <paramref name="aligned"/>.</param>
    public NativeBlock(string owner, long bytes, bool aligned = false)
    {
        Guard.That(bytes > 0);
        _owner = owner;
        Bytes = bytes;
        IsAligned = aligned;
        if (aligned && bytes <= Slabs.BytesMax)
        {
            _address = Slabs.Lend((int)bytes, out SlabChunk chunk);
            _home = chunk;
            NativeMemory.Clear(_address, (nuint)bytes);
        }
        else
        {
            if ((aligned || bytes >= MappedBytesMin) && bytes <= Regions.BytesMax)
            {
                _address = Regions.Shared.TryLend((int)bytes, out Region? region);
                _home = region;
            }
            else if (bytes > Regions.BytesMax)
            {
                _address = (byte*)Pages.Map(bytes);
            }

            _isMapped = _address != null;
            if (!_isMapped && aligned)
            {
                _address = (byte*)NativeMemory.AlignedAlloc((nuint)bytes, 64);
                NativeMemory.Clear(_address, (nuint)bytes);
            }
            else if (!_isMapped)
            {
                _address = (byte*)NativeMemory.AllocZeroed((nuint)bytes);
            }
        }

        Ledger.Add(owner, bytes);
    }

    /// <summary>A part of a mapped file, which stays mapped as long as there is such a block.</summary>
    /// <param name="owner">Name of the account in <see cref="Ledger"/>.</param>
    /// <param name="map">That is mapped.</param>
    /// <param name="offset">In it.</param>
    /// <param name="bytes">1 or more.</param>
    public NativeBlock(string owner, SharedMap map, long offset, long bytes)
    {
        (_owner, _home, Bytes) = (owner, map, bytes);
        _address = map.Lend(offset, bytes);
        Ledger.Add(owner, bytes);
    }

    /// <summary>0 once it is disposed of, so that nothing is lent any more.</summary>
    public long Bytes { get; private set; }

    private bool IsAligned { get; }

    /// <summary>For tables of <see cref="Native"/> refs; valid until <see cref="Dispose"/>.</summary>
    public nint Address => (nint)_address;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ref T Ref<T>(long offset)
        where T : unmanaged
    {
        Guard.That(offset >= 0 && offset <= Bytes - sizeof(T));
        return ref *(T*)(_address + offset);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Span<T> Span<T>(long offset, int count)
        where T : unmanaged
    {
        Guard.That(offset >= 0 && count >= 0 && offset <= Bytes - ((long)count * sizeof(T)));
        return new Span<T>(_address + offset, count);
    }

    public void Dispose()
    {
        if (_address == null)
        {
            return;
        }

        if (_home is SharedMap map)
        {
            map.Return();
        }
        else if (_home is SlabChunk chunk)
        {
            Slabs.Return(chunk, _address, (int)Bytes);
        }
        else if (_home is Region region)
        {
            Regions.Shared.Return(region, _address, (int)Bytes);
        }
        else if (_isMapped)
        {
            Pages.Unmap((nint)_address, Bytes);
        }
        else if (IsAligned)
        {
            NativeMemory.AlignedFree(_address);
        }
        else
        {
            NativeMemory.Free(_address);
        }

        _address = null;
        Ledger.Add(_owner, -Bytes);
        Bytes = 0;
    }
}
