using BenchmarkDotNet.Attributes;
using Edge.Store;

namespace Edge.Bench.Store;

/// <summary>
/// What a tick of the local host costs behind the reading of the system: SET and END of a hundred charts of
/// ten dimensions each. Figures are per dimension.
/// </summary>
public class CollectBench
{
    private const int Charts = 100;
    private const int Dimensions = 10;

    private Host _host = null!;
    private long _nowUsec = Hosts.StartUsec;
    private long _value;

    /// <summary>A headless collector has no rings, a stand-alone node has.</summary>
    [Params(false, true)]
    public bool Keeps { get; set; }

    [GlobalSetup]
    public void Define()
    {
        _host = Hosts.WithCharts(Keeps ? MemoryMode.Ram : MemoryMode.None, Charts, Dimensions);
        for (int i = 0; i < 4; i++)
        {
            Tick();
        }
    }

    [GlobalCleanup]
    public void Forget() => _host.Dispose();

    [Benchmark(OperationsPerInvoke = Charts * Dimensions)]
    public long Tick()
    {
        _nowUsec += 1_000_000;
        _value += 1000;
        using (_host.Gate.Enter())
        {
            for (int c = 0; c < _host.Charts.Count; c++)
            {
                Chart chart = _host.Charts[c];
                for (int d = 0; d < chart.Dimensions.Count; d++)
                {
                    chart.Set(chart.Dimensions[d], _value + d, _nowUsec);
                }

                chart.Commit(_nowUsec);
            }

            _host.Flush(_nowUsec);
        }

        return _value;
    }
}
