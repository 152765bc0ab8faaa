using Edge.Net;
using Edge.Stream;
using Edge.Sys;

namespace Edge.Boot;

/// <summary>Net's dialer as Stream asks for connections. Any thread.</summary>
internal sealed class StreamDial(Dialer dialer, TlsClientOptions tls) : IDial
{
    private readonly Gate _gate = new();
    private TlsClient? _tls;
    private string _tlsProblem = "";

    public void Dial(string destinations, int defaultPort, int timeoutSeconds, ISession session,
        IDialed caller)
    {
        List<Destination> items = Destination.Parse(destinations, defaultPort.ToString());
        bool wantsTls = items.Exists(static item => item.IsTls);
        ITlsDial? encrypting = wantsTls ? Tls() : null;
        dialer.Start(new DialOrder
        {
            Destinations = items,
            TimeoutSec = timeoutSeconds,
            Tls = encrypting,
            TlsMissing = _tlsProblem,
            Opened = (connection, item) =>
            {
                caller.Connected(connection, item.Text, Clock.NowUsec());
                return session;
            },
            Failed = caller.Refused,
            TlsFailed = caller.TlsFailed,
            GaveUp = () => caller.Failed(Clock.NowUsec()),
        });
    }

    /// <summary>
    /// Loads TLS for the first destination that wants it; what was missing is looked for at each round. Null:
    /// still missing.
    /// </summary>
    private TlsClient? Tls()
    {
        using (_gate.Enter())
        {
            return _tls ??= TlsClient.Load(tls, out _tlsProblem);
        }
    }
}
