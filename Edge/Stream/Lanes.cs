using System.Text;
using Edge.Store;
using Edge.Sys;

namespace Edge.Stream;

/// <summary>One receiver's table of lanes, and which chart each stands for.</summary>
internal sealed class Lanes : IDisposable
{
    private const string Owner = "stream lanes";

    private readonly List<Chart> _charts = [];
    private readonly List<SetPrefixes.Loan?> _prefixes = [];
    private readonly List<int> _laneBySlot = [];
    private NativeBlock _block = new(Owner, 16 * 128, aligned: true);

    public int Count => _charts.Count;

    /// <summary>Room for the values of the widest chart.</summary>
    public long[] Scratch { get; private set; } = new long[64];

    public ref Lane this[int index] => ref _block.Ref<Lane>((long)index * 128);

    /// <summary>Address of lane 0; moves when lanes are added.</summary>
    public nint Address => _block.Address;

    public Chart ChartOf(int lane) => _charts[lane];

    /// <summary>The lane of a chart, made or renewed when needed. Its State is 0 when the chart must be read
    /// by words.</summary>
    public int Of(Chart chart)
    {
        if (_laneBySlot.Count <= chart.Slot)
        {
            _laneBySlot.EnsureCapacity(chart.Host.SlotCount);
        }

        while (_laneBySlot.Count <= chart.Slot)
        {
            _laneBySlot.Add(-1);
        }

        int index = _laneBySlot[chart.Slot];
        if (index < 0 || _charts[index] != chart)
        {
            index = Add(chart);
        }

        if (this[index].State == 0)
        {
            Fill(index, chart);
        }

        return index;
    }

    /// <summary>The chart's definition changed: its lane has to be made anew.</summary>
    public void Forget(Chart chart)
    {
        if (chart.Slot < _laneBySlot.Count && _laneBySlot[chart.Slot] is >= 0 and int index)
        {
            this[index].State = 0;
        }
    }

    /// <summary>Charts were removed from the host: nothing here can be trusted.</summary>
    public void Clear()
    {
        foreach (SetPrefixes.Loan? loan in _prefixes)
        {
            if (loan != null)
            {
                SetPrefixes.Return(loan);
            }
        }

        _prefixes.Clear();
        _charts.Clear();
        _laneBySlot.Clear();
    }

    public void Dispose()
    {
        Clear();
        _block.Dispose();
    }

    private int Add(Chart chart)
    {
        int index = _charts.Count;
        if ((index + 1) * 128L > _block.Bytes)
        {
            // The first lane comes when all charts are defined, as far as anybody knows.
            int lanes = Math.Max(chart.Host.Charts.Count, index + 1 + (index / 4));
            _charts.EnsureCapacity(lanes);
            _prefixes.EnsureCapacity(lanes);
            var larger = new NativeBlock(Owner, lanes * 128L, aligned: true);
            _block.Span<byte>(0, (int)_block.Bytes).CopyTo(larger.Span<byte>(0, (int)_block.Bytes));
            _block.Dispose();
            _block = larger;
        }

        _charts.Add(chart);
        _prefixes.Add(null);
        _laneBySlot[chart.Slot] = index;
        this[index] = new Lane { Next = -1, Chart = index };
        return index;
    }

    private void Fill(int index, Chart chart)
    {
        if (_prefixes[index] is { } old)
        {
            SetPrefixes.Return(old);
            _prefixes[index] = null;
        }

        ref Lane lane = ref this[index];
        string begin = $"BEGIN \"{chart.Id}\" ";
        if (chart.IsObsolete || chart.Dimensions.Count == 0
            || Encoding.UTF8.GetByteCount(begin) > Lane.BeginBytesMax
            || SetPrefixes.Borrow(chart) is not { } loan)
        {
            return;
        }

        _prefixes[index] = loan;
        if (Scratch.Length < chart.Dimensions.Count)
        {
            Scratch = new long[chart.Dimensions.Count * 2];
        }

        Span<byte> text = lane.Begin;
        lane.BeginBytes = Encoding.UTF8.GetBytes(begin, text);
        lane.Count = chart.Dimensions.Count;
        lane.Prefixes = loan.Block.Address;
        lane.State = chart.Series.StateAddress;
    }
}
