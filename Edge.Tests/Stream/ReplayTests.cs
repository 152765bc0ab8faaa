using Edge.Net;
using Edge.Store;
using Edge.Stream;
using Edge.Sys;
using Xunit;

namespace Edge.Tests.Stream;

[Collection(StreamLogCollection.Name)]
public sealed class ReplayTests
{
    private static Chart Define(Host host, string id, int updateEvery = 1)
    {
        Chart chart = host.Define(new ChartDefinition { Type = "t", Id = id, UpdateEvery = updateEvery })!;
        chart.Define("gauge");
        chart.Define("counter", algorithm: Algorithm.Incremental, divisor: 3);
        chart.Define("share", algorithm: Algorithm.PercentageOfIncrementalRow);
        return chart;
    }

    private static void Collect(Chart chart, long nowUsec)
    {
        long n = nowUsec / 1_000_000;
        chart.Set(chart.Dimensions[0], (n * 7919) % 1000, nowUsec);
        chart.Set(chart.Dimensions[1], n * 100 + (n % 7), nowUsec);
        chart.Set(chart.Dimensions[2], n * n % 100_000_007, nowUsec);
        chart.Commit(nowUsec);
    }

    [Fact]
    public void Nothing_of_a_chart_goes_before_its_replay_is_over_and_then_all_of_it_does()
    {
        using var rig = new ReplayRig();
        Chart chart = Define(rig.Child, "c");
        rig.Tick(now => Collect(chart, now));
        rig.Tick(now => Collect(chart, now));
        rig.Tick(now => Collect(chart, now));

        string said = rig.ToParent.ToString();
        int end = said.IndexOf("CHART_DEFINITION_END ", StringComparison.Ordinal);
        int rend = said.IndexOf("\nREND 1 ", StringComparison.Ordinal);
        int begin = said.IndexOf("\nBEGIN ", StringComparison.Ordinal);
        Assert.True(end >= 0 && end < rend && rend < begin, said);
        Assert.StartsWith("REPLAY_CHART \"t.c\" \"true\" ", rig.ToChild.ToString(), StringComparison.Ordinal);
        Assert.Single(rig.ToChild.ToString().Trim().Split('\n'));
    }

    [Fact]
    public void An_outage_leaves_no_hole_and_what_comes_after_it_goes_on_exactly()
    {
        void f(int seconds, bool forgets, int step, StoreOptions child)
        {
            using var rig = new ReplayRig(child, terms: new ReplayTerms { StepSeconds = step });
            Chart chart = Define(rig.Child, "c");
            for (int i = 0; i < 20; i++)
            {
                rig.Tick(now => Collect(chart, now));
            }

            if (forgets)
            {
                rig.ForgetParent();
            }
            else
            {
                rig.Cut();
            }

            for (int i = 0; i < seconds; i++)
            {
                rig.Tick(now => Collect(chart, now));
            }

            rig.IsParentThere = true;
            for (int i = 0; i < 20; i++)
            {
                rig.Tick(now => Collect(chart, now));
            }

            SameRows(rig, "t.c", forgets ? seconds + 30 : seconds + 35);
            Assert.Equal(
                chart.Series.Clock.LastCollectedUsec, rig.Parent.Find("t.c")!.Series.Clock.LastCollectedUsec);
            Assert.DoesNotContain(rig.Log.Lines, line => line.Contains("REPLAY", StringComparison.Ordinal));
        }

        var ram = new StoreOptions { HistoryEntries = 600 };
        var none = new StoreOptions { Mode = MemoryMode.None, ReplayBytes = 100_000 };
        foreach (StoreOptions child in new[] { ram, none })
        {
            f(30, forgets: false, step: 600, child);
            f(30, forgets: true, step: 600, child);
            f(300, forgets: false, step: 40, child);
            f(300, forgets: true, step: 7, child);
        }
    }

    /// <summary>Every row of the parent is the child's, and there are at least so many.</summary>
    private static void SameRows(ReplayRig rig, string id, int atLeast)
    {
        SortedDictionary<long, uint[]> child = ReplayRig.Rows(rig.Child, id);
        SortedDictionary<long, uint[]> parent = ReplayRig.Rows(rig.Parent, id);
        Assert.True(parent.Count >= atLeast,
            $"{parent.Count} rows at the parent, {child.Count} at the child");
        long first = parent.Keys.First();
        foreach ((long sec, uint[] row) in child)
        {
            Assert.True(sec < first || parent.ContainsKey(sec), $"second {sec} is missing");
            for (int i = 0; sec >= first && i < row.Length; i++)
            {
                // What is carried over a replay has seven decimals.
                double wanted = StoredNumber.Unpack(row[i]);
                double found = StoredNumber.Unpack(parent[sec][i]);
                Assert.True(Math.Abs(wanted - found) <= Math.Max(2e-7, Math.Abs(wanted) * 1e-6),
                    $"{sec} {i}: {wanted} {found}");
                Assert.Equal(StoredNumber.DoesExist(row[i]), StoredNumber.DoesExist(parent[sec][i]));
            }
        }
    }

    [Fact]
    public void Random_outages_of_random_charts_leave_the_same_rows_at_both_ends()
    {
        for (int seed = 0; seed < 40; seed++)
        {
            var random = new Random(seed);
            using var rig = new ReplayRig(new StoreOptions { HistoryEntries = 1000 },
                new StoreOptions { HistoryEntries = 1000 },
                new ReplayTerms { StepSeconds = random.Next(5, 200) });
            List<Chart> charts = [];
            List<int> periods = [1, 1, 2, 5];
            foreach (int every in periods)
            {
                charts.Add(Define(rig.Child, $"c{charts.Count}", every));
            }

            for (int i = 0; i < 400; i++)
            {
                if (random.Next(40) == 0)
                {
                    if (random.Next(4) == 0)
                    {
                        rig.ForgetParent();
                    }

                    rig.Cut();
                }
                else if (random.Next(15) == 0)
                {
                    rig.IsParentThere = true;
                }

                if (random.Next(60) == 0)
                {
                    Chart chart = charts[random.Next(charts.Count)];
                    chart.SetVariable("v", i);
                }

                bool skips = random.Next(25) == 0;
                rig.Tick(
                    now =>
                    {
                        for (int k = 0; k < charts.Count; k++)
                        {
                            if (!skips && now / Clock.UsecPerSecond % periods[k] == 0)
                            {
                                Collect(charts[k], now);
                            }
                        }
                    },
                    Clock.UsecPerSecond + random.Next(-900, 900));
            }

            rig.IsParentThere = true;
            for (int i = 0; i < 30; i++)
            {
                rig.Tick(now =>
                {
                    Collect(charts[0], now);
                    Collect(charts[1], now);
                });
            }

            SameRows(rig, "t.c0", 100);
            SameRows(rig, "t.c1", 100);
            Assert.Equal(CloseReason.None, rig.Down!.Reason);
        }
    }

    [Fact]
    public void Every_split_of_an_exchange_gives_the_same_rows()
    {
        string f(int bytes)
        {
            using var rig = new ReplayRig();
            Chart chart = Define(rig.Child, "c");
            for (int i = 0; i < 5; i++)
            {
                rig.Tick(now => Collect(chart, now));
            }

            rig.Cut();
            for (int i = 0; i < 5; i++)
            {
                rig.Tick(now => Collect(chart, now));
            }

            rig.IsParentThere = true;
            rig.NowUsec += Clock.UsecPerSecond;
            using (rig.Child.Gate.Enter())
            {
                Collect(chart, rig.NowUsec);
            }

            string text = RecordedAnswer(rig, chart);
            using var parent = new ReplayRig();
            using var receiver = new ReplayReceiver(parent.Parent);
            for (int at = 0; at < text.Length; at += Math.Min(bytes, text.Length - at))
            {
                receiver.Feed(text.Substring(at, Math.Min(bytes, text.Length - at)));
            }

            Assert.Equal(CloseReason.None, receiver.Connection.Reason);
            return string.Join('\n', ReplayRig.Rows(parent.Parent, "t.c")
                .Select(pair => $"{pair.Key} {string.Join(' ', pair.Value)}"));
        }

        string whole = f(int.MaxValue);
        Assert.Equal(10, whole.Split('\n').Length);
        for (int bytes = 1; bytes < 300; bytes += 1)
        {
            Assert.Equal(whole, f(bytes));
        }
    }

    private static string RecordedAnswer(ReplayRig rig, Chart chart)
    {
        var writer = new Edge.Text.ByteWriter();
        Assert.True(ChartText.TryDefine(writer, chart, ReplayRig.Agreed));
        long now = rig.NowUsec / Clock.UsecPerSecond;
        ReplayText.DefinitionEnd(writer, chart, now);
        long told = now;
        ReplayText.Write(writer, chart, new ReplayRequest(true, 1, now), ref told, now, int.MaxValue / 2);
        return System.Text.Encoding.UTF8.GetString(writer.Written);
    }

    [Fact]
    public void A_clock_that_differs_is_the_childs_for_all_that_follows()
    {
        foreach (long skewSec in new long[] { -7200, -100, -3, 3, 100, 7200 })
        {
            using var rig = new ReplayRig { SkewUsec = skewSec * Clock.UsecPerSecond };
            Chart chart = Define(rig.Child, "c");
            for (int i = 0; i < 60; i++)
            {
                rig.Tick(now => Collect(chart, now));
                if (i == 20)
                {
                    rig.Cut();
                }

                rig.IsParentThere = i is < 20 or > 40;
            }

            SameRows(rig, "t.c", 50);
            Assert.Equal(chart.Series.LastEntrySec, rig.Parent.Find("t.c")!.Series.LastEntrySec);
        }
    }

    [Fact]
    public void A_wide_history_is_told_in_pieces_that_fit_the_buffer_and_nothing_is_lost()
    {
        using var rig = new ReplayRig(options: new StreamOptions { BufferSizeBytes = 16_384 });
        Chart chart = rig.Child.Define(new ChartDefinition { Type = "t", Id = "wide" })!;
        for (int i = 0; i < 50; i++)
        {
            chart.Define($"d{i}");
        }

        void f(long now)
        {
            foreach (Dimension dimension in chart.Dimensions)
            {
                chart.Set(dimension, now % 1000, now);
            }

            chart.Commit(now);
        }

        rig.IsParentThere = false;
        for (int i = 0; i < 200; i++)
        {
            rig.Tick(f);
        }

        rig.IsParentThere = true;
        for (int i = 0; i < 20; i++)
        {
            rig.Tick(f);
        }

        Assert.Equal(ReplayRig.Rows(rig.Child, "t.wide").Keys, ReplayRig.Rows(rig.Parent, "t.wide").Keys);
        Assert.Contains(" false ", rig.ToParent.ToString(), StringComparison.Ordinal);
        Assert.Equal(1, rig.Sender.Connections);
    }

    [Fact]
    public void Answers_wait_while_the_buffer_is_half_full_and_go_on_when_it_is_nearly_empty()
    {
        var queue = new ReplayQueue();
        Assert.True(queue.MayGoOn(0, 1000));
        Assert.False(queue.Pauses(500, 1000));
        Assert.True(queue.Pauses(501, 1000));
        Assert.False(queue.MayGoOn(101, 1000));
        Assert.True(queue.MayGoOn(100, 1000));
        queue.Add(3, 30);
        queue.Add(1, 10);
        queue.Add(2, 20);
        Assert.Equal([1, 2, 3], [queue.Take(), queue.Take(), queue.Take()]);
    }

    [Fact]
    public void Odd_requests_are_ignored_or_logged()
    {
        using var rig = new ReplayRig();
        Chart chart = Define(rig.Child, "c");
        rig.Tick(now => Collect(chart, now));
        rig.Tick(now => Collect(chart, now));
        rig.ToParent.Clear();
        rig.Up!.Receive("REPLAY_CHART \"t.unknown\" \"true\" 0 0\n\nREPLAY_CHART \"t.c\" \"true\" 0\n");
        rig.Up.Receive("REPLAY_CHART\nNONSENSE 1\n");
        Assert.Equal("", rig.Up.Sent);
        Assert.Contains(rig.Log.Lines, line => line.Contains("REPLAY_CHART command is incomplete (chart=t.c, "
            + "start_streaming=true, after=0, before=<unset>)", StringComparison.Ordinal));
        Assert.Contains(rig.Log.Lines, line => line.Contains(
            "received unknown command over connection: NONSENSE 1", StringComparison.Ordinal));
        Assert.Equal(SenderState.Streaming, rig.Sender.State);
    }

    [Fact]
    public void A_parent_that_keeps_nothing_or_does_not_want_it_asks_for_nothing()
    {
        void f(StoreOptions store, ReplayTerms terms)
        {
            using var rig = new ReplayRig(parent: store, terms: terms);
            Chart chart = Define(rig.Child, "c");
            rig.IsParentThere = false;
            for (int i = 0; i < 20; i++)
            {
                rig.Tick(now => Collect(chart, now));
            }

            rig.IsParentThere = true;
            for (int i = 0; i < 5; i++)
            {
                rig.Tick(now => Collect(chart, now));
            }

            Assert.Equal("REPLAY_CHART \"t.c\" \"true\" 0 0\n", rig.ToChild.ToString());
            Assert.DoesNotContain("RSET", rig.ToParent.ToString(), StringComparison.Ordinal);
            Assert.Contains("\nBEGIN ", rig.ToParent.ToString(), StringComparison.Ordinal);
        }

        f(new StoreOptions { Mode = MemoryMode.None }, new ReplayTerms());
        f(new StoreOptions { HistoryEntries = 100 }, new ReplayTerms { IsEnabled = false });
    }

    [Fact]
    public void A_child_without_history_starts_at_once()
    {
        using var rig = new ReplayRig(new StoreOptions { Mode = MemoryMode.None });
        Chart chart = Define(rig.Child, "c");
        for (int i = 0; i < 10; i++)
        {
            rig.Tick(now => Collect(chart, now));
        }

        string said = rig.ToParent.ToString();
        Assert.Contains("CHART_DEFINITION_END 0 0 ", said, StringComparison.Ordinal);
        Assert.Contains("RBEGIN \"t.c\"\nREND 1 0 0 true 0 0 ", said, StringComparison.Ordinal);
        Assert.InRange(ReplayRig.Rows(rig.Parent, "t.c").Count, 7, 9);
    }

    [Fact]
    public void A_live_tick_after_a_replay_allocates_nothing()
    {
        using var rig = new ReplayRig();
        Chart chart = Define(rig.Child, "c");
        for (int i = 0; i < 10; i++)
        {
            rig.Tick(now => Collect(chart, now));
        }

        long now = rig.NowUsec;
        void f()
        {
            now += Clock.UsecPerSecond;
            Collect(chart, now);
            rig.Sender.Outlet.Replay(now);
        }

        using (rig.Child.Gate.Enter())
        {
            // The text of so many ticks has its room before; then nothing is sent, which the fake would copy.
            for (int i = 0; i < 60; i++)
            {
                f();
            }

            rig.Sender.Outlet.Send();
            f();
            long before = GC.GetAllocatedBytesForCurrentThread();
            for (int i = 0; i < 20; i++)
            {
                f();
            }

            Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        }
    }
}
