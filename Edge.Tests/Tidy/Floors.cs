namespace Edge.Tests.Tidy;

/// <summary>The table "room | may use" of ARCHITECTURE.md.</summary>
internal sealed class Floors
{
    private readonly Dictionary<string, HashSet<string>> _uses = [];
    private readonly HashSet<string> _all = [];

    /// <param name="markdown">A text that holds the table.</param>
    public Floors(string markdown)
    {
        bool isInside = false;
        foreach (string line in markdown.Split('\n'))
        {
            string[] cells = [.. line.Trim().Trim('|').Split('|').Select(cell => cell.Trim())];
            if (cells is ["room", "may use"])
            {
                isInside = true;
            }
            else if (!line.StartsWith('|'))
            {
                isInside = false;
            }
            else if (isInside && cells.Length == 2 && !cells[0].StartsWith('-'))
            {
                Row(cells[0], cells[1]);
            }
        }
    }

    public IReadOnlyCollection<string> Rooms => _uses.Keys;

    public bool Allows(string room, string used) =>
        room == used || _all.Contains(room)
        || (_uses.TryGetValue(room, out HashSet<string>? uses) && uses.Contains(used));

    private void Row(string rooms, string uses)
    {
        foreach (string room in rooms.Split(',', StringSplitOptions.TrimEntries))
        {
            // "Store (value types)" is Store: which of its types are values is for people to see.
            IEnumerable<string> names = uses.Split(',', StringSplitOptions.TrimEntries)
                .Select(use => use.Split(' ')[0]);
            _uses[room] = uses == "nothing of ours" ? [] : [.. names];
            if (uses == "all")
            {
                _all.Add(room);
            }
        }
    }
}
