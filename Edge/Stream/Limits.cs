namespace Edge.Stream;

/// <summary>The maxima of the room.</summary>
internal static class Limits
{
    /// <summary>Longest line a 1.29.3 parent takes, without its newline (spec streaming 12.1).</summary>
    public const int LineBytes = 1022;

    /// <summary>The reference cuts ids of CHART here but not those of BEGIN, so a longer one is never
    /// found.</summary>
    public const int ChartIdBytes = 200;

    /// <summary>The reference's child formats its request in 8192 bytes with a terminator (spec streaming
    /// 2.1).</summary>
    public const int RequestBytes = 8191;

    /// <summary>Ours: 34 values of at most this, encoded, with their names stay below <see
    /// cref="RequestBytes"/>: 34 x (140 + 41) + 34 x 1 + 300 for the headers is 6,488.</summary>
    public const int RequestValueBytes = 140;

    /// <summary>Characters of a destination that log lines show (spec streaming 15.1).</summary>
    public const int DestinationChars = 99;

    /// <summary>Longest line from a parent that is looked at (spec streaming 15.3).</summary>
    public const int CommandBytes = 511;

    /// <summary>Thread tags of the log (spec streaming 20).</summary>
    public const int TagChars = 100;

    /// <summary>Ours: a tick is one append to the outbox unless its text is longer than this.</summary>
    public const int CommitBytes = 128 * 1024;

    /// <summary>
    /// Ours. A tick that is longer than <c>buffer size bytes</c> could never be sent; the buffer grows for
    /// it, up to here: 65,536 charts of 40 dimensions, the largest host the store keeps twice over.
    /// </summary>
    public const int OutboxBytesMax = 128 * 1024 * 1024;

    /// <summary>Ours: senders of one host that still get rid of their last bytes; the oldest of more are cut.
    /// A child would have to come with as many other keys within <see cref="LeaveSeconds"/>.</summary>
    public const int FormerSenders = 8;

    /// <summary>Ours: how long the last bytes of a sender that stops may take to go.</summary>
    public const int LeaveSeconds = 5;

    /// <summary>Shortest text of the reference's buffer (spec streaming 15.2: it starts with this).</summary>
    public const int BufferBytesMin = 1024;

    /// <summary>Spec streaming 5.3: a receiver that was silent for longer is replaced.</summary>
    public const int DeadReceiverSeconds = 30;

    /// <summary>Ours: a 1.37.1 child sends nine that 1.29.3 does not know (spec streaming 2.2).</summary>
    public const int UnusedParametersLogged = 32;

    /// <summary>
    /// Ours: ten times what one 1.29.3 parent was ever seen with. The key is all that a child needs, so no
    /// key may have more of them than it leaves to others: 5,000 for the first, and always some for one more.
    /// </summary>
    public const int ReceivedHosts = 10_000;

    /// <summary>A receiver that hears nothing for so long ends (1.37.1 does the same; 1.29.3 waits for
    /// ever).</summary>
    public const int SilenceSeconds = 600;

    /// <summary>Ours: a destination whose dial tells nothing for this many time-outs is given up; a name has
    /// seldom more addresses.</summary>
    public const int DialTimeouts = 10;

    /// <summary>Ours: rows taken over before those who keep more than the ring are told; a block's
    /// worth.</summary>
    public const int ReplayRowsUntold = 512;

    /// <summary>Ours: a compressed store takes what its quota takes; a year is as good as all.</summary>
    public const long ReplayArchiveSeconds = 366L * 86_400;

    /// <summary>Ours: REPLAY_CHART lines that may wait for a child; 65,536 charts of 120 bytes.</summary>
    public const int ReplayCommandBytesMax = 8 * 1024 * 1024;

    /// <summary>Ours: see <see cref="ReplayTerms.SettleUsec"/>. A collection takes microseconds, and some
    /// milliseconds where the thread has to wait for its turn.</summary>
    public const long ReplaySettleUsec = 100_000;

    /// <summary>Ours: one answer to a REPLAY_CHART is hardly longer, the parent asks for the rest. A quarter
    /// of the buffer where that is less.</summary>
    public const int ReplayBlockBytes = 128 * 1024;

    /// <summary>Ours: what is answered in one go, on the thread that collects: 30,000 values, 3 ms.</summary>
    public const int ReplayTurnBytes = 1024 * 1024;

    /// <summary>Ours: six charts each make 1,200, some 3 MiB with an hour of samples; the rest of a large
    /// parent's links is in <c>/api/v1/edge/links</c>.</summary>
    public const int LinksWithCharts = 200;

    /// <summary>
    /// Ours: with role, word and a GUID the id of a chart stays below <see cref="ChartIdBytes"/>.
    /// </summary>
    public const int LinkNameChars = 100;

    /// <summary>
    /// Ours: links in one answer or table; 500 bytes each make 5 MB. All that <see cref="ReceivedHosts"/>
    /// allows are twice as many, which no person reads: they ask for a host.
    /// </summary>
    public const int LinksInAnswer = 10_000;

    /// <summary>
    /// Ours: a host that comes from farther away is taken for one that goes round in circles.
    /// </summary>
    public const int Hops = 16;

    /// <summary>Ours: parents of one list; more is no fail-over but a mistake.</summary>
    public const int Destinations = 32;

    /// <summary>
    /// Ours: a stream that ends sooner is a setback of its parent, which is left alone for longer each time.
    /// Three times the standard delay: whoever keeps a stream for that long makes four dials a minute at
    /// most.
    /// </summary>
    public const int SettledSeconds = 15;

    /// <summary>Ours: pieces of a disk that one answer to a request of replication looks at while the host
    /// stands still; the rest is for the next request.</summary>
    public const int ReplayReadsMax = 32;
}
