using System.IO.Compression;
using System.Runtime.InteropServices;
using Edge.Archive;
using Edge.Sys;
using Xunit;

namespace Edge.Tests.Archive;

/// <summary>Damage whose sums were made right again: what is behind the sums defends itself.</summary>
public sealed class RowGroupFuzzTests : IDisposable
{
    private const int Flips = 4_000;
    private readonly List<RandomBlock> _blocks = [];
    private readonly byte[] _group;
    private readonly ExtentReader _reader = new();

    public RowGroupFuzzTests()
    {
        var random = new Random(21);
        using var writer = new RowGroupWriter();
        writer.Begin(7);
        for (int i = 0; i < 4; i++)
        {
            _blocks.Add(new RandomBlock(random, rounds: 12));
            Assert.True(writer.TryAdd((uint)i, _blocks[i].Shape, _blocks[i].Raw, _blocks[i].Rows));
        }

        _blocks.Add(new RandomBlock(random, rounds: 12));
        Assert.True(writer.TryAddStored(4, _blocks[4].Shape, 1_795_000_000, _blocks[4].Rows));
        _group = writer.Finish().ToArray();
        Assert.Equal(0, Read(_group));
    }

    [Fact]
    public void A_header_that_lies_is_damage_or_harmless()
    {
        var random = new Random(1);
        int told = 0;
        for (int i = 0; i < Flips; i++)
        {
            byte[] group = [.. _group];
            Spoil(group.AsSpan(4, RowGroupHeader.Bytes - 8), random);
            Seal(group);
            told += Read(group) > 0 ? 1 : 0;
        }

        Assert.InRange(told, Flips / 4, Flips);
    }

    [Fact]
    public void A_directory_that_lies_is_damage_or_harmless()
    {
        var random = new Random(2);
        int bytes = (int)MemoryMarshal.Read<RowGroupHeader>(_group).DirectoryBytes;
        int told = 0;
        for (int i = 0; i < Flips + bytes; i++)
        {
            byte[] group = [.. _group];
            Span<byte> directory = group.AsSpan(RowGroupHeader.Bytes, bytes);
            if (i < bytes)
            {
                // A beginning, the rest zeros.
                directory[i..].Clear();
            }
            else
            {
                Spoil(directory, random);
            }

            ref RowGroupHeader header = ref MemoryMarshal.AsRef<RowGroupHeader>(group);
            header.DirectorySum = Crc32C.Of(directory);
            Seal(group);
            told += Read(group) > 0 ? 1 : 0;
        }

        Assert.InRange(told, Flips / 2, Flips + bytes);
    }

    [Fact]
    public void Pages_that_lie_are_damage_or_other_numbers_of_the_same_chart()
    {
        var random = new Random(3);
        RowGroupDirectory directory = Directory(_group);
        ExtentEntry extent = Assert.Single(directory.Extents);
        byte[] raw = Inflated(_group.AsSpan(extent.Offset, extent.Bytes), extent.RawBytes);
        Assert.Equal(0, ReadExtent(directory, raw));
        int told = 0;
        for (int length = 0; length < raw.Length; length++)
        {
            Assert.True(ReadExtent(directory, raw[..length]) > 0, $"{length} of {raw.Length} bytes");
        }

        for (int i = 0; i < 4 * Flips; i++)
        {
            byte[] spoilt = [.. raw];
            int at = random.Next(raw.Length);
            spoilt[at] = random.Next(3) switch
            {
                0 => 0xFF,
                1 => (byte)(spoilt[at] ^ (1 << random.Next(8))),
                _ => (byte)random.Next(256),
            };
            told += ReadExtent(directory, spoilt) > 0 ? 1 : 0;
        }

        Assert.InRange(told, Flips / 4, 4 * Flips);
    }

    [Fact]
    public void Definitions_that_lie_are_refused_or_harmless()
    {
        var random = new Random(4);
        using var plain = new ByteSink();
        using var scratch = new ByteSink();
        using var packed = new ByteSink();
        byte[] whole = [.. "\u0001\u0005\u0004guid\u0004name\u0002\u0006\u0005"u8, 40, .. Layout()];
        int told = 0;
        for (int i = 0; i < Flips + whole.Length; i++)
        {
            byte[] spoilt = [.. whole];
            if (i < whole.Length)
            {
                spoilt = spoilt[..i];
            }
            else
            {
                Spoil(spoilt, random);
            }

            (plain.Length.Equals(0) ? plain : Cleared(plain)).Bytes(spoilt);
            packed.Clear();
            Deflated.Pack(plain, packed);
            told += Definitions.TryRead(packed.Written, scratch, new DeafReader()) ? 0 : 1;
        }

        Assert.InRange(told, Flips / 8, Flips + whole.Length);
    }

    public void Dispose()
    {
        _reader.Dispose();
        _blocks.ForEach(block => block.Dispose());
    }

    private static ByteSink Cleared(ByteSink sink)
    {
        sink.Clear();
        return sink;
    }

    /// <summary>40 bytes: a chart of one dimension.</summary>
    private static byte[] Layout() =>
    [
        1, 5, .. "a.one"u8, 5, .. "a.one"u8, 1, (byte)'f', 1, (byte)'c', 1, (byte)'t', 1, (byte)'u', 0, 0,
        2, 0, 1, 4, .. "dim0"u8, 2, .. "d0"u8, 0, 0, 2, 2,
    ];

    private static void Spoil(Span<byte> bytes, Random random)
    {
        for (int left = 1 + random.Next(2); left > 0; left--)
        {
            int at = random.Next(bytes.Length);
            bytes[at] = random.Next(3) == 0 ? (byte)0xFF : (byte)(bytes[at] ^ (1 << random.Next(8)));
        }
    }

    private static void Seal(byte[] group)
    {
        ref RowGroupHeader header = ref MemoryMarshal.AsRef<RowGroupHeader>(group);
        header.Sum = Crc32C.Of(group.AsSpan(0, RowGroupHeader.Bytes - 4));
    }

    private static RowGroupDirectory Directory(byte[] group)
    {
        var directory = new RowGroupDirectory();
        Assert.Equal(Damage.None, RowGroupHeader.TryRead(group, out RowGroupHeader header));
        Assert.Equal(Damage.None, directory.TryRead(header, group.AsSpan(RowGroupHeader.Bytes)));
        return directory;
    }

    private static byte[] Inflated(ReadOnlySpan<byte> deflated, int length)
    {
        using var inflate = new DeflateStream(
            new MemoryStream(deflated.ToArray()), CompressionMode.Decompress);
        byte[] raw = new byte[length];
        inflate.ReadExactly(raw);
        return raw;
    }

    private static byte[] Deflate(byte[] raw)
    {
        using var target = new MemoryStream();
        using (var deflate = new DeflateStream(target, CompressionLevel.Fastest))
        {
            deflate.Write(raw);
        }

        return target.ToArray();
    }

    /// <summary>How many pages, or all, are damaged.</summary>
    private int Read(byte[] group)
    {
        var directory = new RowGroupDirectory();
        if (RowGroupHeader.TryRead(group, out RowGroupHeader header) != Damage.None
            || directory.TryRead(header, group.AsSpan(RowGroupHeader.Bytes)) != Damage.None)
        {
            Assert.Empty(directory.Pages);
            return 1;
        }

        int damaged = 0;
        for (int i = 0; i < directory.Pages.Count; i++)
        {
            PageEntry page = directory.Pages[i];
            ExtentEntry extent = directory.Extents[page.Extent];
            if (extent.Offset > group.Length
                || _reader.TryLoad(extent, group.AsSpan(extent.Offset)) != Damage.None
                || page.Chart >= _blocks.Count)
            {
                damaged++;
                continue;
            }

            damaged += ReadPage(directory, i, (int)page.Chart) ? 0 : 1;
        }

        return damaged;
    }

    private int ReadExtent(RowGroupDirectory directory, byte[] raw)
    {
        byte[] bytes = Deflate(raw);
        var extent = new ExtentEntry(0, bytes.Length, raw.Length, Crc32C.Of(bytes), 0);
        if (_reader.TryLoad(extent, bytes) != Damage.None)
        {
            return 1;
        }

        int damaged = 0;
        for (int i = 0; i < directory.Pages.Count; i++)
        {
            if (!ReadPage(directory, i, i))
            {
                damaged++;
                continue;
            }

            uint[] found = _reader.Samples.ToArray();
            Assert.DoesNotContain(_blocks, other => other != _blocks[i] && found.SequenceEqual(other.Rows));
        }

        return damaged;
    }

    private bool ReadPage(RowGroupDirectory directory, int page, int block)
    {
        Damage damage = _reader.TryRead(directory, page, _blocks[block].Shape);
        if (damage == Damage.None)
        {
            Assert.Equal(directory.Pages[page].Rows * _blocks[block].Shape.Count, _reader.Samples.Length);
        }

        return damage == Damage.None;
    }

    /// <summary>Knows nobody.</summary>
    private sealed class DeafReader : IDefinitionReader
    {
        public void Host(uint number, string guid, string hostname) =>
            Assert.True(guid.Length + hostname.Length <= 64);

        public EngineChart? Layout(uint number, uint host, ChartLayout layout)
        {
            Assert.InRange(layout.Dimensions.Length, 1, 40);
            return null;
        }
    }
}
