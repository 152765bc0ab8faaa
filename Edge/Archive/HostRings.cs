using Edge.Sys;

namespace Edge.Archive;

/// <summary>
/// The file with the rings of all charts of a host in memory mode <c>map</c> (docs/formats.md), and what is
/// free in it. It is opened for each piece of work: a node may have more hosts than descriptors. Guarded by
/// the host's gate.
/// </summary>
internal sealed class HostRings
{
    public const string File = "rings.edge";
    private const string Unfinished = ".new";
    private const int NoMoreSpace = 28;
    private readonly HostSuper _super;
    private readonly WriteCut? _cut;

    /// <summary>Of earlier lives, by chart; the newest first where there are more. Null: all were asked
    /// for.</summary>
    private Dictionary<string, KeptRing>? _kept;

    /// <summary>Slots whose rings have become others': to be erased.</summary>
    private List<FiledRing>? _stale;

    /// <summary>The file has blocks on the disk for all of its pieces.</summary>
    private bool _isWhole;
    private long _sequence;

    private HostRings(string path, HostSuper super, WriteCut? cut)
    {
        (Path, _super, _cut) = (path, super, cut);
        Seed = super.Seed;
    }

    public string Path { get; }

    /// <summary>What sums of its slots begin with.</summary>
    public uint Seed { get; }

    public string MachineGuid => _super.MachineGuid;

    /// <summary>Rings of charts that nobody has asked for.</summary>
    public int KeptCount => _kept?.Count ?? 0;

    /// <summary>Bytes of the file.</summary>
    public long Bytes => _super.End;

    public int PieceCount => _super.Pieces.Count;

    /// <summary>What is there. Null: nothing, if there is no problem either.</summary>
    /// <param name="path">Of the file.</param>
    /// <param name="machineGuid">Whose it has to be.</param>
    /// <param name="cut">Of a test.</param>
    /// <param name="problem">Why it is of no use, as the end of a sentence.</param>
    /// <param name="damaged">Charts that cannot be read.</param>
    /// <param name="errno">Why it cannot be opened.</param>
    public static HostRings? Open(string path, string machineGuid, WriteCut? cut, out string? problem,
        out int damaged, out int errno)
    {
        const int noSuchFile = 2;
        (problem, damaged) = (null, 0);
        using RawFile? file = RawFile.Open(path, writes: false, out errno);
        if (file == null)
        {
            errno = errno == noSuchFile ? 0 : errno;
            return null;
        }

        HostSuper? super = HostSuper.Read(file, out problem);
        problem = super == null || super.MachineGuid == machineGuid
            ? problem
            : $"it is of the machine {super.MachineGuid}";
        if (super == null || problem != null)
        {
            problem = problem == HostSuper.Empty ? null : problem;
            return null;
        }

        var rings = new HostRings(path, super, cut);
        var scan = new HostScan(file, super);
        rings.Keep(scan.Rings());
        damaged = scan.Damaged;
        return rings;
    }

    /// <summary>An empty one in place of what is there. Null: an errno.</summary>
    public static HostRings? Create(string path, string machineGuid, WriteCut? cut, out int errno)
    {
        string unfinished = path + Unfinished;
        var super = new HostSuper { Identity = Guid.NewGuid(), MachineGuid = machineGuid };
        using (RawFile? file = RawFile.Create(unfinished, out errno))
        {
            if (file == null)
            {
                return null;
            }

            errno = file.Allocate(super.End);
            errno = errno != 0 ? errno : super.Write(file, cut);
        }

        errno = errno != 0 ? errno : RawFile.Rename(unfinished, path);
        if (errno != 0)
        {
            _ = RawFile.Delete(unfinished);
            return null;
        }

        return new HostRings(path, super, cut) { _isWhole = true };
    }

    /// <summary>Heads of all charts that a file has; any thread.</summary>
    public static List<RingHead> ReadHeads(string path, string machineGuid)
    {
        using RawFile? file = RawFile.Open(path, writes: false, out int _);
        HostSuper? super = file == null ? null : HostSuper.Read(file, out string? _);
        return super?.MachineGuid == machineGuid ? new HostScan(file!, super).Heads() : [];
    }

    /// <summary>To be closed by the caller. Null: an errno.</summary>
    public RawFile? OpenToWrite(out int errno) => RawFile.Open(Path, writes: true, out errno);

    /// <summary>What an earlier life has left of a chart is the caller's from here on.</summary>
    public KeptRing? Take(string chartId)
    {
        if (_kept == null || !_kept.Remove(chartId, out KeptRing? kept))
        {
            return null;
        }

        _kept = _kept.Count == 0 ? null : _kept;
        return kept;
    }

    /// <summary>A chart that goes leaves its ring for a later one of the same id.</summary>
    public void PutBack(KeptRing kept) => (_kept ??= [])[kept.ChartId] = kept;

    /// <summary>Whether all that nobody has asked for is beyond its history.</summary>
    public bool HasOnlyOld(long nowSec)
    {
        foreach (KeptRing kept in _kept?.Values ?? (IEnumerable<KeptRing>)[])
        {
            if (nowSec - kept.NewestSec <= kept.SpanSec)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Slots without a head, and a ring of zeros. Null: an errno.</summary>
    /// <param name="file">To be written.</param>
    /// <param name="slotBytes">Of each of the two.</param>
    /// <param name="ringBytes">Of pen and rows.</param>
    /// <param name="nowSec">By which rings are too old.</param>
    /// <param name="errno">Of the disk.</param>
    public FiledRing? Add(RawFile file, int slotBytes, long ringBytes, long nowSec, out int errno)
    {
        errno = MakeWhole(file);
        if (errno != 0
            || Place(file, hasSlots: true, slotBytes, nowSec, out long slotAt, out errno) is not { } slots)
        {
            return null;
        }

        RingPiece? rows = Place(file, hasSlots: false, ringBytes, nowSec, out long ringAt, out errno);
        errno = rows == null ? errno : Clean(file, rows, ringAt, ringBytes);
        if (rows == null || errno != 0)
        {
            slots.Free.Return(slotAt, slotBytes);
            rows?.Free.Return(ringAt, ringBytes);
            return null;
        }

        return new FiledRing
        {
            SlotPiece = slots, RingPiece = rows, SlotAt = (int)slotAt, SlotBytes = slotBytes,
            RingAt = ringAt, RingBytes = ringBytes, Newest = 1,
        };
    }

    /// <summary>Its rows in memory, behind the pen. Null: an errno.</summary>
    public NativeBlock? Lend(RawFile file, FiledRing filed, out int errno)
    {
        errno = MakeWhole(file);
        errno = errno != 0 ? errno : filed.RingPiece.Map!.TryMap(file);
        return errno != 0
            ? null
            : new NativeBlock("mapped rings", filed.RingPiece.Map!,
                filed.RingAt + RingLayout.PenCellBytes, filed.RingBytes - RingLayout.PenCellBytes);
    }

    /// <summary>The number of the next head: of all of the file, the higher one is the newer one.</summary>
    public long NextSequence() => ++_sequence;

    /// <summary>Seals a slot and puts it into the half that has the older one. Errno.</summary>
    public int WriteSlot(RawFile file, FiledRing filed, Span<byte> slot)
    {
        Guard.That(slot.Length <= filed.SlotBytes);
        RingSlot.Seal(slot, Seed);
        int half = filed.Newest ^ 1;
        int errno = Write(file, slot, filed.SlotOffset(half));
        filed.Newest = errno == 0 ? half : filed.Newest;
        return errno;
    }

    /// <summary>The newest whole slot of the two. False: there is none.</summary>
    public bool TryReadSlot(RawFile file, FiledRing filed, Span<byte> to)
    {
        using var block = new NativeBlock("ring slots", filed.SlotBytes);
        Span<byte> second = block.Span<byte>(0, filed.SlotBytes);
        to = to[..filed.SlotBytes];
        if (file.Read(to, filed.SlotOffset(0), out _) != to.Length)
        {
            to.Clear();
        }

        _ = file.Read(second, filed.SlotOffset(1), out _);
        int newest = HostScan.Newest(to, second, Seed);
        if (newest == 1)
        {
            second.CopyTo(to);
        }

        filed.Newest = newest < 0 ? filed.Newest : newest;
        return newest >= 0;
    }

    /// <summary>Bytes of slots, as a sync writes them. Errno.</summary>
    public int Write(RawFile file, ReadOnlySpan<byte> bytes, long offset)
    {
        _cut?.Invoke(file, bytes, offset);
        return file.Write(bytes, offset);
    }

    /// <summary>A ring, and first those that it has taken the place of: whoever dies in between must not find
    /// an older one. There are two or three.</summary>
    public void Free(RawFile file, FiledRing filed)
    {
        if (filed.Older is { } older)
        {
            filed.Older = null;
            Free(file, older);
        }

        // Where the disk does not take it, the place stays taken as well.
        if (Erase(file, filed) == 0)
        {
            filed.SlotPiece.Free.Return(filed.SlotAt, filed.SlotBytes);
            filed.RingPiece.Free.Return(filed.RingAt, filed.RingBytes);
            GiveBack(filed);
        }
    }

    /// <summary>The largest sequence is gone on from; two rings in one place are the newer one's.</summary>
    private void Keep(List<KeptRing> all)
    {
        foreach (RingPiece piece in _super.Pieces)
        {
            piece.Fresh = piece.Bytes;
        }

        all.Sort(static (a, b) => b.Sequence.CompareTo(a.Sequence));
        _sequence = all.Count == 0 ? 0 : all[0].Sequence;
        foreach (KeptRing one in all)
        {
            FiledRing filed = one.Filed;
            if (!filed.RingPiece.Free.TryClaim(filed.RingAt, filed.RingBytes))
            {
                (_stale ??= []).Add(filed);
                continue;
            }

            Guard.That(filed.SlotPiece.Free.TryClaim(filed.SlotAt, filed.SlotBytes));
            _kept ??= [];
            if (!_kept.TryAdd(one.ChartId, one))
            {
                FiledRing last = _kept[one.ChartId].Filed;
                while (last.Older != null)
                {
                    last = last.Older;
                }

                last.Older = filed;
            }
        }
    }

    /// <summary>A file that was cut, or copied with holes, would kill whoever touches it.</summary>
    private int MakeWhole(RawFile file)
    {
        if (_isWhole)
        {
            return 0;
        }

        int errno = file.Allocate(_super.End);
        for (int i = 0; errno == 0 && i < _stale?.Count; i++)
        {
            errno = Erase(file, _stale[i]);
        }

        _isWhole = errno == 0;
        _stale = _isWhole ? null : _stale;
        return errno;
    }

    private int Erase(RawFile file, FiledRing filed)
    {
        ReadOnlySpan<byte> zeros = stackalloc byte[FreeRuns.LineBytes];
        int errno = Write(file, zeros, filed.SlotOffset(filed.Newest ^ 1));
        return errno != 0 ? errno : Write(file, zeros, filed.SlotOffset(filed.Newest));
    }

    /// <summary>Whole pages of memory of a ring that is gone; the file keeps them.</summary>
    private static void GiveBack(FiledRing filed)
    {
        nint address = filed.RingPiece.Map!.Address;
        long page = Environment.SystemPageSize;
        long from = (filed.RingAt + page - 1) / page * page;
        long to = (filed.RingAt + filed.RingBytes) / page * page;
        if (address != 0 && address % page == 0 && from < to)
        {
            _ = Pages.Empty(address + (nint)from, to - from);
        }
    }

    private RingPiece? Place(
        RawFile file, bool hasSlots, long bytes, long nowSec, out long at, out int errno)
    {
        RingPiece? piece = Find(hasSlots, bytes, out at);
        if (piece == null && DropOld(file, nowSec))
        {
            piece = Find(hasSlots, bytes, out at);
        }

        errno = 0;
        if (piece == null && (piece = Grow(file, hasSlots, bytes, out errno)) != null)
        {
            at = piece.Free.Take(bytes);
        }

        return piece;
    }

    private RingPiece? Find(bool hasSlots, long bytes, out long at)
    {
        at = -1;
        foreach (RingPiece piece in _super.Pieces)
        {
            if (piece.HasSlots == hasSlots && (at = piece.Free.Take(bytes)) >= 0)
            {
                return piece;
            }
        }

        return null;
    }

    /// <summary>Rings that nobody has asked for, and whose rows are all beyond their history.</summary>
    private bool DropOld(RawFile file, long nowSec)
    {
        List<KeptRing>? old = null;
        foreach (KeptRing kept in _kept?.Values ?? (IEnumerable<KeptRing>)[])
        {
            if (nowSec - kept.NewestSec > kept.SpanSec)
            {
                (old ??= []).Add(kept);
            }
        }

        foreach (KeptRing kept in old ?? [])
        {
            Free(file, Take(kept.ChartId)!.Filed);
        }

        return old != null;
    }

    /// <summary>Another piece, with blocks on the disk. Null: an errno.</summary>
    private RingPiece? Grow(RawFile file, bool hasSlots, long bytes, out int errno)
    {
        errno = NoMoreSpace;
        long least = Units(hasSlots ? 2 * bytes : bytes);
        long wanted = Math.Max(least, Wanted(hasSlots, bytes));
        while (_super.Pieces.Count < HostSuper.PiecesMax)
        {
            long end = _super.End;
            RingPiece piece = _super.Add(wanted, hasSlots);
            errno = file.Allocate(_super.End);
            errno = errno != 0 ? errno : _super.Write(file, _cut);
            if (errno == 0)
            {
                return piece;
            }

            _super.TakeBack();
            _ = file.Resize(end);
            if (wanted == least)
            {
                break;
            }

            wanted = least;
        }

        return null;
    }

    /// <summary>As much as there is already, and for the first one some charts like this.</summary>
    private long Wanted(bool hasSlots, long bytes)
    {
        long there = 0;
        foreach (RingPiece piece in _super.Pieces)
        {
            there += piece.HasSlots == hasSlots ? piece.Bytes : 0;
        }

        long first = hasSlots ? HostSuper.UnitBytes : RingLimits.PieceRings * bytes;
        return Units(Math.Clamp(Math.Max(there, first), hasSlots ? HostSuper.UnitBytes
            : RingLimits.PieceBytesMin, hasSlots ? RingLimits.SlotPieceBytesMax : RingLimits.PieceBytesMax));
    }

    private static long Units(long bytes) =>
        (bytes + HostSuper.UnitBytes - 1) / HostSuper.UnitBytes * HostSuper.UnitBytes;

    /// <summary>Zeros where something may have been: in one call where the file system can, which leaves no
    /// page of it in memory, or by hand.</summary>
    private static int Clean(RawFile file, RingPiece piece, long at, long bytes)
    {
        long to = at + FreeRuns.Rounded(bytes);
        bool isFresh = at >= piece.Fresh;
        piece.Fresh = Math.Max(piece.Fresh, to);
        if (isFresh || file.Zero(piece.Offset + at, to - at) == 0)
        {
            return 0;
        }

        var zeros = new byte[(int)Math.Min(HostSuper.UnitBytes, to - at)];
        int errno = 0;
        for (long from = at; from < to && errno == 0; from += zeros.Length)
        {
            errno = file.Write(
                zeros.AsSpan(0, (int)Math.Min(zeros.Length, to - from)), piece.Offset + from);
        }

        return errno;
    }
}
