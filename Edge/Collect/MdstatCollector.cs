using Edge.Store;
using Edge.Sys;

namespace Edge.Collect;

/// <summary>/proc/mdstat: arrays of the kernel's software RAID (spec collectors 6.2).</summary>
internal sealed class MdstatCollector : ICollector
{
    public const string Module = "/proc/mdstat";

    private readonly Site _site;
    private readonly Source _source;
    private readonly MdOptions _options;
    private readonly LazyChart _health;

    /// <summary>In the order of the last read, to be expected again.</summary>
    private readonly List<MdArray> _arrays = [];
    private long _tick;

    public MdstatCollector(Site site)
    {
        _site = site;
        _source = new Source(site, site.Monitored(MdOptions.Section, Module));
        _options = new MdOptions(site);
        _health = new LazyChart(site, new ChartDefinition
        {
            Type = "mdstat", Id = "mdstat_health", Family = "health", Context = "md.health",
            Title = "Faulty Devices In MD", Units = "failed disks", Priority = 9000, Module = Module,
        });
    }

    public string? Collect(long nowUsec)
    {
        if (!_source.Read(out ReadOnlySpan<byte> text))
        {
            return _source.FailureOrAbsent;
        }

        _tick++;
        int seen = Parse(text);
        _options.DecideMismatch(seen);
        for (int i = _arrays.Count - 1; i >= 0; i--)
        {
            if (_arrays[i].SeenTick != _tick)
            {
                Forget(i);
            }
        }

        // Other files are read from here on: the text is gone.
        foreach (MdArray array in _arrays)
        {
            array.Collect(nowUsec);
            if (_options.HasFaulty && array.IsRedundant)
            {
                array.FaultyDimension ??= _health.Add(array.Name, null, Algorithm.Absolute);
                if (array.FaultyDimension is { } dimension)
                {
                    _health.Set(dimension, array.Failed, nowUsec);
                }
            }
        }

        _health.Commit(nowUsec);
        return null;
    }

    public void Dispose()
    {
        _source.Dispose();
        foreach (MdArray array in _arrays)
        {
            array.Dispose();
        }
    }

    private int Parse(ReadOnlySpan<byte> text)
    {
        int seen = 0;
        var lines = new Lines(text);
        bool has = lines.Next(out ReadOnlySpan<byte> line);
        while (has)
        {
            // md0 : active raid1 sdb1[1] sda1[0]
            var words = new Words(line, Separators.Colon);
            ReadOnlySpan<byte> name = words.Next();
            ReadOnlySpan<byte> state = words.Next();
            has = lines.Next(out line);
            if (state.IsEmpty || state[0] != 'a')
            {
                continue;
            }

            bool isRedundant = TryDisks(line, out long total, out long inUse);
            MdArray? array = Find(name, isRedundant, seen);
            if (array == null || array.SeenTick == _tick)
            {
                continue;
            }

            array.SeenTick = _tick;
            array.InUse = inUse;
            array.Failed = total - inUse;
            array.ClearOperation();
            seen++;
            if (has && isRedundant)
            {
                has = lines.Next(out line);
                ReadOperation(line, array);
            }
        }

        return seen;
    }

    /// <summary>1046528 blocks super 1.2 [2/2] [UU]: only redundant arrays end with the brackets.</summary>
    private static bool TryDisks(ReadOnlySpan<byte> line, out long total, out long inUse)
    {
        var words = new Words(line, Separators.Colon);
        ReadOnlySpan<byte> before = [];
        ReadOnlySpan<byte> last = [];
        for (ReadOnlySpan<byte> word = words.Next(); !word.IsEmpty; word = words.Next())
        {
            before = last;
            last = word;
        }

        (total, inUse) = (0, 0);
        int slash = before.IndexOf((byte)'/');
        if (last.IsEmpty || last[0] != '[' || before[..Math.Max(slash, 0)] is not [(byte)'[', .. var digits])
        {
            return false;
        }

        total = (long)Numbers.Unsigned(digits);
        inUse = (long)Numbers.Unsigned(before[(slash + 1)..]);
        return true;
    }

    /// <summary>[=>....] resync = 5.0% (52/1046) finish=0.3min speed=52K/sec</summary>
    private static void ReadOperation(ReadOnlySpan<byte> line, MdArray array)
    {
        var words = new Words(line, Separators.Colon);
        ReadOnlySpan<byte> bar = words.Next();
        ReadOnlySpan<byte> operation = words.Next();
        words.Skip(1);
        long percent = words.Fixed(2);
        words.Skip(1);
        ReadOnlySpan<byte> finish = words.Next();
        ReadOnlySpan<byte> speed = words.Next();
        int slot = operation.Length < 4 ? -1 : "cyoh"u8.IndexOf(operation[3]);
        if (words.Taken < 7 || bar[0] != '[' || slot < 0)
        {
            return;
        }

        array.Operations[slot] = percent;
        array.FinishSeconds = finish.StartsWith("finish="u8) ? Numbers.Fixed(finish[7..], 1) * 6 : 0;
        array.SpeedKib = speed.StartsWith("speed="u8) ? (long)Numbers.Unsigned(speed[6..]) : 0;
    }

    private MdArray? Find(ReadOnlySpan<byte> name, bool isRedundant, int place)
    {
        int at = place < _arrays.Count && name.SequenceEqual(_arrays[place].NameBytes) ? place : -1;
        for (int i = 0; i < _arrays.Count && at < 0; i++)
        {
            at = name.SequenceEqual(_arrays[i].NameBytes) ? i : -1;
        }

        if (at >= 0 && _arrays[at].IsRedundant == isRedundant)
        {
            return _arrays[at];
        }

        if (at >= 0)
        {
            Forget(at);
        }

        if (_arrays.Count == Limits.ArraysMax)
        {
            return null;
        }

        var array = new MdArray(_site, _options, name, isRedundant, place);
        _arrays.Insert(Math.Min(place, _arrays.Count), array);
        return array;
    }

    private void Forget(int index)
    {
        if (_options.RemovesCharts)
        {
            _arrays[index].Retire();
        }

        _arrays[index].Dispose();
        _arrays.RemoveAt(index);
    }
}
