using System.Text;
using Edge.Store;
using Xunit;

namespace Edge.Tests.Stream;

/// <summary>Child, proxy, parent: what changes at the child while all are connected arrives at the end (spec
/// streaming 10.4, 17).</summary>
[Collection(StreamLogCollection.Name)]
public sealed class TwoHopTests : IDisposable
{
    private readonly Town _town = new();
    private readonly TownNode _child;
    private readonly TownNode _proxy;
    private readonly TownNode _parent;

    public TwoHopTests()
    {
        _child = _town.Add("child", 1, "proxy");
        _proxy = _town.Add("proxy", 2, "parent");
        _parent = _town.Add("parent", 3);
        _town.Seconds(30);
    }

    private Host Arrived => _parent.CopyOf(_child);

    public void Dispose() => _town.Dispose();

    [Fact]
    public void Samples_of_both_arrive_and_three_connections_are_all_there_is()
    {
        Assert.Equal(["parent", "child", "proxy"], _parent.Names.Order().OrderBy(static n => n != "parent"));
        Assert.Equal(["proxy", "child"], _proxy.Names);
        long before = Arrived.Find("system.cpu")!.Series.Clock.LastCollectedUsec;
        _town.Seconds(5);
        Assert.Equal(before + 5_000_000, Arrived.Find("system.cpu")!.Series.Clock.LastCollectedUsec);
        Assert.Equal(3, _town.Dials.Count);
    }

    [Fact]
    public void Labels_variables_and_the_claim_id_arrive_when_they_change()
    {
        using (_child.Local.Gate.Enter())
        {
            _child.Local.SetLabels([new Label("rack", "7 b", 1), new Label("empty", "", 0)]);
            _child.Local.SetVariable("cores", 4.5);
            _child.Local.SetClaimId("22222222-2222-3333-4444-555555555555");
        }

        _town.Seconds(3);
        Assert.Equal("7 b", Assert.Single(Arrived.Labels, static l => l.Key == "rack").Value);
        Assert.Equal(1, Arrived.Labels.Single(static l => l.Key == "rack").Source);
        Assert.Equal(4.5, Arrived.Variables["cores"]);
        Assert.Equal("22222222-2222-3333-4444-555555555555", Arrived.ClaimId);
        using (_child.Local.Gate.Enter())
        {
            _child.Local.SetLabels([new Label("rack", "8", 1)]);
            _child.Local.SetVariable("cores", 5);
            _child.Local.SetClaimId(null);
        }

        _town.Seconds(3);
        Assert.Equal("8", Assert.Single(Arrived.Labels).Value);
        Assert.Equal(5, Arrived.Variables["cores"]);
        Assert.Null(Arrived.ClaimId);
        Assert.Equal(3, _town.Dials.Count);
    }

    [Fact]
    public void What_was_set_before_the_connection_arrives_with_a_new_one()
    {
        using (_child.Local.Gate.Enter())
        {
            _child.Local.SetLabels([new Label("rack", "9", 1)]);
            _child.Local.SetVariable("cores", 8);
            _child.Local.SetClaimId("22222222-2222-3333-4444-555555555555");
        }

        _town.Seconds(2);
        _parent.GoDown();
        _town.Seconds(30);
        _parent.IsDown = false;
        using (Arrived.Gate.Enter())
        {
            Arrived.SetLabels([]);
            Arrived.SetClaimId(null);
        }

        _town.Seconds(8);
        Assert.Equal("9", Assert.Single(Arrived.Labels).Value);
        Assert.Equal("22222222-2222-3333-4444-555555555555", Arrived.ClaimId);
    }

    [Fact]
    public void A_chart_that_becomes_obsolete_is_so_everywhere_and_comes_back_with_its_next_collection()
    {
        _child.Collects = false;
        using (_child.Local.Gate.Enter())
        {
            _child.Chart.SetObsolete(true);
        }

        _town.Seconds();
        Assert.True(_proxy.CopyOf(_child).Find("system.cpu")!.IsObsolete);
        Assert.True(Arrived.Find("system.cpu")!.IsObsolete);
        using (_child.Local.Gate.Enter())
        {
            _child.Chart.SetObsolete(false);
        }

        _child.Collects = true;
        _town.Seconds(3);
        Assert.False(Arrived.Find("system.cpu")!.IsObsolete);
    }

    /// <summary>The rows of spec streaming 10.4.</summary>
    [Theory]
    [InlineData("new dimension")]
    [InlineData("name")]
    [InlineData("algorithm")]
    [InlineData("multiplier")]
    [InlineData("divisor")]
    [InlineData("rename")]
    [InlineData("chart variable")]
    [InlineData("created again")]
    public void A_definition_that_changes_is_sent_again_on_both_hops(string what)
    {
        int before = Definitions(_parent);
        using (_child.Local.Gate.Enter())
        {
            Change(what);
        }

        _town.Seconds(3);
        Assert.Equal(before + 1, Definitions(_parent));
        Chart chart = Arrived.Find("system.cpu")!;
        Dimension user = chart.Find("user")!;
        Assert.Equal(what == "name" ? "all users" : "user", user.Name);
        Assert.Equal(what == "algorithm" ? Algorithm.Incremental : Algorithm.Absolute, user.Algorithm);
        Assert.Equal(what == "multiplier" ? -7 : 1, user.Multiplier);
        Assert.Equal(what == "divisor" ? 1000 : 1, user.Divisor);
        Assert.Equal(what == "new dimension", chart.Find("added") != null);
        Assert.Equal(what == "rename" ? "system.processor" : "system.cpu", chart.Name);
        Assert.Equal(what == "chart variable" ? 3 : double.NaN, chart.Variables["limit"]);
        Assert.Equal(what == "created again" ? "New title" : "CPU", chart.Title);
        _town.Seconds(10);
        Assert.Equal(before + 1, Definitions(_parent));
    }

    [Theory]
    [InlineData("same variable")]
    [InlineData("same dimension")]
    public void What_does_not_change_is_not_sent_again(string what)
    {
        using (_child.Local.Gate.Enter())
        {
            _child.Chart.SetVariable("limit", 3);
        }

        _town.Seconds(3);
        int before = Definitions(_parent);
        using (_child.Local.Gate.Enter())
        {
            if (what == "same variable")
            {
                _child.Chart.SetVariable("limit", 3);
            }
            else
            {
                _child.Chart.Define("user");
            }
        }

        _town.Seconds(3);
        Assert.Equal(before, Definitions(_parent));
    }

    [Fact]
    public void A_parent_that_was_away_gets_all_definitions_again_and_the_proxy_keeps_its_child()
    {
        _parent.GoDown();
        _town.Seconds(60);
        Assert.Single(_proxy.Connections);
        _parent.IsDown = false;
        int before = Definitions(_parent);
        _town.Seconds(8);
        Assert.Equal(before + 1, Definitions(_parent));
        long last = Arrived.Find("system.cpu")!.Series.Clock.LastCollectedUsec;
        Assert.InRange(last, _town.NowUsec - 2_000_000, _town.NowUsec);
    }

    [Fact]
    public void The_second_hop_says_how_far_the_host_has_come()
    {
        Assert.DoesNotContain("&hops=", Assert.Single(_proxy.Requests));
        Assert.Contains("&hops=2&", _parent.Requests.Single(static r => r.Contains("hostname=child&")));
        Assert.DoesNotContain("&hops=", _parent.Requests.Single(static r => r.Contains("hostname=proxy&")));
        Assert.Equal(2, Arrived.Info.Hops);
    }

    private void Change(string what)
    {
        Chart chart = _child.Chart;
        switch (what)
        {
            case "new dimension": chart.Define("added"); break;
            case "name": chart.Define("user", "all users"); break;
            case "algorithm": chart.Define("user", algorithm: Algorithm.Incremental); break;
            case "multiplier": chart.Define("user", multiplier: -7); break;
            case "divisor": chart.Define("user", divisor: 1000); break;
            case "chart variable": chart.SetVariable("limit", 3); break;
            case "rename":
                _child.Local.Define(new ChartDefinition
                {
                    Type = "system", Id = "cpu", Name = "processor", Title = "CPU", Units = "%",
                });
                break;
            default:
                _child.Local.Define(new ChartDefinition
                {
                    Type = "system", Id = "cpu", Title = "New title", Units = "%",
                });
                break;
        }
    }

    /// <summary>CHART lines of the child's connection: the one with its GUID in CLAIMED_ID.</summary>
    private int Definitions(TownNode node) => node.Connections
        .Select(static near => Encoding.UTF8.GetString(near.Other!.Sent.ToArray()))
        .Where(text => text.Contains($"CLAIMED_ID {_child.Local.Info.MachineGuid} "))
        .Sum(static text => text.Split("CHART \"system.cpu\"").Length - 1);
}
