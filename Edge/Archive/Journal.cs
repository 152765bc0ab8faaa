using System.IO.Compression;
using System.Runtime.InteropServices;
using Edge.Sys;
using Microsoft.Win32.SafeHandles;

namespace Edge.Archive;

/// <summary>
/// What was collected and is in no row group yet, once a second, so that a crash costs no more than that.
/// Several files: the oldest goes when every block that began in it is written. Lives on the thread of the
/// rounds.
/// </summary>
internal sealed class Journal : IDisposable
{
    /// <summary>"EdgeJnl" and the version.</summary>
    public const ulong Magic = 0x016C_6E4A_6567_6445;

    private const string Tag = "DBENGINE";
    private const int RetrySeconds = 10;
    private readonly EngineOptions _options;
    private readonly TickWriter _tick = new();
    private readonly ByteSink _plain = new();
    private readonly ByteSink _packed = new();
    private readonly HashSet<uint> _said = [];
    private readonly List<(uint Number, long Bytes)> _files = [];
    private byte[] _updated = new byte[64];
    private SafeFileHandle? _file;
    private DeflateStream? _deflate;
    private long _length;
    private uint _newest;
    private int _slots;
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

    /// <summary>Bytes given to the kernel.</summary>
    public long WrittenBytes { get; private set; }

    /// <summary>The oldest file that is there; 0: none.</summary>
    public uint Oldest => _files.Count > 0 ? _files[0].Number : 0;

    /// <summary>Of all files.</summary>
    public long Bytes
    {
        get
        {
            long bytes = _length;
            foreach ((uint _, long older) in _files)
            {
                bytes += older;
            }

            return bytes;
        }
    }

    /// <summary>True where it is time for another file, so that old ones can go.</summary>
    public bool IsLong => _length > Math.Max(Limits.JournalBytesMin, _options.QuotaBytes / 128);

    // A second ----------------------------------------------------------------------------------------------

    /// <summary>Before the hosts are asked. False: no disk takes it now.</summary>
    public bool TryBegin(long nowUsec)
    {
        _plain.Clear();
        return _file != null || TryOpen(nowUsec);
    }

    /// <summary>What a host has collected since the last time; its gate is held.</summary>
    public void Add(EngineHost host)
    {
        _tick.Begin();
        foreach (ClosedBlock block in host.Closed)
        {
            if (block.Raw != null)
            {
                Begin(block.Chart, block.Number, block.Layout, block.Raw, block.Mark);
                AddCollections(block.Chart, block.Raw, block.Mark);
            }
            else if (block.Mark.Epoch != Epoch)
            {
                AddRows(block);
            }
        }

        foreach (EngineChart chart in host.Charts)
        {
            if (chart.Recorder is { Open: { } raw } recorder)
            {
                Begin(chart, recorder.Number, recorder.Layout!, raw, recorder.Mark);
                AddCollections(chart, raw, recorder.Mark);
            }
        }

        EndTick();
    }

    /// <summary>After all hosts: the frame is written.</summary>
    public void End(long nowUsec)
    {
        if (_plain.Length == 0)
        {
            return;
        }

        try
        {
            _packed.Clear();
            _deflate!.Write(_plain.Written);
            _deflate.Flush();
            var frame = JournalFrame.Of(_packed.Written, _plain.Length);
            RandomAccess.Write(
                _file!, MemoryMarshal.AsBytes(new ReadOnlySpan<JournalFrame>(in frame)), _length);
            RandomAccess.Write(_file!, _packed.Written, _length + JournalFrame.Bytes);
            _length += JournalFrame.Bytes + _packed.Length;
            WrittenBytes += JournalFrame.Bytes + _packed.Length;
            if (_options.SyncSeconds > 0 && nowUsec >= _syncUsec)
            {
                _syncUsec = nowUsec + (_options.SyncSeconds * Clock.UsecPerSecond);
                RandomAccess.FlushToDisk(_file!);
            }
        }
        catch (IOException error)
        {
            Fail(error.Message, nowUsec);
        }
    }

    // Files -------------------------------------------------------------------------------------------------

    /// <summary>What comes is written to another file.</summary>
    public void Turn() => CloseFile();

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
        _packed.Dispose();
    }

    private void Begin(EngineChart chart, uint number, ChartLayout layout, RawBlock raw, JournalMark mark)
    {
        if (mark.Epoch == Epoch)
        {
            return;
        }

        EndTick();
        if (_said.Add(chart.Host.Number))
        {
            Definitions.AddHost(_plain, chart.Host);
        }

        if (_said.Add(number))
        {
            Definitions.AddLayout(_plain, number, chart.Host.Number, layout);
        }

        if (chart.Memory == null || chart.Memory.Dimensions != raw.Dimensions)
        {
            chart.Memory?.Dispose();
            chart.Memory = new TickMemory(raw.Dimensions);
        }

        chart.Slot ??= (uint)_slots++;
        chart.Memory.Begin(raw);
        (mark.Epoch, mark.Count, mark.File) = (Epoch, 0, _newest);
        chart.NamedIn = _newest;
        _plain.Byte((byte)JournalItem.Block);
        _plain.Varint(chart.Slot.Value);
        _plain.Varint(number);
        JournalBlock.Write(raw, _plain);
    }

    private void AddCollections(EngineChart chart, RawBlock raw, JournalMark mark)
    {
        if (_updated.Length < raw.Dimensions)
        {
            _updated = new byte[raw.Dimensions];
        }

        if (mark.Count < raw.Count && chart.NamedIn != _newest)
        {
            // The file with the block's begin may be gone, or damaged, by the time that this one is read.
            EndTick();
            chart.NamedIn = _newest;
            _plain.Byte((byte)JournalItem.GoesOn);
            _plain.Varint(chart.Slot!.Value);
            _plain.Varint((ulong)raw.Dimensions);
        }

        Span<byte> updated = _updated.AsSpan(0, raw.Dimensions);
        for (; mark.Count < raw.Count; mark.Count++)
        {
            if (raw.HasMissing)
            {
                for (int i = 0; i < updated.Length; i++)
                {
                    updated[i] = raw.IsSet(mark.Count, i) ? (byte)1 : (byte)0;
                }
            }

            _tick.Add(chart.Slot!.Value, chart.Memory!, raw.ClockAt(mark.Count), raw.ValuesAt(mark.Count),
                raw.HasMissing ? updated : []);
        }
    }

    private void AddRows(ClosedBlock block)
    {
        EndTick();
        if (_said.Add(block.Chart.Host.Number))
        {
            Definitions.AddHost(_plain, block.Chart.Host);
        }

        if (_said.Add(block.Number))
        {
            Definitions.AddLayout(_plain, block.Number, block.Chart.Host.Number, block.Layout);
        }

        (block.Mark.Epoch, block.Mark.Count, block.Mark.File) = (Epoch, 1, _newest);
        _plain.Byte((byte)JournalItem.Rows);
        _plain.Varint(block.Number);
        _plain.Varint((ulong)block.FirstSec);
        _plain.Varint((ulong)block.RowCount);
        _plain.Bytes(MemoryMarshal.AsBytes(block.Rows));
    }

    private void EndTick()
    {
        if (_tick.Count > 0)
        {
            ReadOnlySpan<byte> bytes = _tick.Finish();
            _plain.Byte((byte)JournalItem.Tick);
            _plain.Varint((ulong)bytes.Length);
            _plain.Bytes(bytes);
        }

        _tick.Begin();
    }

    private bool TryOpen(long nowUsec)
    {
        if (nowUsec < _retryUsec)
        {
            return false;
        }

        uint number = _newest + 1;
        SafeFileHandle? file = null;
        try
        {
            string path = PathOf(number);
            file = File.OpenHandle(path, FileMode.Create, FileAccess.ReadWrite, FileShare.Read);
            ulong magic = Magic;
            RandomAccess.Write(file, MemoryMarshal.AsBytes(new ReadOnlySpan<ulong>(in magic)), 0);
            _file = file;
            _length = sizeof(ulong);
            _newest = number;
            _files.Add((number, 0));
            _said.Clear();
            _packed.Clear();
            _deflate = new DeflateStream(new SinkStream(_packed), CompressionLevel.Optimal, leaveOpen: true);
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
            file?.Dispose();
            Fail(error.Message, nowUsec);
            return false;
        }
    }

    /// <summary>The file's stream is broken: the next one tells all open blocks from their begin.</summary>
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
        _deflate?.Dispose();
        _deflate = null;
        if (_file != null)
        {
            _files[^1] = (_newest, _length);
            _length = 0;
            _file.Dispose();
            _file = null;
        }
    }

    private string PathOf(uint number) =>
        StoreFiles.PathOf(_options.Folder, StoreFiles.Journals, number);
}
