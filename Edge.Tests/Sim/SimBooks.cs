using Edge.Store;

namespace Edge.Tests.Sim;

/// <summary>The books of a world: what passed through which host of which node, over all lives.</summary>
internal sealed class SimBooks
{
    private readonly Dictionary<(string Node, string Guid), SimBook> _books = [];

    public IEnumerable<SimBook> All => _books.Values;

    /// <summary>The outlet that writes the book of a host that has just been made.</summary>
    public IOutlet Open(SimNode node, Host host)
    {
        string guid = host.Info.MachineGuid;
        if (!_books.TryGetValue((node.Name, guid), out SimBook? book))
        {
            book = new SimBook(node, guid);
            _books.Add((node.Name, guid), book);
        }

        // Who sends it here: the one below that has had it, or has it of its own.
        SimNode? from = node.Net.Nodes.Find(other => other.Plan.ParentNames.Contains(node.Name)
            && (other.Plan.Guid == guid || _books.ContainsKey((other.Name, guid))));
        book.From = node.Plan.Guid == guid ? null : _books[(from!.Name, guid)];
        book.Begin(host);
        return book;
    }

    public SimBook? Of(SimNode node, string guid) => _books.GetValueOrDefault((node.Name, guid));
}
