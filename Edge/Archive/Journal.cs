using System.Runtime.InteropServices;
using Edge.Sys;

namespace Edge.Archive;

/// <summary>
/// What was collected and is in no row group yet, once a second, so that a crash costs no more than that.
/// Several files, each of which can be read without the others; the oldest goes when every block that began
/// in it is written. Lives on the thread of the rounds.
/// </summary>
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
    private readonly TickWriter _tick = new();
    private readonly ChartShape _shape = new();
    private readonly ByteSink _plain = new(), _payload = new(), _frame = new();
    private readonly HashSet<uint> _said = [];
    private readonly List<(uint Number, long Bytes, long Samples)> _files = [];
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

    /// <param name="options">Of the store.</param>
    /// <param name="newest">Number of the newest file that is there already.</param>
    public Journal(EngineOptions options, uint newest)
    {
        _options = options;
        _newest = newest;
    }

    /// <summary>Changes when everything has to be told again.</summary>
    public int Epoch { get; private set; } = 1;

    /// <summary>Given to the kernel.</summary>
    public JournalTally Tally => _tally;

    /// <summary>The oldest file that is there; 0: none.</summary>
    public uint Oldest => _files.Count > 0 ? _files[0].Number : 0;

    /// <summary>Of all files.</summary>
    public long Bytes
    {
        get
        {
            long bytes = _file?.Length ?? 0;
            foreach ((uint _, long older, long _) in _files)
            {
                bytes += older;
            }

            return bytes;
        }
    }

    /// <summary>Worth another file now that blocks were written, so that old ones can go.</summary>
    public bool IsLong => _file != null && _file.Length >= Limits.JournalBytesMin
        && _file.Length * PartOfAll >= Bytes;

    // A second ----------------------------------------------------------------------------------------------

    /// <summary>Before the hosts are asked. False: no disk takes it now.</summary>
    public bool TryBegin(long nowUsec)
    {
        _plain.Clear();
        if (_file == null && !TryOpen(nowUsec))
        {
            return false;
        }

        _tick.Begin();
        return true;
    }

    /// <summary>What a host has collected since the last time; its gate is held.</summary>
    public void Add(EngineHost host)
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

    /// <summary>After all hosts: the frame is written.</summary>
    public void End(long nowUsec)
    {
        try
        {
            if (_plain.Length > 0 || _tick.Count > 0)
            {
                Write();
            }

            if (_options.SyncSeconds > 0 && nowUsec >= _syncUsec)
            {
                _syncUsec = nowUsec + (_options.SyncSeconds * Clock.UsecPerSecond);
                _file!.Sync(ref _tally);
            }
        }
        catch (IOException error)
        {
            Fail(error.Message, nowUsec);
        }
    }

    // Files -------------------------------------------------------------------------------------------------

    /// <summary>What comes is written to another file.</summary>
    public void Turn(long nowUsec)
    {
        if (TrySync(nowUsec))
        {
            CloseFile();
        }
    }

    /// <summary>True: everything told so far is on the medium.</summary>
    public bool TrySync(long nowUsec)
    {
        try
        {
            _file?.Sync(ref _tally);
            return true;
        }
        catch (IOException error)
        {
            Fail(error.Message, nowUsec);
            return false;
        }
    }

    /// <summary>Whether the oldest file is only kept for so few samples that they are better told
    /// again.</summary>
    public bool IsWorthLess(long samples) => _files.Count > 1 && Oldest != _newest
        && samples <= _files[0].Samples / PartOfFile;

    /// <summary>Files before a number are not needed: every block that began there is on disk.</summary>
    public void DropBefore(uint number)
    {
        while (_files.Count > 0 && Oldest < number && (_file == null || Oldest != _newest))
        {
            StoreFiles.Delete(PathOf(Oldest));
            _files.RemoveAt(0);
        }
    }

    /// <summary>In an orderly end, when all is in row groups.</summary>
    public void DeleteAll()
    {
        CloseFile();
        DropBefore(uint.MaxValue);
    }

    public void Dispose()
    {
        CloseFile();
        _tick.Dispose();
        _plain.Dispose();
        _payload.Dispose();
        _frame.Dispose();
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
        _file!.Append(_payload.Written, ref _tally);
    }

    private bool TryOpen(long nowUsec)
    {
        if (nowUsec < _retryUsec)
        {
            return false;
        }

        string path = PathOf(_newest + 1);
        try
        {
            _file = new JournalFile(path, _options.SyncSeconds > 0);
            _tally.FrameBytes += _file.Length;
            _tally.Files++;
            _newest++;
            _files.Add((_newest, 0, 0));
            (_samples, _sum) = (0, 0);
            _said.Clear();
            _tick.Forget();
            if (_isInTrouble)
            {
                _isInTrouble = false;
                Log.Info(Tag, $"The journal is written again, to '{path}'.");
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
            _files[^1] = (_newest, _file.Length, _samples);
            _file.Dispose();
            _file = null;
        }
    }

    private string PathOf(uint number) =>
        StoreFiles.PathOf(_options.Folder, StoreFiles.Journals, number);
}
