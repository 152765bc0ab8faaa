using System.Runtime.InteropServices;

namespace Edge.Sys;

/// <summary>
/// Zeroed blocks of some KiB, packed: each as pages of its own would waste half a page on average, which with
/// thousands of rings is megabytes. A page costs nothing before something in it is written. Any thread.
/// </summary>
internal sealed unsafe class Regions
{
    /// <summary>Some thirty rings of ten dimensions and an hour (144,000 bytes) share one.</summary>
    public const int RegionBytes = 4 * 1024 * 1024;

    /// <summary>Above, a block is mapped alone: it would leave most of a region unused, and half a page is
    /// nothing beside it.</summary>
    public const int BytesMax = RegionBytes / 2;

    private readonly Lock _gate = new();

    /// <summary>In the order they were opened, so that the youngest are those that empty.</summary>
    private readonly List<Region> _regions = [];

    /// <summary>No region before the index of the hint has a run of the hint's bytes.</summary>
    private int _hint;
    private int _hintBytes = int.MaxValue;

    public static Regions Shared { get; } = new();

    /// <summary>How many mappings there are.</summary>
    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _regions.Count;
            }
        }
    }

    /// <param name="bytes">1 to <see cref="BytesMax"/>.</param>
    /// <param name="region">Takes it back, through <see cref="Return"/>.</param>
    /// <returns>Zeroed, 64-byte aligned. null: the kernel has no memory.</returns>
    public byte* TryLend(int bytes, out Region? region)
    {
        Guard.That(bytes > 0 && bytes <= BytesMax);
        lock (_gate)
        {
            region = Find(bytes) ?? Open();
            return region == null ? null : region.Lend(bytes);
        }
    }

    /// <param name="region">That lent it.</param>
    /// <param name="block">From <see cref="TryLend"/>.</param>
    /// <param name="bytes">As asked for.</param>
    public void Return(Region region, byte* block, int bytes)
    {
        lock (_gate)
        {
            region.Return(block, bytes);
            (_hint, _hintBytes) = (0, int.MaxValue);
            if (region.Lent == 0)
            {
                Guard.That(_regions.Remove(region));
                region.Close();
            }
        }
    }

    /// <summary>The oldest with room. While rings only come, a search starts where the last ended.</summary>
    private Region? Find(int bytes)
    {
        int start = bytes >= _hintBytes ? _hint : 0;
        ReadOnlySpan<Region> regions = CollectionsMarshal.AsSpan(_regions);
        for (int i = start; i < regions.Length; i++)
        {
            if (regions[i].LargestFree >= bytes)
            {
                (_hint, _hintBytes) = (i, bytes);
                return regions[i];
            }
        }

        (_hint, _hintBytes) = (regions.Length, bytes);
        return null;
    }

    private Region? Open()
    {
        Region? region = Region.TryOpen(RegionBytes);
        if (region != null)
        {
            _regions.Add(region);
        }

        return region;
    }
}
