using Edge.Store;
using Edge.Sys;

namespace Edge.Collect;

/// <summary>
/// /proc/sysvipc/msg: one dimension a message queue in two charts, which are there while any queue is
/// (spec collectors 3.8).
/// </summary>
internal sealed class MessageQueues : IDisposable
{
    private const int WordsMin = 14;

    private readonly Site _site;
    private readonly ProcFile _file;
    private readonly long _dimensionsMax;

    /// <summary>All that have a dimension, gone ones too until the charts are.</summary>
    private readonly List<Queue> _queues = [];

    /// <summary>Those that the file shows for the first time.</summary>
    private readonly List<Queue> _new = [];
    private Chart? _messages;
    private Chart? _bytes;
    private long _tick;

    public MessageQueues(Site site)
    {
        _site = site;
        _file = site.Monitored(IpcCollector.Section, "/proc/sysvipc/msg", "msg filename to monitor");
        _dimensionsMax = site.Settings.Number(IpcCollector.Section, "max dimensions in memory allowed", 50);
    }

    /// <summary>False: never again.</summary>
    public bool Collect(long nowUsec)
    {
        if (!_site.TryRead(_file, out ReadOnlySpan<byte> text))
        {
            return false;
        }

        _tick++;
        int seen = 0;
        var lines = new Lines(text);
        lines.Next(out _);
        while (lines.Next(out ReadOnlySpan<byte> line))
        {
            seen += CollectLine(line) ? 1 : 0;
            if (_queues.Count + _new.Count > _dimensionsMax)
            {
                Log.Error(Site.Tag, $"More than {_dimensionsMax} message queues; they are not collected any "
                    + "more. ([plugin:proc:ipc] max dimensions in memory allowed)");
                Retire();
                return false;
            }
        }

        if (seen == 0)
        {
            Retire();
            return true;
        }

        Show(nowUsec);
        return true;
    }

    public void Dispose() => _file.Dispose();

    /// <summary>key msqid perms cbytes qnum ...; false: not such a line, or a queue that was there.</summary>
    private bool CollectLine(ReadOnlySpan<byte> line)
    {
        var words = new Words(line, Separators.Blanks);
        words.Skip(1);
        ulong id = words.Number();
        words.Skip(1);
        long bytes = (long)words.Number();
        long messages = (long)words.Number();
        words.Skip(WordsMin - 5);
        if (words.Taken < WordsMin)
        {
            return false;
        }

        Queue queue = Find(id);
        queue.SeenTick = _tick;
        queue.Bytes = bytes;
        queue.Messages = messages;
        return true;
    }

    private Queue Find(ulong id)
    {
        foreach (Queue known in _queues)
        {
            if (known.Id == id)
            {
                return known;
            }
        }

        foreach (Queue known in _new)
        {
            if (known.Id == id)
            {
                return known;
            }
        }

        var queue = new Queue(id);
        _new.Add(queue);
        return queue;
    }

    private void Show(long nowUsec)
    {
        if (_messages == null)
        {
            _messages = Define("messages", "Number of Messages", "messages", 1201);
            _bytes = Define("bytes", "Used Bytes", "bytes", 1202);

            // Newest first, where the charts are made.
            _new.Reverse();
        }

        if (_messages == null || _bytes == null)
        {
            return;
        }

        _queues.AddRange(_new);
        _new.Clear();
        foreach (Queue queue in _queues)
        {
            Show(queue, nowUsec);
        }

        _queues.RemoveAll(static queue => queue.IsGone);
        _messages.Commit(nowUsec);
        _bytes.Commit(nowUsec);
    }

    private void Show(Queue queue, long nowUsec)
    {
        if (queue.SeenTick != _tick)
        {
            string id = Site.Text((long)queue.Id);
            _messages!.Define(id, flags: DimensionFlags.Obsolete);
            _bytes!.Define(id, flags: DimensionFlags.Obsolete);
            queue.IsGone = true;
            return;
        }

        if (queue.MessagesDimension == null)
        {
            string id = Site.Text((long)queue.Id);
            queue.MessagesDimension = _messages!.Define(id);
            queue.BytesDimension = _bytes!.Define(id);
        }

        if (queue is { MessagesDimension: { } messages, BytesDimension: { } bytes })
        {
            _messages!.Set(messages, queue.Messages, nowUsec);
            _bytes!.Set(bytes, queue.Bytes, nowUsec);
        }
    }

    private void Retire()
    {
        _messages?.SetObsolete(true);
        _bytes?.SetObsolete(true);
        (_messages, _bytes) = (null, null);
        _queues.Clear();
        _new.Clear();
    }

    private Chart? Define(string what, string title, string units, int priority) =>
        _site.Define(new ChartDefinition
        {
            Type = "system", Id = $"message_queue_{what}", Family = "ipc message queues",
            Title = $"IPC Message Queue {title}", Units = units, Style = ChartStyle.Stacked,
            Priority = priority, Module = IpcCollector.Module,
        });

    private sealed class Queue(ulong id)
    {
        public ulong Id { get; } = id;

        public long SeenTick { get; set; }

        public long Bytes { get; set; }

        public long Messages { get; set; }

        public bool IsGone { get; set; }

        public Dimension? MessagesDimension { get; set; }

        public Dimension? BytesDimension { get; set; }
    }
}
