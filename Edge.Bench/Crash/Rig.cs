using System.Diagnostics;
using System.Net.Sockets;
using Edge.Bench.Load;

namespace Edge.Bench.Crash;

/// <summary>A parent with its children, lives and deaths of both.</summary>
internal sealed class Rig : IDisposable
{
    /// <summary>Minutes, so that rings go round in a run, and longer than a round of it.</summary>
    public const int HistoryRows = 240;

    /// <summary>Sooner or later all that was kept is shown: children have to connect and to collect.</summary>
    private const int PatienceSeconds = 15;

    private readonly int _hosts;
    private Flock? _flock;

    public Rig(string edge, string directory, string mode, int port, Shape shape, int hosts)
    {
        Parent = new Parent(edge, directory, mode, port, LoadVerb.DefaultKey);
        (Shape, _hosts) = (shape, hosts);
    }

    public Parent Parent { get; }

    public Shape Shape { get; }

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
                _flock = new Flock(Parent.Port, LoadVerb.DefaultKey, _hosts, Shape);
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

    public (int Host, int Chart) AnyChart(Random random) =>
        (random.Next(_hosts), random.Next(Shape.Charts));

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
    public Verdict Compare(Notes notes, Func<(int Host, int Chart), bool>? isDamaged = null)
    {
        var watch = Stopwatch.StartNew();
        while (true)
        {
            Verdict verdict = notes.Compare(Parent, isDamaged);
            if (verdict.IsGood || !Parent.IsAlive || watch.Elapsed.TotalSeconds > PatienceSeconds)
            {
                return verdict;
            }

            Thread.Sleep(100);
        }
    }

    public void Dispose()
    {
        Kill();
        Parent.Dispose();
    }
}
