using System.Net;
using System.Net.Sockets;

namespace Edge.Net;

/// <summary>
/// Looks names up, which blocks for as long as a name server likes: on one thread of its own that lives while
/// there is something to look up. Asynchronous look-ups of .NET would bring three or four pool threads
/// instead.
/// </summary>
internal sealed class Resolver
{
    private readonly object _lock = new();
    private readonly Queue<Action> _due = new();
    private bool _isRunning;

    /// <summary>Looks up all addresses of a name, in the resolver's order.</summary>
    /// <param name="host">Name.</param>
    /// <param name="done">On the resolver's thread: addresses, or the reason why there are none.</param>
    /// <returns>False: too many wait already.</returns>
    public bool Addresses(string host, Action<IPAddress[], string> done) => Run(() =>
    {
        try
        {
            done(Dns.GetHostAddresses(host), "");
        }
        catch (SocketException e)
        {
            done([], e.Message);
        }
        catch (ArgumentException e)
        {
            // Longer than a name may be.
            done([], e.Message);
        }
    });

    /// <summary>Runs something that asks name servers. False: too many wait already.</summary>
    public bool Run(Action work)
    {
        lock (_lock)
        {
            if (_due.Count >= Limits.NamesWaitingMax)
            {
                return false;
            }

            _due.Enqueue(work);
            if (!_isRunning)
            {
                _isRunning = true;
                new Thread(Work) { IsBackground = true, Name = "resolver" }.Start();
            }

            return true;
        }
    }

    private void Work()
    {
        while (true)
        {
            Action work;
            lock (_lock)
            {
                if (!_due.TryDequeue(out work!))
                {
                    _isRunning = false;
                    return;
                }
            }

            try
            {
                work();
            }
            catch (Exception e)
            {
                Bugs.Report("RESOLVER", e);
            }
        }
    }
}
