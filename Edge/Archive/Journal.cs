using System.Runtime.InteropServices;
using Edge.Sys;

namespace Edge.Archive;

/// <summary>
/// What was collected and is in no row group yet, once a second, so that a crash costs no more than that.
/// Several files, each of which can be read without the others; the oldest goes when every block that began
/// in it is written. Told by the keeper, and by whoever collects while that is busy; syncs, which may take
/// long, keep nobody from telling.
/// </summary>
/// <remarks>A host's gate comes before the journal's own.</remarks>
internal sealed class Journal : IDisposable
{
    private const string Tag = "DBENGINE";
    private const int RetrySeconds = 10;

    /// <summary>The newest file is followed by another one when it has that part of all bytes, and a group
    /// was written: more, smaller files would say definitions more often.</summary>
    private const int PartOfAll = 3;

    /// <summary>Blocks that have no more than that part of a file's samples are told again, so that it can
    /// go.</summary>
    private const int PartOfFile = 8;
    private readonly EngineOptions _options;
    private readonly Gate _gate = new();
    private readonly TickWriter _tick = new();
    private readonly ChartShape _shape = new();
    private readonly ByteSink _plain = new(), _payload = new(), _frame = new();
    private readonly HashSet<uint> _said = [];
    private readonly List<(uint Number, long Bytes, long Samples)> _files = [];

    /// <summary>No more is written to them, and the keeper has them still.</summary>
    private readonly List<JournalFile> _left = [];
    private readonly Guid _store;
    private byte[] _isSet = new byte[64];
    private JournalFile? _file;
    private JournalTally _tally;
    private uint _newest;
    private uint _sum;
    private int _slots;
    private long _samples;
    private long _retryUsec;
    private long _syncUsec;
    private bool _isInTrouble;

    /// <summary>A frame is begun, with what some hosts have collected.</summary>
    private bool _isBegun;

    /// <summary>Nothing more is told.</summary>
    private bool _isClosed;

    /// <summary>Of frames, from one sync to the next; and how many there were at the last one.</summary>
    private long _expectedBytes;
    private long _expectedFrom;

    /// <summary>Empty bytes of files that were left.</summary>
    private long _paddingBytes;

    /// <param name="options">Where, and how often it is synced.</param>
    /// <param name="store">Whose it is.</param>
    /// <param name="newest">Number of the newest file that is there already.</param>
    public Journal(EngineOptions options, Guid store, uint newest)
    {
        _options = options;
        _store = store;
        _newest = newest;
    }

    /// <summary>Changes when everything has to be told again.</summary>
    public int Epoch { get; private set; } = 1;

    /// <summary>Given to the kernel.</summary>
    public JournalTally Tally
    {
        get
        {
            using (_gate.Enter())
            {
                JournalTally tally = _tally;
                tally.PaddingBytes = _paddingBytes + (_file?.Length - _file?.Used ?? 0);
                return tally;
            }
        }
    }

    /// <summary>The oldest file that is there; 0: none.</summary>
    public uint Oldest
    {
        get
        {
            using (_gate.Enter())
            {
                return _files.Count > 0 ? _files[0].Number : 0;
            }
        }
    }

    /// <summary>Of all files.</summary>
    public long Bytes
    {
        get
        {
            using (_gate.Enter())
            {
                long bytes = _file?.Length ?? 0;
                foreach ((uint _, long older, long _) in _files)
                {
                    bytes += older;
                }

                return bytes;
            }
        }
    }

    /// <summary>Worth another file now that blocks were written, so that old ones can go.</summary>
    public bool IsLong
    {
        get
        {
            using (_gate.Enter())
            {
                return _file != null && _file.Used >= Limits.JournalBytesMin
                    && _file.Length * PartOfAll >= Bytes;
            }
        }
    }

    // A second ----------------------------------------------------------------------------------------------

    /// <summary>What a host has collected since the last time; its gate is held. <see cref="End"/> gives it
    /// to the kernel. Nothing happens while no disk takes it.</summary>
    public void Add(EngineHost host, long nowUsec)
    {
        using (_gate.Enter())
        {
            if (_isBegun || TryBegin(nowUsec))
            {
                Tell(host);
                host.ToldUsec = nowUsec;
            }
        }
    }

    /// <summary>The same at once, by whoever collects. What others have added is given to the kernel,
    /// too.</summary>
    public void HandOver(EngineHost host, long nowUsec)
    {
        using (_gate.Enter())
        {
            Add(host, nowUsec);
            End(nowUsec);
        }
    }

    /// <summary>The frame is written.</summary>
    public void End(long nowUsec)
    {
        using (_gate.Enter())
        {
            if (!_isBegun)
            {
                return;
            }

            _isBegun = false;
            try
            {
                if (_plain.Length > 0 || _tick.Count > 0)
                {
                    Write();
                }
            }
            catch (IOException error)
            {
                Fail(error.Message, nowUsec);
            }
        }
    }

    private bool TryBegin(long nowUsec)
    {
        if (_isClosed || (_file == null && !TryOpen(nowUsec)))
        {
            return false;
        }

        _plain.Clear();
        _tick.Begin();
        _isBegun = true;
        return true;
    }

    private void Tell(EngineHost host)
    {
        foreach (ClosedBlock block in host.Closed)
        {
            if (block.Raw != null)
            {
                Tell(block.Chart, block.Number, block.Layout, block.Raw, block.Mark);
            }
            else if (block.Mark.Epoch != Epoch)
            {
                TellRows(block);
            }
        }

        foreach (EngineChart chart in host.Charts)
        {
            if (chart.Recorder is { Open: { } raw } recorder)
            {
                Tell(chart, recorder.Number, recorder.Layout!, raw, recorder.Mark);
            }
        }
    }

    // Files, and what the keeper does with them -------------------------------------------------------------

    /// <summary>Where it is time: everything told so far goes to the medium.</summary>
    public void Sync(long nowUsec)
    {
        long dirty = _file?.DirtyBytes ?? 0;
        if (_options.SyncSeconds > 0 && (nowUsec >= _syncUsec || dirty >= Limits.JournalDirtyBytes))
        {
            TrySync(nowUsec);
        }

        Leave(nowUsec);
    }

    /// <summary>What comes is written to another file.</summary>
    public void Turn(long nowUsec)
    {
        using (_gate.Enter())
        {
            CloseFile();
        }

        Leave(nowUsec);
    }

    /// <summary>True: everything told so far is on the medium. Nobody who tells something waits for
    /// it.</summary>
    public bool TrySync(long nowUsec)
    {
        Expect(nowUsec);
        bool isLeft = Leave(nowUsec);
        JournalFile? file = _file;
        try
        {
            long written = file?.Prepare(_expectedBytes) ?? 0;
            JournalPart? part;
            using (_gate.Enter())
            {
                _tally.FrameBytes += written;
                part = file?.Turn();
            }

            if (part != null)
            {
                part.Sync();
                _tally.Syncs++;
                _tally.Pages += part.SyncedPages;
            }

            return isLeft;
        }
        catch (IOException error)
        {
            using (_gate.Enter())
            {
                Fail(error.Message, nowUsec);
            }

            return false;
        }
    }

    /// <summary>Whether the oldest file is only kept for so few samples that they are better told
    /// again.</summary>
    public bool IsWorthLess(long samples)
    {
        using (_gate.Enter())
        {
            return _files.Count > 1 && Oldest != _newest && samples <= _files[0].Samples / PartOfFile;
        }
    }

    /// <summary>Files before a number are not needed: every block that began there is on disk.</summary>
    public void DropBefore(uint number)
    {
        using (_gate.Enter())
        {
            while (_files.Count > 0 && Oldest < number && (_file == null || Oldest != _newest))
            {
                StoreFiles.DeleteJournal(_options.Folder, Oldest);
                _files.RemoveAt(0);
            }
        }
    }

    /// <summary>In an orderly end, when all is in row groups.</summary>
    public void DeleteAll()
    {
        using (_gate.Enter())
        {
            _isClosed = true;
            CloseFile();
            DropBefore(uint.MaxValue);
        }
    }

    public void Dispose()
    {
        using (_gate.Enter())
        {
            _isClosed = true;
            CloseFile();
        }

        _left.ForEach(static file => file.Dispose());
        _left.Clear();
        _tick.Dispose();
        _plain.Dispose();
        _payload.Dispose();
        _frame.Dispose();
    }

    /// <summary>Looks what will come until the next sync: as much a second as since the last one, without
    /// what is only told at the begin of a file or block, and a little more: a page that was not made ready
    /// costs three, one that stays empty itself.</summary>
    private void Expect(long nowUsec)
    {
        const double margin = 1.2;
        long bytes = _tally.CollectionBytes + _tally.FrameBytes;
        long intervalUsec = _options.SyncSeconds * Clock.UsecPerSecond;
        long sinceUsec = nowUsec - (_syncUsec - intervalUsec);
        if (_syncUsec > 0 && sinceUsec >= Clock.UsecPerSecond)
        {
            double expected = margin * (bytes - _expectedFrom) * intervalUsec / sinceUsec;
            _expectedBytes = (long)Math.Clamp(expected, 0, Limits.JournalDirtyBytes);
        }

        _expectedFrom = bytes;
        _syncUsec = nowUsec + intervalUsec;
    }

    /// <summary>Syncs and closes files that are not written any more. True: all that they had is on the
    /// medium.</summary>
    private bool Leave(long nowUsec)
    {
        JournalFile[] left;
        using (_gate.Enter())
        {
            left = [.. _left];
            _left.Clear();
        }

        bool isGood = true;
        foreach (JournalFile file in left)
        {
            try
            {
                file.Finish();
            }
            catch (IOException error)
            {
                isGood = false;
                using (_gate.Enter())
                {
                    Fail(error.Message, nowUsec);
                }
            }

            file.Dispose();
        }

        return isGood;
    }

    // What is told ------------------------------------------------------------------------------------------

    /// <summary>The collections of a block that the journal does not have; its begin, where that is not in
    /// the journal or the chart has begun another one since.</summary>
    private void Tell(EngineChart chart, uint number, ChartLayout layout, RawBlock raw, JournalMark mark)
    {
        bool isKnown = mark.Epoch == Epoch;
        if (isKnown && mark.Count == raw.Count)
        {
            return;
        }

        int before = _tick.Bytes;
        if (!isKnown || chart.Memory?.Mark != mark)
        {
            Define(chart, number, layout);
            Begin(chart, number, layout, raw, mark);
        }
        else if (mark.NewestFile != _newest)
        {
            Define(chart, number, layout);
            _tick.AddRest(chart.Slot!.Value, number, mark.Count, chart.Memory!);
        }

        mark.NewestFile = _newest;
        _tally.BlockBytes += _tick.Bytes - before;
        before = _tick.Bytes;
        AddCollections(chart, raw, mark);
        _tally.CollectionBytes += _tick.Bytes - before;
    }

    private void Begin(EngineChart chart, uint number, ChartLayout layout, RawBlock raw, JournalMark mark)
    {
        TickMemory? memory = chart.Memory;
        if (memory == null || memory.Dimensions != raw.Dimensions)
        {
            memory?.Dispose();
            memory = chart.Memory = new TickMemory(raw.Dimensions);
        }
        else if (memory.Mark?.NewestFile != _newest)
        {
            memory.Clear();
        }

        chart.Slot ??= (uint)_slots++;
        layout.PutInto(_shape);
        _tick.AddBlock(chart.Slot.Value, number, raw, _shape, memory);
        memory.Mark = mark;
        (mark.Epoch, mark.Count, mark.File) = (Epoch, 0, _newest);
    }

    private void AddCollections(EngineChart chart, RawBlock raw, JournalMark mark)
    {
        if (_isSet.Length < raw.Dimensions)
        {
            _isSet = new byte[raw.Dimensions];
        }

        _samples += (raw.Count - mark.Count) * (long)raw.Dimensions;
        Span<byte> isSet = raw.HasMissing ? _isSet.AsSpan(0, raw.Dimensions) : [];
        for (; mark.Count < raw.Count; mark.Count++)
        {
            for (int i = 0; i < isSet.Length; i++)
            {
                isSet[i] = raw.IsSet(mark.Count, i) ? (byte)1 : (byte)0;
            }

            _tick.Add(chart.Slot!.Value, chart.Memory!, raw.ClockAt(mark.Count), raw.ValuesAt(mark.Count),
                isSet);
        }
    }

    private void TellRows(ClosedBlock block)
    {
        Define(block.Chart, block.Number, block.Layout);
        (block.Mark.Epoch, block.Mark.Count, block.Mark.File) = (Epoch, 1, _newest);
        _samples += block.Rows.Length;
        _plain.Byte((byte)JournalItem.Rows);
        _plain.Varint(block.Number);
        _plain.Varint((ulong)block.FirstSec);
        _plain.Varint((ulong)block.RowCount);
        _plain.Bytes(MemoryMarshal.AsBytes(block.Rows));
    }

    /// <summary>What a file does not say of a chart yet.</summary>
    private void Define(EngineChart chart, uint number, ChartLayout layout)
    {
        if (_said.Add(chart.Host.Number))
        {
            Definitions.AddHost(_plain, chart.Host);
        }

        if (_said.Add(number))
        {
            Definitions.AddLayout(_plain, number, chart.Host.Number, layout);
        }
    }

    /// <summary>A frame of what was told.</summary>
    private void Write()
    {
        int told = _tick.Bytes;
        ReadOnlySpan<byte> entries = _tick.Finish();
        _tally.CollectionBytes += entries.Length - told;
        _payload.Clear();
        _frame.Clear();
        if (_plain.Length > 0)
        {
            Deflated.Pack(_plain, _payload);
        }

        int packed = _payload.Length;
        _tally.DefinitionBytes += packed;
        _frame.Varint((ulong)packed);
        _frame.Bytes(_payload.Written);
        _frame.Varint((ulong)_tick.Count);
        _frame.Bytes(entries);
        _payload.Clear();
        JournalFrame.Write(_payload, _frame.Written, ref _sum);
        _tally.FrameBytes += _payload.Length - packed - entries.Length;
        _file!.Append(_payload.Written);
    }

    private bool TryOpen(long nowUsec)
    {
        if (nowUsec < _retryUsec)
        {
            return false;
        }

        try
        {
            _file = new JournalFile(_options.Folder, _newest + 1, _store, _expectedBytes);
            _tally.FrameBytes += _file.Used;
            _tally.Files++;
            _newest++;
            _files.Add((_newest, 0, 0));
            (_samples, _sum) = (0, 0);
            _said.Clear();
            _tick.Forget();
            if (_isInTrouble)
            {
                _isInTrouble = false;
                Log.Info(Tag, $"The journal is written again, to '{PathOf(_newest)}'.");
            }

            return true;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // A full disk may give a file a name and no byte; the next try empties it.
            Fail(error.Message, nowUsec);
            return false;
        }
    }

    /// <summary>The file is broken: the next one tells all open blocks from their begin.</summary>
    private void Fail(string message, long nowUsec)
    {
        if (!_isInTrouble)
        {
            _isInTrouble = true;
            Log.Error(Tag,
                $"Cannot write a journal to '{_options.Folder}': {message} A crash would lose what is "
                + $"in no row group yet. Tried again every {RetrySeconds} seconds.");
        }

        _retryUsec = nowUsec + (RetrySeconds * Clock.UsecPerSecond);
        Epoch++;
        CloseFile();
    }

    private void CloseFile()
    {
        if (_file != null)
        {
            _files[^1] = (_newest, _file.Written, _samples);
            _paddingBytes += _file.Written - _file.Used;
            _left.Add(_file);
            _file = null;
        }
    }

    private string PathOf(uint number) =>
        StoreFiles.PathOf(_options.Folder, StoreFiles.Journals, number);
}
