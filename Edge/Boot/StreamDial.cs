using Edge.Net;
using Edge.Stream;
using Edge.Sys;

namespace Edge.Boot;

/// <summary>Net's dialer as Stream asks for connections. Any thread.</summary>
internal sealed class StreamDial(Dialer dialer) : IDial
{
    public void Dial(string destinations, int defaultPort, int timeoutSeconds, ISession session,
        IDialed caller)
    {
        string plain = Destination.CutTls(destinations, out bool wantsTls);
        if (wantsTls)
        {
            // Never in the clear what was to be encrypted.
            caller.Refused($"Destination '{destinations}' asks for TLS by ':SSL', which is not supported "
                + "yet.");
            caller.Failed(Clock.NowUsec());
            return;
        }

        dialer.Start(new DialOrder
        {
            Destinations = Destination.Parse(plain, defaultPort.ToString()),
            TimeoutSec = timeoutSeconds,
            Opened = (connection, item) =>
            {
                caller.Connected(connection, item.Text, Clock.NowUsec());
                return session;
            },
            Failed = caller.Refused,
            GaveUp = () => caller.Failed(Clock.NowUsec()),
        });
    }
}
