using Edge.Store;
using Edge.Sys;
using Xunit;

namespace Edge.Tests.Query;

/// <summary>Pages of one interval each, in order of time, that a test has put there.</summary>
internal sealed class FakePast : IPast, IDisposable
{
    private readonly List<(PastRows Rows, NativeBlock Block)> _pages = [];

    public bool HasRows => _pages.Count > 0;

    public long FirstEntrySec => _pages[0].Rows.FromSec - 1;

    public long LastEntrySec => _pages[^1].Rows.ToSec;

    /// <param name="firstSec">Of the first row.</param>
    /// <param name="every">Seconds between rows.</param>
    /// <param name="rows">Packed samples; all of the same length.</param>
    public void Add(long firstSec, int every, IReadOnlyList<uint[]> rows)
    {
        int stride = rows[0].Length + 1;
        var block = new NativeBlock("test", (long)rows.Count * stride * sizeof(uint));
        for (int i = 0; i < rows.Count; i++)
        {
            rows[i].CopyTo(block.Span<uint>((long)i * stride * sizeof(uint), stride));
        }

        _pages.Add((new PastRows
        {
            FromSec = firstSec - every + 1,
            ToSec = firstSec + ((rows.Count - 1L) * every),
            UpdateEvery = every,
            Address = block.Address,
            Stride = stride,
            Count = stride - 1,
        }, block));
    }

    public PastRows At(long sec)
    {
        Assert.InRange(sec, FirstEntrySec + 1, LastEntrySec);
        long holeFrom = FirstEntrySec + 1;
        foreach ((PastRows rows, NativeBlock _) in _pages)
        {
            if (sec < rows.FromSec)
            {
                return new PastRows { FromSec = holeFrom, ToSec = rows.FromSec - 1 };
            }

            if (sec <= rows.ToSec)
            {
                return rows;
            }

            holeFrom = rows.ToSec + 1;
        }

        throw new InvalidOperationException();
    }

    public (int Min, int Max) Intervals(long fromSec, long toSec)
    {
        (int min, int max) = (0, 0);
        foreach ((PastRows rows, NativeBlock _) in _pages)
        {
            if (rows.FromSec <= toSec && rows.ToSec >= fromSec)
            {
                min = min == 0 ? rows.UpdateEvery : Math.Min(min, rows.UpdateEvery);
                max = Math.Max(max, rows.UpdateEvery);
            }
        }

        return (min, max);
    }

    public void Leave()
    {
    }

    public void Dispose()
    {
        foreach ((PastRows _, NativeBlock block) in _pages)
        {
            block.Dispose();
        }
    }
}
