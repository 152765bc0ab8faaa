namespace Edge.Net;

/// <summary>Where the room's maxima come from.</summary>
internal static class Limits
{
    /// <summary>Spec tls 2: the reference opens 50 listening sockets at most.</summary>
    public const int ListenersMax = 50;

    /// <summary>The kernel's standard, net.ipv4.ip_unprivileged_port_start.</summary>
    public const int PrivilegedPortsBelow = 1024;

    /// <summary>
    /// A name that is being looked up holds a socket; more than this many wait for nobody, they are refused.
    /// </summary>
    public const int NamesWaitingMax = 64;

    /// <summary>
    /// Bytes read and dropped before a close, so that the kernel does not turn it into a reset which destroys
    /// the answer on its way: as much as 16 full receive buffers.
    /// </summary>
    public const int DrainedBytesMax = 16 * 65536;

    /// <summary>
    /// Accepts in a row before others get their turn: one costs some 20 us, so 16 are a third of a
    /// millisecond.
    /// </summary>
    public const int AcceptsInARow = 16;

    /// <summary>
    /// Reads in a row, each of which leaves three quarters of the receive buffer free, before it is halved: a
    /// child that writes once a second comes back to what it needs within minutes, and a burst that comes
    /// back within a minute does not make it grow again each time.
    /// </summary>
    public const int SmallReadsToShrink = 64;

    /// <summary>
    /// Reads in a row that fill the receive buffer before it is doubled, unless the session needs more to go
    /// on: a flood has the largest after sixteen, and a child that says 30 KB once a second makes do with
    /// 8 KiB and four reads.
    /// </summary>
    public const int FullReadsToGrow = 4;

    /// <summary>
    /// Seconds without progress after which a connection that is finishing is cut; the reference's send
    /// limit.
    /// </summary>
    public const int FinishSecondsMax = 60;

    /// <summary>Addresses tried of one name; resolvers rarely answer with more than 16.</summary>
    public const int AddressesMax = 32;

    /// <summary>
    /// Ours: a silent connection is probed after this long, this often, this many times. The kernel does it
    /// without waking either process; a stream is never silent for so long unless its host collects nothing.
    /// </summary>
    public const int KeepAliveIdleSeconds = 30;
    public const int KeepAliveIntervalSeconds = 10;
    public const int KeepAliveProbes = 3;

    /// <summary>Ours: as long as the probes of a silent connection take.</summary>
    public const int UnackedMs = 60_000;

    /// <summary>RFC 8446, 5.1: plain text of one TLS record.</summary>
    public const int TlsRecordBytes = 16384;

    /// <summary>
    /// Upper bound of what a record adds: RFC 8446 22 bytes; RFC 5246 with CBC 5 + 16 + 48 + up to 256 of
    /// padding, of which OpenSSL uses 16.
    /// </summary>
    public const int TlsOverheadBytes = 128;

    /// <summary>
    /// For clients of a node that sets no limit for the first request; with one, the shorter wins.
    /// </summary>
    public const int TlsHandshakeSecondsMax = 60;

    /// <summary>First and last size of a buffer with decrypted bytes; as for received ones.</summary>
    public const int TlsPlainBytesMin = 4096;
    public const int TlsPlainBytesMax = 64 * 1024;

    /// <summary>
    /// A certificate or key file is some KiB; the largest bundles of authorities are 250 KiB.
    /// </summary>
    public const int PemBytesMax = 4 * 1024 * 1024;

    /// <summary>Authorities' certificates have 1 to 2 KiB.</summary>
    public const int CertificateBytesMax = 8192;

    /// <summary>Files of a directory with authorities; Debian's has some 300.</summary>
    public const int TrustFilesMax = 5000;

    /// <summary>Certificates tried for one handshake: two per level of a chain are already unusual.</summary>
    public const int TrustFoundMax = 32;
}
