using Edge.Net;
using Edge.Store;
using Edge.Stream;
using Xunit;

namespace Edge.Tests.Stream;

[Collection(StreamLogCollection.Name)]
public sealed class StreamOutletTests
{
    private const string Definition =
        "CHART \"system.cpu\" \"\" \"CPU\" \"%\" \"system\" \"system.cpu\" \"line\" 1000 1 \"   \" \"\" "
            + "\"\"\n"
        + "DIMENSION \"user\" \"user\" \"absolute\" 1 1 \"  \"\n"
        + "DIMENSION \"idle\" \"idle\" \"absolute\" 1 1 \"  \"\n";

    private static string Block(long usec) =>
        $"BEGIN \"system.cpu\" {usec}\nSET \"user\" = 7\nSET \"idle\" = -8\nEND\n";

    private static SenderRig Streaming(StreamOptions? options = null, SendTarget? target = null)
    {
        var rig = new SenderRig(options, target);
        rig.Stream();
        rig.Parent.TakeSent();
        return rig;
    }

    [Fact]
    public void A_chart_is_defined_with_its_first_collection_and_then_only_collected()
    {
        using SenderRig rig = Streaming();
        rig.Second();
        Assert.Equal(Definition + Block(0), rig.Parent.TakeSent());
        rig.Second();
        Assert.Equal(Block(0), rig.Parent.TakeSent());
    }

    [Theory]
    [InlineData(60, 1)]
    [InlineData(2, 1)]
    [InlineData(0, 1)]
    [InlineData(2, 5)]
    public void Zeros_are_sent_for_one_collection_more_than_the_option_says(int iterations, int every)
    {
        using SenderRig rig = Streaming(new StreamOptions { ResyncIterations = iterations });
        Chart slow;
        using (rig.Host.Gate.Enter())
        {
            slow = rig.Host.Define(new ChartDefinition { Type = "t", Id = "slow", UpdateEvery = every })!;
            slow.Define("d");
        }

        rig.NowUsec -= rig.NowUsec % (every * 1_000_000);
        var microseconds = new List<string>();
        for (int i = 0; i < iterations + 3; i++)
        {
            rig.NowUsec += every * 1_000_000;
            rig.Parent.NowUsec = rig.NowUsec;
            using (rig.Host.Gate.Enter())
            {
                slow.Set(slow.Dimensions[0], 1, rig.NowUsec);
                slow.Commit(rig.NowUsec);
                rig.Host.Flush(rig.NowUsec);
            }

            string sent = rig.Parent.TakeSent();
            microseconds.Add(sent[sent.IndexOf("BEGIN", StringComparison.Ordinal)..].Split('\n')[0].Split(
                ' ')[2]);
        }

        Assert.Equal(iterations + 1, microseconds.TakeWhile(usec => usec == "0").Count());
        Assert.Equal($"{every * 1_000_000}", microseconds[^1]);
    }

    [Fact]
    public void Only_what_was_updated_is_sent()
    {
        using SenderRig rig = Streaming();
        rig.Second();
        rig.Parent.TakeSent();
        using (rig.Host.Gate.Enter())
        {
            rig.Chart.Set(rig.Idle, long.MinValue, rig.NowUsec);
            rig.Chart.Commit(rig.NowUsec + 1_000_000);
            rig.Chart.Commit(rig.NowUsec + 2_000_000);
            rig.Host.Flush(rig.NowUsec);
        }

        Assert.Equal("BEGIN \"system.cpu\" 0\nSET \"idle\" = -9223372036854775808\nEND\nBEGIN "
            + "\"system.cpu\" 0\nEND\n",
            rig.Parent.Sent);
    }

    [Fact]
    public void A_tick_is_one_append()
    {
        using SenderRig rig = Streaming();
        for (int i = 0; i < 100; i++)
        {
            rig.Host.Define(new ChartDefinition { Type = "t", Id = $"c{i}" })!.Define("d");
        }

        for (int second = 0; second < 3; second++)
        {
            rig.NowUsec += 1_000_000;
            int before = rig.Parent.Appends;
            using (rig.Host.Gate.Enter())
            {
                foreach (Chart chart in rig.Host.Charts)
                {
                    chart.Set(chart.Dimensions[0], second, rig.NowUsec);
                    chart.Commit(rig.NowUsec);
                }

                rig.Host.Flush(rig.NowUsec);
            }

            Assert.Equal(before + 1, rig.Parent.Appends);
        }
    }

    public static TheoryData<string, object> Triggers() => new()
    {
        { "the same CHART again", (Action<SenderRig>)(rig => rig.Host.Define(new ChartDefinition
            { Type = "system", Id = "cpu", Title = "CPU", Units = "%" })) },
        { "a new dimension", (Action<SenderRig>)(rig => rig.Chart.Define("third")) },
        { "another name of a dimension", (Action<SenderRig>)(rig => rig.Chart.Define("user", "named")) },
        { "another algorithm", (Action<SenderRig>)(rig => rig.Chart.Define("user", null,
            Algorithm.Incremental)) },
        { "another multiplier", (Action<SenderRig>)(rig => rig.Chart.Define("user", null, Algorithm.Absolute,
            2)) },
        { "another divisor", (Action<SenderRig>)(rig => rig.Chart.Define("user", null, Algorithm.Absolute, 1,
            2)) },
        { "a variable", (Action<SenderRig>)(rig => rig.Chart.SetVariable("v", 1)) },
        { "a rename", (Action<SenderRig>)(rig => rig.Host.Define(new ChartDefinition { Type = "system",
            Id = "cpu", Name = "other" })) },
    };

    [Theory]
    [MemberData(nameof(Triggers))]
    public void A_definition_is_sent_again_whole_and_with_new_zeros(string why, object act)
    {
        using SenderRig rig = Streaming(new StreamOptions { ResyncIterations = 1 });
        rig.Second(4);
        Assert.EndsWith(Block(1_000_000), rig.Parent.TakeSent());
        using (rig.Host.Gate.Enter())
        {
            ((Action<SenderRig>)act)(rig);
        }

        rig.Second();
        string sent = rig.Parent.TakeSent();
        Assert.True(sent.StartsWith("CHART \"system.cpu\"", StringComparison.Ordinal), why);
        Assert.Equal(rig.Chart.Dimensions.Count, sent.Split("DIMENSION ").Length - 1);
        Assert.Contains("BEGIN \"system.cpu\" 0\n", sent);
        rig.Second();
        Assert.StartsWith("BEGIN", rig.Parent.TakeSent());
    }

    [Fact]
    public void A_variable_of_a_chart_comes_behind_its_dimensions()
    {
        using SenderRig rig = Streaming();
        rig.Chart.SetVariable("pidmax", 32768);
        rig.Chart.SetVariable("never", double.NaN);
        rig.Second();
        Assert.StartsWith(Definition + "VARIABLE CHART pidmax = 32768.0000000\nVARIABLE CHART never = "
            + "nan\nBEGIN",
            rig.Parent.Sent);
    }

    [Fact]
    public void An_obsolete_chart_is_told_without_a_collection_and_revived_with_the_next()
    {
        using SenderRig rig = Streaming();
        rig.Second();
        rig.Parent.TakeSent();
        using (rig.Host.Gate.Enter())
        {
            rig.Chart.SetObsolete(true);
            rig.Host.Flush(rig.NowUsec);
        }

        Assert.Equal(Definition.Replace("\"   \"", "\"obsolete   \""), rig.Parent.TakeSent());
        rig.Second();
        Assert.StartsWith(Definition, rig.Parent.TakeSent());
    }

    [Fact]
    public void Options_of_charts_and_dimensions_have_their_slots()
    {
        using SenderRig rig = Streaming();
        using (rig.Host.Gate.Enter())
        {
            Chart chart = rig.Host.Define(new ChartDefinition
            {
                Type = "t", Id = "x", Name = "shown", Style = ChartStyle.Stacked, Priority = -3,
                    UpdateEvery = 7,
                Flags = ChartFlags.Detail | ChartFlags.StoreFirst | ChartFlags.Hidden, Plugin = "p",
                    Module = "m",
            })!;
            chart.Define("a", "b", Algorithm.PercentageOfAbsoluteRow, -1, 1000,
                DimensionFlags.Hidden | DimensionFlags.NoResetDetection);
            chart.Commit(rig.NowUsec);
            rig.Host.Flush(rig.NowUsec);
        }

        Assert.StartsWith("CHART \"t.x\" \"shown\" \"\" \"\" \"t\" \"t.x\" \"stacked\" -3 7 \" detail "
            + "store_first hidden\" \"p\" \"m\"\n"
            + "DIMENSION \"a\" \"b\" \"percentage-of-absolute-row\" -1 1000 \" hidden "
            + "noreset\"\nBEGIN",
            rig.Parent.Sent);
    }

    [Fact]
    public void The_filter_asks_with_id_and_name_once_and_again_after_a_rename()
    {
        var asked = new List<string>();
        using SenderRig rig = Streaming(target: new SendTarget
        {
            IsEnabled = true, Destination = "p", ApiKey = "k",
            Matches = text =>
            {
                asked.Add(text);
                return text is "system.cpu" or "t.wanted";
            },
        });
        Chart other = rig.Host.Define(new ChartDefinition { Type = "t", Id = "c" })!;
        other.Define("d");
        void commit()
        {
            using (rig.Host.Gate.Enter())
            {
                other.Commit(rig.NowUsec += 1_000_000);
                rig.Host.Flush(rig.NowUsec);
            }
        }

        asked.Clear();
        commit();
        commit();
        Assert.Equal("", rig.Parent.Sent);
        Assert.Equal(["t.c", "t.c"], asked);
        rig.Host.Define(new ChartDefinition { Type = "t", Id = "c", Name = "wanted" });
        commit();
        Assert.StartsWith("CHART \"t.c\" \"wanted\"", rig.Parent.Sent);
        Assert.Equal(["t.c", "t.c", "t.c", "t.wanted"], asked);
    }

    [Fact]
    public void A_slot_that_is_given_again_starts_anew()
    {
        using SenderRig rig = Streaming();
        rig.Second();
        using (rig.Host.Gate.Enter())
        {
            rig.Host.Remove(rig.Chart);
            Chart next = rig.Host.Define(new ChartDefinition { Type = "t", Id = "next" })!;
            Assert.Equal(rig.Chart.Slot, next.Slot);
            next.Define("d");
            next.Set(next.Dimensions[0], 5, rig.NowUsec);
            next.Commit(rig.NowUsec);
            rig.Parent.TakeSent();
            rig.Host.Flush(rig.NowUsec);
        }

        Assert.StartsWith("CHART \"t.next\"", rig.Parent.Sent);
        Assert.EndsWith("BEGIN \"t.next\" 0\nSET \"d\" = 5\nEND\n", rig.Parent.Sent);
    }

    [Fact]
    public void Ids_that_would_break_a_line_are_cleaned()
    {
        using SenderRig rig = Streaming();
        using (rig.Host.Gate.Enter())
        {
            Chart chart = rig.Host.Define(new ChartDefinition { Type = "t", Id = "a\"b",
                Plugin = "p\nq\\" })!;
            chart.Define("x\"\r\ny\\", "n\0");
            chart.Set(chart.Dimensions[0], 1, rig.NowUsec);
            chart.Commit(rig.NowUsec);
            rig.Host.Flush(rig.NowUsec);
        }

        Assert.Equal("CHART \"t.a'b\" \"a_b\" \"\" \"\" \"t\" \"t.a'b\" \"line\" 1000 1 \"   \" \"p q/\" "
            + "\"\"\n"
            + "DIMENSION \"x'  y/\" \"n \" \"absolute\" 1 1 \"  \"\n"
            + "BEGIN \"t.a'b\" 0\nSET \"x'  y/\" = 1\nEND\n", rig.Parent.Sent);
    }

    [Fact]
    public void No_line_is_longer_than_a_parent_takes()
    {
        using SenderRig rig = Streaming();
        using (rig.Host.Gate.Enter())
        {
            Chart chart = rig.Host.Define(new ChartDefinition { Type = "t", Id = "c", Title = new string('T',
                5000) })!;
            chart.Define("d", string.Concat(Enumerable.Repeat("é", 3000)));
            chart.SetVariable(new string('v', 2000), 1);
            chart.Commit(rig.NowUsec);
            rig.Host.SetVariable(new string('w', 2000), 1);
            rig.Host.SetLabels([new Label("k", new string('l', 5000), 1), new Label(new string('m', 5000),
                "v", 1)]);
            rig.Host.Flush(rig.NowUsec);
        }

        string[] lines = rig.Parent.Sent.Split('\n');
        Assert.All(lines, line => Assert.True(System.Text.Encoding.UTF8.GetByteCount(line) <= 1022));
        Assert.Equal(1022, lines.Single(l => l.StartsWith("CHART ")).Length);
        Assert.DoesNotContain("\uFFFD", rig.Parent.Sent);
        Assert.Equal(["CHART", "DIMENSION", "BEGIN", "END", "LABEL", "OVERWRITE", ""],
            lines.Select(l => l.Split(' ')[0]));
    }

    [Theory]
    [InlineData("long")]
    [InlineData("units")]
    [InlineData("dimension")]
    [InlineData("half")]
    public void A_chart_that_no_parent_could_take_is_left_out_and_named_once(string what)
    {
        using SenderRig rig = Streaming();
        rig.Second();
        rig.Parent.TakeSent();
        rig.Log.Take();
        using (rig.Host.Gate.Enter())
        {
            Chart chart = rig.Host.Define(new ChartDefinition
            {
                Type = "t",
                Id = what == "long" ? string.Concat(Enumerable.Repeat("é", 150)) : what == "half" ? "" : "c",
                Units = new string('u', what == "units" ? 1000 : 1),
            })!;
            chart.Define(new string('d', what == "dimension" ? 1000 : 1));
            for (int i = 0; i < 3; i++)
            {
                chart.Set(chart.Dimensions[0], 1, rig.NowUsec);
                chart.Commit(rig.NowUsec);
                rig.Host.Flush(rig.NowUsec);
            }
        }

        Assert.Equal("", rig.Parent.Sent);
        Assert.Single(rig.Log.Take(), line => line.Contains("is not sent"));
        rig.Second();
        Assert.StartsWith("BEGIN \"system.cpu\"", rig.Parent.Sent);
    }

    [Theory]
    [InlineData("Hit me baby, push them over...", "VARIABLE HOST v = 1234567.1250000\n")]
    [InlineData("Hit me baby, push them over and bring the host labels...",
        "VARIABLE HOST v = 1234567.1250000\nLABEL \"_os_name\" = 0 Debian\nLABEL \"e\" = 1 \"\"\nOVERWRITE "
            + "labels\n")]
    [InlineData("Hit me baby, push them over with the version=2",
        "VARIABLE HOST v = 1234567.1250000\nLABEL \"_os_name\" = 0 Debian\nLABEL \"e\" = 1 \"\"\nOVERWRITE "
            + "labels\n")]
    [InlineData("Hit me baby, push them over with the version=3",
        "VARIABLE HOST v = 1234567.1250000\nCLAIMED_ID 631fa722-8ed8-4856-8243-0e59d747854c NULL\n"
        + "LABEL \"_os_name\" = 0 Debian\nLABEL \"e\" = 1 \"\"\nOVERWRITE labels\n")]
    public void What_goes_before_the_charts_depends_on_the_version(string answer, string text)
    {
        using var rig = new SenderRig();
        rig.Host.SetVariable("v", 1234567.125);
        rig.Host.SetLabels([new Label("_os_name", "Debian", 0), new Label("e", "", 1)]);
        rig.Stream(answer);
        Assert.Equal(text, rig.Parent.TakeSent());
    }

    [Fact]
    public void Changes_of_the_host_are_told_while_connected_and_never_within_a_block()
    {
        using SenderRig rig = Streaming();
        using (rig.Host.Gate.Enter())
        {
            rig.Host.SetVariable("a b", 1);
            rig.Chart.Set(rig.User, 1, rig.NowUsec);
            rig.Host.SetClaimId("22222222-2222-3333-4444-555555555555");
            rig.Chart.Commit(rig.NowUsec);
            rig.Host.SetLabels([new Label("x", "a=b c", 9), new Label("y", "it's \"q\"", 1)]);
            rig.Host.Flush(rig.NowUsec);
        }

        Assert.Equal("VARIABLE HOST \"a b\" = 1.0000000\n"
            + "CLAIMED_ID 631fa722-8ed8-4856-8243-0e59d747854c 22222222-2222-3333-4444-555555555555\n"
            + Definition + "BEGIN \"system.cpu\" 0\nSET \"user\" = 1\nEND\n"
            + "LABEL \"x\" = 9 \"a=b c\"\nLABEL \"y\" = 1 \"it's 'q'\"\nOVERWRITE labels\n", rig.Parent.Sent);
    }

    [Fact]
    public void Nothing_is_allocated_per_tick()
    {
        using SenderRig rig = Streaming();
        for (int i = 0; i < 20; i++)
        {
            Chart chart = rig.Host.Define(new ChartDefinition { Type = "t", Id = $"c{i}" })!;
            for (int d = 0; d < 10; d++)
            {
                chart.Define($"dimension{d}");
            }
        }

        var parent = new DeafConnection();
        var host = rig.Host;
        long[] values = new long[12];
        long least = long.MaxValue;
        rig.Parent.Close(CloseReason.ByPeer);
        rig.Second(6);
        rig.Dial.Last.Caller.Connected(parent, "p", rig.NowUsec);
        rig.Dial.Last.Session.Consume(parent, ParentAnswer.First, rig.NowUsec);
        Assert.True(rig.Sender.IsStreaming);
        long bytes = parent.BytesSent;
        using (host.Gate.Enter())
        {
            for (int window = 0; window < 10; window++)
            {
                long before = GC.GetAllocatedBytesForCurrentThread();
                for (int tick = 0; tick < 20; tick++)
                {
                    rig.NowUsec += 1_000_000;
                    for (int c = 0; c < host.Charts.Count; c++)
                    {
                        Chart chart = host.Charts[c];
                        values[c % 10]++;
                        rig.Sender.Outlet.Committed(chart, values.AsSpan(0, chart.Dimensions.Count), [],
                            1_000_000);
                    }

                    rig.Sender.Outlet.Flush(rig.NowUsec);
                }

                least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
            }
        }

        Assert.Equal(0, least);
        Assert.True(parent.BytesSent - bytes > 20 * 200 * 10);
    }
}
