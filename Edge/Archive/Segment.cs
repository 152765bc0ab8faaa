using System.Runtime.InteropServices;
using Edge.Sys;
using Microsoft.Win32.SafeHandles;

namespace Edge.Archive;

/// <summary>
/// One file of the compressed store: a superblock, records, and once it is finished an index. Records are
/// appended whole and never changed. Written by the keeper; read by anyone.
/// </summary>
internal sealed class Segment : IDisposable
{
    private readonly SafeFileHandle _file;
    private readonly List<RecordPlace> _places = [];

    private Segment(string path, uint number, SafeFileHandle file, long length)
    {
        Path = path;
        Number = number;
        _file = file;
        Length = length;
    }

    public string Path { get; }

    public uint Number { get; }

    /// <summary>Whose segment it is; zero: not known.</summary>
    public Guid Store { get; private set; }

    /// <summary>Bytes of the file as far as it is used.</summary>
    public long Length { get; private set; }

    /// <summary>Its index is written; nothing is appended any more.</summary>
    public bool IsFinished { get; private set; }

    /// <summary>Definitions and groups, in order.</summary>
    public IReadOnlyList<RecordPlace> Places => _places;

    /// <summary>What was found damaged while it was opened; null: nothing.</summary>
    public string? Damage { get; private set; }

    /// <summary>Where nothing can be written what is kept can be read all the same.</summary>
    private static SafeFileHandle OpenHandle(string path)
    {
        try
        {
            return File.OpenHandle(path, FileMode.Open, FileAccess.ReadWrite, FileShare.Read);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.Read);
        }
    }

    /// <exception cref="IOException">It cannot be made.</exception>
    public static Segment Create(string path, uint number, long nowSec, Guid store)
    {
        SafeFileHandle file = File.OpenHandle(path, FileMode.Create, FileAccess.ReadWrite, FileShare.Read);
        var segment = new Segment(path, number, file, SegmentSuper.Bytes);
        try
        {
            SegmentSuper super = SegmentSuper.New(number, nowSec, store);
            segment.Store = store;
            RandomAccess.Write(file, MemoryMarshal.AsBytes(new ReadOnlySpan<SegmentSuper>(in super)), 0);
            return segment;
        }
        catch (IOException)
        {
            segment.Dispose();
            throw;
        }
    }

    /// <summary>Reads the index, or, where there is none, the heads of the records.</summary>
    /// <param name="path">The file.</param>
    /// <param name="number">As its name says.</param>
    /// <param name="complaint">Why it cannot be used at all.</param>
    /// <returns>Null: it cannot.</returns>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static Segment? Open(string path, uint number, out string? complaint)
    {
        SafeFileHandle file = OpenHandle(path);
        var segment = new Segment(path, number, file, RandomAccess.GetLength(file));
        SegmentSuper super = default;
        Span<byte> bytes = MemoryMarshal.AsBytes(new Span<SegmentSuper>(ref super));
        complaint = segment.ReadAll(0, bytes)
            ? super.Complaint(number)
            : "it is shorter than its first bytes";
        bool isUsed = complaint == null;
        if (isUsed || super.IsDamaged)
        {
            segment.Store = isUsed ? super.Store : Guid.Empty;
            if (!segment.TryReadIndex())
            {
                segment.Scan(cuts: isUsed);
            }

            if (!isUsed && segment._places.Count > 0)
            {
                // Nothing is written to it any more: a new one says whose it is.
                segment.Damage ??= "its first bytes are damaged";
                (isUsed, complaint, segment.IsFinished) = (true, null, true);
            }
        }

        if (!isUsed)
        {
            segment.Dispose();
        }

        return isUsed ? segment : null;
    }

    /// <summary>Appends a record.</summary>
    /// <param name="head">Kind, host and times.</param>
    /// <param name="payload">Whole.</param>
    /// <exception cref="IOException">Nothing was appended.</exception>
    public RecordPlace Append(RecordHead head, ReadOnlySpan<byte> payload)
    {
        Guard.That(!IsFinished);
        Guard.That(payload.Length <= Limits.RecordBytesMax);
        head.Seal(payload);
        long offset = Length;
        try
        {
            Span<byte> padding = stackalloc byte[RecordHead.Alignment];
            padding.Clear();
            RandomAccess.Write(_file, MemoryMarshal.AsBytes(new ReadOnlySpan<RecordHead>(in head)), offset);
            RandomAccess.Write(_file, payload, offset + RecordHead.Bytes);
            int pad = head.RecordBytes - RecordHead.Bytes - payload.Length;
            RandomAccess.Write(_file, padding[..pad], offset + RecordHead.Bytes + payload.Length);
        }
        catch (IOException)
        {
            CutBack(offset);
            throw;
        }

        Length = offset + head.RecordBytes;
        RecordPlace place = RecordPlace.Of(head, offset);
        if (head.Kind != RecordKind.Index)
        {
            _places.Add(place);
        }

        return place;
    }

    /// <summary>Reads a record's payload and checks it.</summary>
    /// <param name="place">One of <see cref="Places"/>.</param>
    /// <param name="target">Of its length.</param>
    /// <returns>Null: it is there, whole. Else what is wrong.</returns>
    public string? Read(RecordPlace place, Span<byte> target)
    {
        Guard.That(target.Length == place.Length);
        Span<byte> bytes = stackalloc byte[RecordHead.Bytes];
        if (!ReadAll(place.Offset, bytes) || !ReadAll(place.Offset + RecordHead.Bytes, target))
        {
            return "it cannot be read";
        }

        return !RecordHead.TryRead(bytes, out RecordHead head) || head.Length != place.Length
                || head.Kind != place.Kind || head.Host != place.Host ? "its head is damaged"
            : head.PayloadSum != Crc32C.Of(target) ? "its sum is wrong"
            : null;
    }

    /// <summary>Reads bytes that have sums of their own. Any thread.</summary>
    public bool TryReadPart(long offset, Span<byte> target) => ReadAll(offset, target);

    /// <summary>Writes the index behind the records. Without it, opening reads every head.</summary>
    /// <exception cref="IOException">It has no index; the records are there all the same.</exception>
    public void Finish()
    {
        long offset = Length;
        ReadOnlySpan<byte> index = MemoryMarshal.AsBytes(CollectionsMarshal.AsSpan(_places));
        Append(new RecordHead { Kind = RecordKind.Index }, index);
        SegmentTail tail = SegmentTail.New(offset);
        RandomAccess.Write(_file, MemoryMarshal.AsBytes(new ReadOnlySpan<SegmentTail>(in tail)), Length);
        Length += SegmentTail.Bytes;
        IsFinished = true;
    }

    /// <summary>Everything appended so far is on the medium.</summary>
    /// <exception cref="IOException">Perhaps not.</exception>
    public void Sync() => RandomAccess.FlushToDisk(_file);

    public void Dispose() => _file.Dispose();

    private bool TryReadIndex()
    {
        SegmentTail tail = default;
        long end = Length - SegmentTail.Bytes;
        Span<byte> bytes = stackalloc byte[RecordHead.Bytes];
        if (end < SegmentSuper.Bytes || !ReadAll(end, MemoryMarshal.AsBytes(new Span<SegmentTail>(ref tail)))
            || !tail.IsSound || !ReadAll(tail.IndexOffset, bytes)
            || !RecordHead.TryRead(bytes, out RecordHead head) || head.Kind != RecordKind.Index
            || tail.IndexOffset + head.RecordBytes != end || head.Length % RecordPlace.Bytes != 0)
        {
            return false;
        }

        CollectionsMarshal.SetCount(_places, head.Length / RecordPlace.Bytes);
        Span<byte> index = MemoryMarshal.AsBytes(CollectionsMarshal.AsSpan(_places));
        if (!ReadAll(tail.IndexOffset + RecordHead.Bytes, index) || head.PayloadSum != Crc32C.Of(index)
            || !_places.TrueForAll(place => IsInside(place, tail.IndexOffset)))
        {
            _places.Clear();
            return false;
        }

        IsFinished = true;
        return true;
    }

    private static bool IsInside(RecordPlace place, long end) =>
        place.Length is >= 0 and <= Limits.RecordBytesMax && place.Offset >= SegmentSuper.Bytes
        && place.Offset + RecordHead.Bytes + (long)place.Length <= end && place.LastSec >= place.FirstSec;

    /// <summary>
    /// Goes from head to head. A damaged one costs its record: the next one that is whole is looked for. What
    /// does not end with a whole record is cut off, to be written on from there.
    /// </summary>
    /// <param name="cuts">False: the file stays as it is.</param>
    private void Scan(bool cuts)
    {
        long offset = SegmentSuper.Bytes;
        long length = Length;
        Span<byte> bytes = stackalloc byte[RecordHead.Bytes];
        while (offset < length)
        {
            if (ReadAll(offset, bytes) && RecordHead.TryRead(bytes, out RecordHead head)
                && offset + head.RecordBytes <= length)
            {
                if (head.Kind is RecordKind.Definitions or RecordKind.Group)
                {
                    _places.Add(RecordPlace.Of(head, offset));
                }

                offset += head.RecordBytes;
                continue;
            }

            if (TryRestore(offset, length, out long behind))
            {
                Damage ??= $"the head of the record at byte {offset} is damaged";
                offset = behind;
                continue;
            }

            long next = FindHead(offset + RecordHead.Alignment, length);
            Damage ??= next < 0
                ? $"the last {length - offset} bytes are no whole record"
                : $"the record at byte {offset} is damaged";
            if (next < 0)
            {
                if (cuts)
                {
                    CutBack(offset);
                }

                break;
            }

            offset = next;
        }

        Length = offset;
    }

    /// <summary>A row group says itself what the head in front of it said.</summary>
    private bool TryRestore(long offset, long length, out long behind)
    {
        Span<byte> bytes = stackalloc byte[RowGroupHeader.Bytes];
        behind = offset + RecordHead.Bytes;
        if (!ReadAll(behind, bytes)
            || RowGroupHeader.TryRead(bytes, out RowGroupHeader header) != Archive.Damage.None
            || behind + header.TotalBytes > length || header.TotalBytes > Limits.RecordBytesMax)
        {
            return false;
        }

        _places.Add(new RecordPlace
        {
            Offset = checked((uint)offset), Length = (int)header.TotalBytes, Host = header.Host,
            Kind = RecordKind.Group, LastSec = header.LastSec,
            FirstSec = Math.Max(1, header.FirstSec - Limits.IntervalSecondsMax + 1),
        });
        behind = Math.Min(length, behind + RecordHead.Padded((int)header.TotalBytes));
        return true;
    }

    /// <summary>The next whole head, -1 if there is none.</summary>
    private long FindHead(long offset, long length)
    {
        byte[] window = new byte[Limits.ScanBytes];
        while (offset + RecordHead.Bytes <= length)
        {
            int count = (int)Math.Min(window.Length, length - offset);
            if (!ReadAll(offset, window.AsSpan(0, count)))
            {
                return -1;
            }

            for (int i = 0; i + RecordHead.Bytes <= count; i += RecordHead.Alignment)
            {
                if (RecordHead.TryRead(window.AsSpan(i, RecordHead.Bytes), out RecordHead head)
                    && offset + i + head.RecordBytes <= length)
                {
                    return offset + i;
                }
            }

            offset += Math.Max(RecordHead.Alignment, (count - RecordHead.Bytes) & -RecordHead.Alignment);
        }

        return -1;
    }

    private bool ReadAll(long offset, Span<byte> target)
    {
        while (!target.IsEmpty)
        {
            int count;
            try
            {
                count = RandomAccess.Read(_file, target, offset);
            }
            catch (IOException)
            {
                return false;
            }

            if (count == 0)
            {
                return false;
            }

            offset += count;
            target = target[count..];
        }

        return true;
    }

    /// <summary>Best effort: what stays behind is damage that the next opening steps over.</summary>
    private void CutBack(long length)
    {
        try
        {
            RandomAccess.SetLength(_file, length);
        }
        catch (IOException)
        {
            Damage ??= "its end cannot be cut off";
        }
    }
}
