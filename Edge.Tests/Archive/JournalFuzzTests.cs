using System.IO.Compression;
using System.Runtime.InteropServices;
using Edge.Archive;
using Edge.Sys;
using Xunit;

namespace Edge.Tests.Archive;

/// <summary>Journals whose frames lie, all sums right.</summary>
public sealed class JournalFuzzTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("edge-journal-").FullName;

    [Fact]
    public void Frames_that_lie_cost_what_is_behind_them_and_no_memory()
    {
        List<byte[]> frames;
        using (var rig = new EngineRig(_folder, 7))
        {
            rig.Define("a.one", 2);
            rig.Define("a.two", 3);
            rig.Run(14, isWild: true);
            frames = Plain(File.ReadAllBytes(Assert.Single(Directory.GetFiles(_folder, "journal-*"))));
        }

        Assert.True(frames.Count > 8);
        string path = Path.Combine(_folder, "spoilt");
        var random = new Random(5);
        long whole = Read(path, frames);
        Assert.True(whole > 15);
        int fewer = 0;
        int first = frames[0].Length;
        for (int i = 0; i < 2_500 + first; i++)
        {
            int which = i < first || random.Next(3) == 0 ? 0 : random.Next(frames.Count);
            List<byte[]> spoilt = [.. frames];
            spoilt[which] = i is > 0 && i < first ? frames[0][..i] : [.. frames[which]];
            if (i >= first)
            {
                int at = random.Next(spoilt[which].Length);
                spoilt[which][at] ^= random.Next(4) == 0 ? (byte)0xFF : (byte)(1 << random.Next(8));
            }

            long found = Read(path, spoilt);
            Assert.InRange(found, 0, whole + 32);
            fewer += found < whole ? 1 : 0;
        }

        Assert.InRange(fewer, 200, 2_500 + first);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    /// <summary>Collections that a journal of these frames gives.</summary>
    private static long Read(string path, List<byte[]> frames)
    {
        File.WriteAllBytes(path, Sealed(frames));
        string folder = Path.Combine(Path.GetDirectoryName(path)!, "empty");
        using var engine = new Engine(new EngineOptions { Folder = folder, HasJournal = false }, 1);
        using var reader = new JournalReader(engine, new Meanings());
        reader.Read(1, path);
        foreach (ClosedBlock block in reader.Take())
        {
            Assert.True(block.LastSec >= block.FirstSec && block.FirstSec > 0);
            Assert.Equal(0, block.Rows.Length % block.Layout.Dimensions.Length);
            block.Dispose();
        }

        return reader.Collections;
    }

    private static List<byte[]> Plain(byte[] journal)
    {
        var packed = new MemoryStream();
        var lengths = new List<int>();
        for (int at = sizeof(ulong); at < journal.Length;)
        {
            JournalFrame frame = MemoryMarshal.Read<JournalFrame>(journal.AsSpan(at));
            packed.Write(journal.AsSpan(at + JournalFrame.Bytes, frame.Length));
            lengths.Add(frame.PlainLength);
            at += JournalFrame.Bytes + frame.Length;
        }

        packed.Position = 0;
        using var inflate = new DeflateStream(packed, CompressionMode.Decompress);
        var frames = new List<byte[]>();
        foreach (int length in lengths)
        {
            byte[] frame = new byte[length];
            inflate.ReadExactly(frame);
            frames.Add(frame);
        }

        return frames;
    }

    private static byte[] Sealed(List<byte[]> frames)
    {
        var journal = new MemoryStream();
        ulong magic = Journal.Magic;
        journal.Write(MemoryMarshal.AsBytes(new ReadOnlySpan<ulong>(in magic)));
        using var packed = new MemoryStream();
        using var deflate = new DeflateStream(packed, CompressionLevel.Fastest);
        int before = 0;
        foreach (byte[] plain in frames)
        {
            deflate.Write(plain);
            deflate.Flush();
            byte[] bytes = packed.ToArray()[before..];
            before += bytes.Length;
            var frame = JournalFrame.Of(bytes, plain.Length);
            journal.Write(MemoryMarshal.AsBytes(new ReadOnlySpan<JournalFrame>(in frame)));
            journal.Write(bytes);
        }

        return journal.ToArray();
    }
}
