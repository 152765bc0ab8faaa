using System.Diagnostics;
using System.Net.Sockets;
using Edge.Bench.Load;

namespace Edge.Bench.Crash;

/// <summary>A parent with its children, lives and deaths of both.</summary>
internal sealed class Rig : IDisposable
{
    /// <summary>Minutes, so that rings go round in a run, and longer than a round of it.</summary>
    public const int HistoryRows = 240;

    /// <summary>
    /// Sooner or later all that was kept is shown: children have to connect and to collect.
    /// </summary>
    private const int PatienceSeconds = 15;

    private readonly bool _isReversed;
    private Flock? _flock;

    public Rig(string edge, string directory, string mode, int port, Shape shape, int hosts,
        bool isReversed = false)
    {
        Parent = new Parent(edge, directory, mode, port, LoadVerb.DefaultKey);
        (Shape, Hosts, _isReversed) = (shape, hosts, isReversed);
    }

    public Parent Parent { get; }

    public Shape Shape { get; }

    public int Hosts { get; }

    /// <summary>The parent, and the children once it answers.</summary>
    public void Start()
    {
        Parent.Start();
        Parent.AwaitAnswer();
        Connect();
    }

    /// <summary>Children of the parent that runs. A connect that comes too early is tried again.</summary>
    public void Connect()
    {
        for (int tries = 0; ; tries++)
        {
            try
            {
                _flock = new Flock(Parent.Port, LoadVerb.DefaultKey, Hosts, Shape, _isReversed);
                return;
            }
            catch (Exception error) when (tries < 5 && error is SocketException or IOException)
            {
                Thread.Sleep(200);
            }
        }
    }

    public void Kill()
    {
        Parent.Kill();
        _flock?.Dispose();
        _flock = null;
    }

    /// <summary>In order, while the children are connected.</summary>
    public void End()
    {
        Parent.Terminate();
        _flock?.Dispose();
        _flock = null;
    }

    public (int Host, int Chart) AnyChart(Random random) =>
        (random.Next(Hosts), random.Next(Shape.Charts));

    /// <summary>What is shown of so many charts.</summary>
    public Notes Look(Random random, int charts)
    {
        var notes = new Notes(Shape);
        for (int i = 0; i < charts; i++)
        {
            notes.Note(Parent, AnyChart(random));
        }

        return notes;
    }

    /// <summary>Compares until all is there, or patience ends.</summary>
    public Verdict Compare(Notes notes, Losses? losses = null)
    {
        var watch = Stopwatch.StartNew();
        while (true)
        {
            Verdict verdict = notes.Compare(Parent, losses);
            if (verdict.IsGood || !Parent.IsAlive || watch.Elapsed.TotalSeconds > PatienceSeconds)
            {
                return verdict;
            }

            Thread.Sleep(100);
        }
    }

    /// <summary>Whether the newest row of a chart changes within a few seconds.</summary>
    public bool Stores()
    {
        string? Newest() =>
            Parent.Rows(Flock.HostOf(0), Shape.Chart(0))?.Split('\n').Skip(1).FirstOrDefault();
        string? before = Newest();
        for (var watch = Stopwatch.StartNew(); watch.Elapsed.TotalSeconds < PatienceSeconds;)
        {
            Thread.Sleep(300);
            if (Newest() is { } now && now != before)
            {
                return true;
            }
        }

        return false;
    }

    public void Dispose()
    {
        Kill();
        Parent.Dispose();
    }
}
