using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using Edge.Net;
using Edge.Sys;
using Xunit;

namespace Edge.Tests.Net;

/// <summary>
/// A listener on loopback whose sessions are probes. At the end everything has to be given back.
/// </summary>
internal sealed class Lab : IDisposable
{
    public const int PatienceMs = 10_000;

    private readonly Listeners _listeners;

    public Lab(Func<Probe> newProbe, NetOptions? options =
        null, string bindTo = "127.0.0.1:0", AccessLists? lists = null)
    {
        Home = new Connections(options ?? new NetOptions());
        Door = new Door(Home, lists ?? new AccessLists(), new Resolver(), connection =>
        {
            Probe probe = newProbe();
            probe.Connection = connection;
            Probes.Add(probe);
            return probe;
        });
        _listeners = Listeners.Open(Door, bindTo);
    }

    public Connections Home { get; }

    public Door Door { get; }

    public Listeners Listeners => _listeners;

    public BlockingCollection<Probe> Probes { get; } = [];

    public IPEndPoint EndPoint => (IPEndPoint)_listeners.All[0].EndPoint;

    public Socket Connect(int receiveBytes = 0)
    {
        var client =
            new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        if (receiveBytes > 0)
        {
            client.ReceiveBufferSize = receiveBytes;
        }

        client.SendTimeout = PatienceMs;
        client.ReceiveTimeout = PatienceMs;
        client.Connect(EndPoint);
        return client;
    }

    public Probe Accepted()
    {
        Assert.True(Probes.TryTake(out Probe? probe, PatienceMs), "nobody was accepted");
        return probe;
    }

    public static byte[] ReadAll(Socket client)
    {
        var all = new List<byte>();
        byte[] buffer = new byte[65536];
        while (true)
        {
            int bytes = client.Receive(buffer);
            if (bytes == 0)
            {
                return [.. all];
            }

            all.AddRange(buffer.AsSpan(0, bytes));
        }
    }

    public static byte[] ReadExactly(Socket client, int count)
    {
        byte[] bytes = new byte[count];
        ReadExactly(client, bytes);
        return bytes;
    }

    public static void ReadExactly(Socket client, Span<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            int read = client.Receive(bytes, SocketFlags.None);
            if (read == 0)
            {
                throw new EndOfStreamException();
            }

            bytes = bytes[read..];
        }
    }

    public static void Closes(Probe probe, CloseReason reason)
    {
        Assert.True(probe.Closing.Wait(PatienceMs), "Closed did not come");
        Assert.Equal(reason, probe.Reason);
    }

    /// <summary>A peer that cuts a connection with bytes unread resets it, one without ends it: which of
    /// both
    /// was is a race that neither end decides.</summary>
    public static void Leaves(Probe probe)
    {
        Assert.True(probe.Closing.Wait(PatienceMs), "Closed did not come");
        Assert.True(probe.Reason is CloseReason.ByPeer or CloseReason.ReadFailed, $"it was {probe.Reason}");
    }

    public void Dispose()
    {
        _listeners.Stop();
        Assert.True(Home.Stop(PatienceMs), "connections were left");
        Home.Dispose();
        foreach (Probe probe in Probes)
        {
            Assert.Equal(0, probe.Violations);
            Assert.Equal(1, probe.ClosedCalls);
        }

        Assert.Equal(0, Ledger.Bytes("net outboxes"));
        Assert.Equal(0, Ledger.Bytes("net receive buffers"));
    }
}
