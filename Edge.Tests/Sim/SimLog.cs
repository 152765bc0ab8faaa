using Edge.Tests.Stream;

namespace Edge.Tests.Sim;

/// <summary>The log of the process, told apart by the node that is running.</summary>
internal sealed class SimLog(Action<string> trace) : IDisposable
{
    private readonly LogBook _book = new();
    private readonly Dictionary<string, List<string>> _lines = [];
    private SimNode? _running;

    /// <summary>Of its present life: error.log, then access.log behind the mark <c>ACCESS</c>.</summary>
    public IReadOnlyList<string> Of(SimNode node) => Page(node);

    public SimNode? Enter(SimNode node)
    {
        SimNode? outer = _running;
        Drain(outer);
        _running = node;
        return outer;
    }

    public void Leave(SimNode node, SimNode? outer)
    {
        Drain(node);
        _running = outer;
    }

    public void Forget(SimNode node) => Page(node).Clear();

    /// <summary>What a dead process would have written.</summary>
    public void Mute(Action action)
    {
        Drain(_running);
        action();
        _book.Lines.Clear();
        _book.AccessLines.Clear();
    }

    public void Dispose() => _book.Dispose();

    private List<string> Page(SimNode node)
    {
        if (!_lines.TryGetValue(node.Name, out List<string>? page))
        {
            _lines.Add(node.Name, page = []);
        }

        return page;
    }

    private void Drain(SimNode? node)
    {
        if (node != null)
        {
            List<string> page = Page(node);
            foreach (string line in _book.Lines)
            {
                page.Add(line);
                trace($"{node.Name}: {line}");
            }

            foreach (string line in _book.AccessLines)
            {
                page.Add("ACCESS " + line);
            }
        }

        _book.Lines.Clear();
        _book.AccessLines.Clear();
    }
}
