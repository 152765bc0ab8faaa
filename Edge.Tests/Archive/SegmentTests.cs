using System.Runtime.CompilerServices;
using Edge.Archive;
using Xunit;

namespace Edge.Tests.Archive;

/// <summary>Real files in a folder of the test's own.</summary>
public sealed class SegmentTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("edge-segment-").FullName;

    private string FilePath => Path.Combine(_folder, "segment-0000000007.edge");

    [Fact]
    public void Sizes_on_disk_are_those_of_the_formats_page()
    {
        Assert.Equal(64, Unsafe.SizeOf<SegmentSuper>());
        Assert.Equal(48, Unsafe.SizeOf<RecordHead>());
        Assert.Equal(32, Unsafe.SizeOf<RecordPlace>());
        Assert.Equal(16, Unsafe.SizeOf<SegmentTail>());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void What_was_appended_is_found_again_with_and_without_an_index(bool isFinished)
    {
        List<byte[]> payloads = Fill(isFinished);
        using Segment segment = Open();
        Assert.Equal(isFinished, segment.IsFinished);
        Assert.Null(segment.Damage);
        CheckAll(segment, payloads);
    }

    [Fact]
    public void It_is_written_on_where_it_ended()
    {
        List<byte[]> payloads = Fill(isFinished: false);
        using (Segment segment = Open())
        {
            segment.Append(new RecordHead { Kind = RecordKind.Group, Host = 3 }, "more"u8);
        }

        using Segment again = Open();
        CheckAll(again, [.. payloads, "more"u8.ToArray()]);
    }

    /// <summary>
    /// Whatever a file was cut down to, the records before the cut are there and nothing else is.
    /// </summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_cut_costs_only_what_is_behind_it(bool isFinished)
    {
        List<byte[]> payloads = Fill(isFinished);
        byte[] whole = File.ReadAllBytes(FilePath);
        for (int length = 0; length < whole.Length; length += length < 300 ? 1 : 37)
        {
            File.WriteAllBytes(FilePath, whole.AsSpan(0, length));
            using Segment? segment = Segment.Open(FilePath, 7, out string? complaint);
            Assert.Equal(length < SegmentSuper.Bytes, segment == null);
            Assert.Equal(segment == null, complaint != null);
            if (segment != null)
            {
                CheckAll(segment, payloads.Take(segment.Places.Count));
                int expected = 0;
                long end = SegmentSuper.Bytes;
                foreach (byte[] payload in payloads)
                {
                    end += RecordHead.Bytes + RecordHead.Padded(payload.Length);
                    expected += end <= length ? 1 : 0;
                }

                Assert.Equal(expected, segment.Places.Count);
            }
        }
    }

    /// <summary>A flipped bit costs at most the record that it is in, and is never taken for data.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_flipped_bit_costs_one_record_at_most(bool isFinished)
    {
        List<byte[]> payloads = Fill(isFinished);
        byte[] whole = File.ReadAllBytes(FilePath);
        var random = new Random(1);
        for (int round = 0; round < 600; round++)
        {
            int at = random.Next(round < 100 ? SegmentSuper.Bytes : whole.Length);
            byte[] damaged = [.. whole];
            damaged[at] ^= (byte)(1 << random.Next(8));
            File.WriteAllBytes(FilePath, damaged);
            using Segment segment = Open();
            int sound = 0;
            foreach (RecordPlace place in segment.Places)
            {
                byte[] bytes = new byte[place.Length];
                if (segment.Read(place, bytes) == null)
                {
                    Assert.Contains(payloads, payload => payload.AsSpan().SequenceEqual(bytes));
                    sound++;
                }
            }

            bool isSuper = at < SegmentSuper.Bytes;
            Assert.InRange(sound, payloads.Count - (isSuper ? 0 : 1), payloads.Count);
            Assert.True(!isSuper || segment is { IsFinished: true, Damage: not null });
        }
    }

    [Fact]
    public void Another_version_number_or_kind_of_file_is_not_taken()
    {
        Fill(isFinished: true);
        byte[] whole = File.ReadAllBytes(FilePath);
        Assert.Null(Segment.Open(FilePath, 8, out string? complaint));
        Assert.Equal("it says that it is number 7", complaint);
        whole[8] = 2;
        BitConverter.TryWriteBytes(whole.AsSpan(60), Edge.Sys.Crc32C.Of(whole.AsSpan(0, 60)));
        File.WriteAllBytes(FilePath, whole);
        Assert.Null(Segment.Open(FilePath, 7, out complaint));
        Assert.Equal("its version is 2, not 1", complaint);
        whole[0] = 0;
        BitConverter.TryWriteBytes(whole.AsSpan(60), Edge.Sys.Crc32C.Of(whole.AsSpan(0, 60)));
        File.WriteAllBytes(FilePath, whole);
        Assert.Null(Segment.Open(FilePath, 7, out complaint));
        Assert.Equal("it is no segment of this program", complaint);
    }

    [Fact]
    public void The_oldest_goes_when_the_quota_is_reached()
    {
        using var segments = new Segments(_folder, Limits.QuotaBytesMin);
        segments.Open();
        byte[] payload = new byte[20_000];
        for (int i = 0; i < 100; i++)
        {
            while (segments.TakeOldest(payload.Length + RecordHead.Bytes) is { } oldest)
            {
                Segments.Delete(oldest);
            }

            Segment current = segments.Current(nowSec: 1000 + i, out _);
            current.Append(new RecordHead { Kind = RecordKind.Group, FirstSec = i, LastSec = i }, payload);
            segments.FinishFull();
            Assert.InRange(segments.Bytes, 1, Limits.QuotaBytesMin);
        }

        Assert.InRange(segments.Bytes, Limits.QuotaBytesMin * 9 / 10, Limits.QuotaBytesMin);
        string[] files = Directory.GetFiles(_folder, "segment-*");
        Assert.InRange(files.Length, 10, 21);
        Assert.Equal(segments.All.Count, files.Length);
        Assert.Equal(99, segments.All[^1].Places[^1].FirstSec);
    }

    [Fact]
    public void A_file_that_cannot_be_used_is_kept_under_another_name()
    {
        Fill(isFinished: true);
        File.WriteAllText(Path.Combine(_folder, "segment-0000000009.edge"), "rubbish");
        using var segments = new Segments(_folder, Limits.QuotaBytesMin);
        segments.Open();
        Assert.Single(segments.All);
        Assert.Equal("rubbish",
            File.ReadAllText(Path.Combine(_folder, "segment-0000000009.edge.unusable")));

        // Its number is not used again.
        Assert.Equal(10u, segments.Current(1, out bool isNew).Number);
        Assert.True(isNew);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static void CheckAll(Segment segment, IEnumerable<byte[]> payloads)
    {
        int i = 0;
        foreach (byte[] payload in payloads)
        {
            RecordPlace place = segment.Places[i++];
            byte[] bytes = new byte[place.Length];
            Assert.Null(segment.Read(place, bytes));
            Assert.Equal(payload, bytes);
        }

        Assert.Equal(i, segment.Places.Count);
    }

    private Segment Open()
    {
        Segment? segment = Segment.Open(FilePath, 7, out string? complaint);
        Assert.True(segment != null, complaint);
        return segment;
    }

    private List<byte[]> Fill(bool isFinished)
    {
        var random = new Random(5);
        var payloads = new List<byte[]>();
        using Segment segment = Segment.Create(FilePath, 7, nowSec: 1_000_000_000, Guid.NewGuid());
        for (int i = 0; i < 12; i++)
        {
            byte[] payload = new byte[random.Next(0, 300)];
            random.NextBytes(payload);
            payloads.Add(payload);
            RecordKind kind = i % 4 == 0 ? RecordKind.Definitions : RecordKind.Group;
            var head = new RecordHead { Kind = kind, Host = (uint)i, FirstSec = i, LastSec = i + 300 };
            segment.Append(head, payload);
        }

        segment.Sync();
        if (isFinished)
        {
            segment.Finish();
        }

        return payloads;
    }
}
