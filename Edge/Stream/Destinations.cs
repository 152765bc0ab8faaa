using Edge.Net;
using Edge.Sys;

namespace Edge.Stream;

/// <summary>
/// The parents of one host in the order in which they are tried next: who was tried goes to the end, as in
/// 1.37, so an end or a refusal is followed by the next one (spec stream-caps 11). Guarded by the host's
/// gate.
/// </summary>
internal sealed class Destinations
{
    private readonly List<DestinationItem> _items = [];

    /// <summary>How many this round has not come to yet.</summary>
    private int _left;

    /// <param name="list">Option <c>destination</c>. Each item has its own <c>:SSL</c>; what is above <see
    /// cref="Limits.Destinations"/> is dropped.</param>
    public Destinations(string list)
    {
        foreach (string text in AddressText.Items(list))
        {
            if (_items.Count < Limits.Destinations)
            {
                _items.Add(new DestinationItem(text));
            }
        }
    }

    /// <summary>Next first.</summary>
    public IReadOnlyList<DestinationItem> Items => _items;

    /// <summary>When the first of them may be dialled. Microseconds.</summary>
    public long EarliestUsec
    {
        get
        {
            long earliest = _items.Count == 0 ? 0 : long.MaxValue;
            foreach (DestinationItem item in _items)
            {
                earliest = Math.Min(earliest, item.PostponedUntilUsec);
            }

            return earliest;
        }
    }

    /// <summary>A round comes to each of them once.</summary>
    public void BeginRound() => _left = _items.Count;

    /// <summary>The next of this round, which goes to the end of the list; null: the round is over.</summary>
    public DestinationItem? Take()
    {
        if (_left == 0)
        {
            return null;
        }

        _left--;
        DestinationItem item = _items[0];
        Guard.That(_items.Count > 0);
        _items.RemoveAt(0);
        _items.Add(item);
        return item;
    }

    /// <summary>See <see cref="DestinationItem.Recall"/>.</summary>
    public void Recall(long nowUsec)
    {
        foreach (DestinationItem item in _items)
        {
            item.Recall(nowUsec);
        }
    }
}
