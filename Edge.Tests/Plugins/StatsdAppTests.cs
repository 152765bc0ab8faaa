using Edge.Plugins;
using Edge.Store;
using Xunit;

namespace Edge.Tests.Plugins;

/// <summary>Synthetic charts: ids, names and order are those that netdata 1.37.1 showed for the same
/// file.</summary>
public sealed class StatsdAppTests
{
    private const string File = """
        # an application
        [app]
            name = myapp
            metrics = myapp.* other.x
            private charts = no
            gaps when not collected = no
        [dictionary]
            myapp.a = Alpha
            beta = Beta Name
        [one]
            name = first
            title = My Title
            family = fam
            context = ctx.one
            units = things
            priority = 91000
            type = stacked
            dimension = myapp.a '' last 1 1
            dimension = myapp.a evs events 2 3
            dimension = myapp.t tmax max
            dimension = myapp.t tmax2 max
            dimension = myapp.t p percentile
            dimension = myapp.never n last
        [pats]
            dimension = pattern 'myapp.p.*' '' last 1 1
            dimension = pattern 'myapp.q.*.z' pre_ last 1 10 hidden
        """;

    private const string Lines = "myapp.a:5|g\nmyapp.t:7.5|ms\nmyapp.p.beta:1|c\nmyapp.p.one:1|c\n"
        + "myapp.q.K.z:3|g\nother.x:1|c\nfree:1|c";

    [Fact]
    public void ChartsAreMadeOfTheMetricsOfAnApplication()
    {
        using var lab = new StatsdLab(apps: File);
        lab.Send(Lines);
        lab.Flush();
        Chart one = lab.Chart("myapp.one");
        Assert.Equal(
            ("myapp.first", "fam", "ctx.one", "My Title", "things", ChartStyle.Stacked, 91_000,
                "10@/etc/netdata/statsd.d/test.conf"),
            (one.Name, one.Family, one.Context, one.Title, one.Units, one.Style, one.Priority, one.Module));
        Assert.Equal("myapp.a_last=5000 myapp.a_events=1 myapp.t_max1=7500 myapp.t_max2=7500 "
            + "myapp.t_percentile=7500 myapp.never=0", lab.Collected("myapp.one"));
        Assert.Equal(["Alpha", "evs", "tmax", "tmax2", "p", "n"], one.Dimensions.Select(d => d.Name));
        Assert.Equal([(1L, 1000L), (2, 3), (1, 1000), (1, 1000), (1, 1000), (1, 1)],
            one.Dimensions.Select(d => (d.Multiplier, d.Divisor)));
        Chart patterns = lab.Chart("myapp.pats");
        Assert.Equal(
            [
                ("myapp.p.beta", "Beta Name", Algorithm.Incremental, 1L, DimensionFlags.None),
                ("myapp.p.one", "one", Algorithm.Incremental, 1, DimensionFlags.None),
                ("myapp.q.K.z", "pre_K", Algorithm.Absolute, 10_000, DimensionFlags.Hidden),
            ],
            patterns.Dimensions.Select(d => (d.Id, d.Name, d.Algorithm, d.Divisor, d.Flags)));
    }

    [Fact]
    public void MetricsOfAnApplicationHaveNoPrivateChartsUnlessItSaysSo()
    {
        using var without = new StatsdLab(apps: File);
        without.Send(Lines);
        without.Flush();
        Assert.Null(without.Host.Find("statsd_gauge_myapp.a"));
        Assert.Null(without.Host.Find("statsd_counter_other.x"));
        Assert.NotNull(without.Host.Find("statsd_counter_free.counter"));
        using var with = new StatsdLab(apps: File.Replace("private charts = no", "private charts = yes"));
        with.Send(Lines);
        with.Flush();
        Assert.NotNull(with.Host.Find("statsd_gauge_myapp.a"));
    }

    [Fact]
    public void AChartAppearsWithTheFirstOfItsMetrics()
    {
        using var lab = new StatsdLab(apps: File);
        lab.Send("other.x:1|c");
        lab.Flush();
        Assert.Null(lab.Host.Find("myapp.one"));
        lab.Send("myapp.a:5|g");
        lab.Flush();
        Assert.NotNull(lab.Host.Find("myapp.one"));
    }

    [Fact]
    public void AnApplicationThatLeavesGapsIsNotCollectedWithoutLines()
    {
        using var lab = new StatsdLab(apps: File.Replace("not collected = no", "not collected = yes"));
        lab.Send("myapp.a:5|g");
        lab.Flush();
        lab.Flush();
        Assert.Equal(1, lab.Chart("myapp.one").Series.Rows);
    }

    [Fact]
    public void AnApplicationMaySayHowMuchIsKept()
    {
        using var lab = new StatsdLab(apps: File.Replace("private charts = no", "memory mode = none"));
        lab.Send("myapp.a:5|g");
        lab.Flush();
        Assert.False(lab.Chart("myapp.one").IsKept);
        using var other = new StatsdLab(apps: File.Replace("private charts = no", "history = 7"));
        other.Send("myapp.a:5|g");
        other.Flush();
        Assert.Equal(7, other.Chart("myapp.one").Series.Clock.Entries);
    }

    [Fact]
    public void RubbishIsSkippedLineByLine()
    {
        var reader = new StatsdAppReader();
        byte[] text = System.Text.Encoding.UTF8.GetBytes("x = y\n[chart]\n[app]\nname\n= z\n"
            + "name =\nfoo = bar\nname = a\n[c]\ndimension = pattern\ndimension = m n bogus 0 0\n"
            + "what = ever\n" + File);
        for (int length = 0; length <= text.Length; length++)
        {
            new StatsdAppReader().ReadText("f", text.AsSpan(0, length));
        }

        reader.ReadText("f", text);
        Assert.Equal(["a", "myapp"], reader.Apps.Select(app => app.Name));
        StatsdAppDimension dimension = Assert.Single(reader.Apps[0].Charts[0].Dimensions);
        Assert.Equal((StatsdValue.Last, 1L, 1L), (dimension.Value, dimension.Multiplier, dimension.Divisor));
    }

    [Fact]
    public void FilesOfTheOperatorHideStockFilesAndMayIncludeOthers()
    {
        string root = Directory.CreateTempSubdirectory().FullName;
        try
        {
            Directory.CreateDirectory($"{root}/user/deep");
            Directory.CreateDirectory($"{root}/stock");
            System.IO.File.WriteAllText($"{root}/user/a.conf", "[app]\nname = mine\ninclude more.inc\n");
            System.IO.File.WriteAllText($"{root}/user/more.inc", "metrics = x\n[c]\ndimension = x\n");
            System.IO.File.WriteAllText($"{root}/user/deep/b.conf", "[app]\nname = deep\ninclude b.conf\n");
            System.IO.File.WriteAllText($"{root}/stock/a.conf", "[app]\nname = hidden\n");
            System.IO.File.WriteAllText($"{root}/stock/z.conf", "[app]\nname = stock\n");
            var reader = StatsdAppReader.Read($"{root}/user", $"{root}/stock");
            Assert.Equal(["mine", "stock"],
                reader.Apps.Select(app => app.Name).Where(name => name != "deep"));
            Assert.Single(reader.Apps[0].Charts);
            Assert.Equal($"2@{root}/user/more.inc", reader.Apps[0].Charts[0].Source);
        }
        finally
        {
            Directory.Delete(root, recursive: true);
        }
    }
}
