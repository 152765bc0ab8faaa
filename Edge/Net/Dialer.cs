namespace Edge.Net;

/// <summary>Starts connections to others. Any thread.</summary>
internal sealed class Dialer(Connections home, Resolver resolver)
{
    /// <summary>
    /// Starts a round and returns at once; what comes of it is told to the order's callbacks.
    /// </summary>
    public Dial Start(DialOrder order)
    {
        var dial = new Dial(home, resolver, order);
        dial.Start();
        return dial;
    }
}
