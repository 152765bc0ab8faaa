namespace Edge.Stream;

/// <summary>
/// Charts of one connection whose history the parent waits for, oldest first, and whether there is room to
/// send it (spec stream-caps 8.4): history must not crowd out what is collected now.
/// </summary>
internal sealed class ReplayQueue
{
    /// <summary>Percent of the buffer in use above which it pauses, and below which it goes on.</summary>
    private const int PausePercent = 50;
    private const int GoOnPercent = 10;

    private readonly PriorityQueue<int, long> _slots = new();
    private bool _isPaused;

    public int Count => _slots.Count;

    /// <param name="slot">Of the chart; not in the queue already.</param>
    /// <param name="afterSec">The smallest comes first.</param>
    public void Add(int slot, long afterSec) => _slots.Enqueue(slot, afterSec);

    public int Take() => _slots.Dequeue();

    public void Clear()
    {
        _slots.Clear();
        _isPaused = false;
    }

    /// <summary>Before a turn: a pause ends when nearly all is sent.</summary>
    public bool MayGoOn(int bytes, int bytesMax)
    {
        _isPaused = _isPaused && bytes > (long)bytesMax * GoOnPercent / 100;
        return !_isPaused;
    }

    /// <summary>Before an answer: whether the buffer is too full for one more.</summary>
    public bool Pauses(int bytes, int bytesMax)
    {
        _isPaused = bytes > (long)bytesMax * PausePercent / 100;
        return _isPaused;
    }
}
