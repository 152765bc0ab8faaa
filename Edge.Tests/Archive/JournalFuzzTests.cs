using System.Runtime.InteropServices;
using Edge.Archive;
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
            Assert.InRange(found, 0, whole + 20_000);
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
        using var reader = new JournalReader(engine, new Meanings(), Guid.Empty);
        reader.Read(path, path + ".none");
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
        var frames = new List<byte[]>();
        int at = JournalSuper.Bytes;
        uint sum = 0;
        while (JournalFrame.TryRead(journal, ref at, ref sum, out ReadOnlySpan<byte> payload))
        {
            frames.Add(payload.ToArray());
        }

        return frames;
    }

    private static byte[] Sealed(List<byte[]> frames)
    {
        using var journal = new ByteSink();
        JournalSuper super = JournalSuper.New(Guid.Empty);
        journal.Bytes(MemoryMarshal.AsBytes(new ReadOnlySpan<JournalSuper>(in super)));
        uint sum = 0;
        foreach (byte[] frame in frames)
        {
            JournalFrame.Write(journal, frame, ref sum);
        }

        return journal.Written.ToArray();
    }
}
