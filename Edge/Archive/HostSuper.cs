using System.Buffers.Binary;
using System.Text;
using Edge.Sys;

namespace Edge.Archive;

/// <summary>
/// The first pages of a host's ring file (docs/formats.md), twice the same: whose it is, and its pieces. They
/// are written one after the other when a piece is added; the one with the higher sequence holds.
/// </summary>
internal sealed class HostSuper
{
    public const int Version = 1;
    public const int CopyBytes = 4096;
    public const int Copies = 2;

    /// <summary>Pieces begin behind both, and have a multiple of this.</summary>
    public const int UnitBytes = 64 << 10;
    public const int PiecesMax = (SumOffset - PiecesOffset) / sizeof(uint);

    /// <summary>No problem: one that was made just before the machine went down.</summary>
    public const string Empty = "it is empty";
    private const int PiecesOffset = 88;
    private const int SumOffset = CopyBytes - sizeof(uint);

    private static ReadOnlySpan<byte> Magic => "EDGE HOST RINGS\0"u8;

    public long Sequence { get; set; }

    /// <summary>Random, of this file alone: sums of slots begin with it, so that bytes that came from
    /// elsewhere, whoever made them, are no slots.</summary>
    public required Guid Identity { get; init; }

    public required string MachineGuid { get; init; }

    public List<RingPiece> Pieces { get; } = [];

    /// <summary>Bytes of the file.</summary>
    public long End { get; private set; } = Copies * CopyBytes;

    /// <summary>What sums of slots begin with.</summary>
    public uint Seed
    {
        get
        {
            Span<byte> bytes = stackalloc byte[16];
            Identity.TryWriteBytes(bytes);
            return Crc32C.Of(bytes);
        }
    }

    public RingPiece Add(long bytes, bool hasSlots)
    {
        Guard.That(bytes > 0 && bytes % UnitBytes == 0 && Pieces.Count < PiecesMax);
        var piece = new RingPiece(End, bytes, hasSlots);
        Pieces.Add(piece);
        End += bytes;
        return piece;
    }

    /// <summary>The last one is none: the disk would not have it.</summary>
    public void TakeBack()
    {
        End -= Pieces[^1].Bytes;
        Pieces.RemoveAt(Pieces.Count - 1);
    }

    /// <summary>Both copies, one after the other. Errno.</summary>
    public int Write(RawFile file, WriteCut? cut)
    {
        Sequence++;
        var bytes = new byte[CopyBytes];
        Magic.CopyTo(bytes);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(16), Version);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(20), RingLayout.PageBytes);
        BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(24), Sequence);
        Identity.TryWriteBytes(bytes.AsSpan(32));
        Encoding.ASCII.GetBytes(MachineGuid, bytes.AsSpan(48, RingHead.GuidBytes));
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(84), Pieces.Count);
        for (int i = 0; i < Pieces.Count; i++)
        {
            uint units = (uint)(Pieces[i].Bytes / UnitBytes);
            BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(PiecesOffset + (i * sizeof(uint))),
                (units << 1) | (Pieces[i].HasSlots ? 1u : 0u));
        }

        BinaryPrimitives.WriteUInt32LittleEndian(
            bytes.AsSpan(SumOffset), Crc32C.Of(bytes.AsSpan(0, SumOffset)));
        int errno = 0;
        for (int i = 0; i < Copies && errno == 0; i++)
        {
            cut?.Invoke(file, bytes, i * CopyBytes);
            errno = file.Write(bytes, i * CopyBytes);
        }

        return errno;
    }

    /// <summary>Null: the file is of no use; why, as the end of a sentence.</summary>
    public static HostSuper? Read(RawFile file, out string? problem)
    {
        var bytes = new byte[CopyBytes];
        HostSuper? best = null;
        problem = null;
        for (int i = 0; i < Copies; i++)
        {
            long count = file.Read(bytes, i * CopyBytes, out int errno);
            string? why = count < 0
                ? $"it cannot be read ({RawFile.Explain(errno)})"
                : Problem(bytes.AsSpan(0, (int)count));
            HostSuper? one = why == null ? Decode(bytes) : null;
            problem ??= why;
            best = one != null && (best == null || one.Sequence > best.Sequence) ? one : best;
        }

        problem = best == null ? problem : null;
        return best;
    }

    private static string? Problem(ReadOnlySpan<byte> from)
    {
        if (from.IndexOfAnyExcept((byte)0) < 0)
        {
            return Empty;
        }

        if (from.Length < CopyBytes)
        {
            return "it is too short";
        }

        if (!from.StartsWith(Magic))
        {
            return "it is no ring file";
        }

        int version = BinaryPrimitives.ReadInt32LittleEndian(from[16..]);
        int count = BinaryPrimitives.ReadInt32LittleEndian(from[84..]);
        return version != Version
                ? $"its version is {version}, and {Version} is the one that is known"
            : BinaryPrimitives.ReadUInt32LittleEndian(from[SumOffset..]) != Crc32C.Of(from[..SumOffset])
                || BinaryPrimitives.ReadInt32LittleEndian(from[20..]) != RingLayout.PageBytes
                || (uint)count > PiecesMax
                ? "its first bytes are damaged"
            : null;
    }

    private static HostSuper Decode(ReadOnlySpan<byte> from)
    {
        var super = new HostSuper
        {
            Sequence = BinaryPrimitives.ReadInt64LittleEndian(from[24..]),
            Identity = new Guid(from.Slice(32, 16)),
            MachineGuid = Encoding.ASCII.GetString(from.Slice(48, RingHead.GuidBytes)).TrimEnd('\0'),
        };
        int count = BinaryPrimitives.ReadInt32LittleEndian(from[84..]);
        for (int i = 0; i < count; i++)
        {
            uint word = BinaryPrimitives.ReadUInt32LittleEndian(from[(PiecesOffset + (i * sizeof(uint)))..]);
            if (word >> 1 == 0)
            {
                break;
            }

            super.Add((word >> 1) * (long)UnitBytes, (word & 1) != 0);
        }

        return super;
    }
}
