using Edge.Http;
using Edge.Net;
using Edge.Protocol;
using Edge.Store;
using Edge.Sys;

namespace Edge.Stream;

/// <summary>
/// Lets children in: checks the request, answers it, hands the connection to a receiver, and keeps the book
/// of which host has which connection. Any thread. Order of gates: the door's, then a host's; nothing that
/// holds a host's gate comes here.
/// </summary>
internal sealed class StreamDoor(HostTable hosts, IStreamSections sections, StreamOptions send,
    ReceiveOptions options, IHostLife life, IDial dial) : IStreamDoor
{
    private readonly Gate _gate = new();
    private readonly Dictionary<Host, ReceivedHost> _received = [];
    private long _acceptedUsec;

    public ISession? Open(HttpRequest request, long nowUsec, out int logStatus)
    {
        IConnection connection = request.Connection;
        Peer peer = connection.Peer;
        if ((connection.Access & Access.Streaming) == 0)
        {
            logStatus = 403;
            return Refuse(StreamRequest.Parse(request), connection, what: null, ParentAnswer.Forbidden);
        }

        Log.Info(options.WebTag, "clients wants to STREAM metrics.");
        StreamRequest wish = StreamRequest.Parse(request);
        LogUnused(wish, peer);
        Refusal? refusal = DoorChecks.Check(wish, peer.Ip, sections, options.WebTag) ?? LimitRate(nowUsec);
        if (refusal != null)
        {
            Log.Error(options.WebTag, $"STREAM [receive from {peer}]: {refusal.Text}");
            logStatus = refusal.Status;
            return Refuse(wish, connection, refusal.Event,
                refusal.Status == 401 ? ParentAnswer.Denied : ParentAnswer.Busy);
        }

        return Admit(wish, connection, nowUsec, out logStatus);
    }

    // Checks ------------------------------------------------------------------------------------------------

    private void LogUnused(StreamRequest wish, Peer peer)
    {
        int logged = Math.Min(wish.Unused.Count, Limits.UnusedParametersLogged);
        for (int i = 0; i < logged; i++)
        {
            (string name, string value) = wish.Unused[i];
            Log.Info(options.WebTag, $"STREAM [receive from {peer}]: request has parameter '{name}' = "
                + $"'{value}', which is not used.");
        }
    }

    /// <summary>
    /// Spec streaming 5.2: one timer for all, moved by every request that gets this far. The first one after
    /// start passes; the reference refuses it by accident.
    /// </summary>
    private Refusal? LimitRate(long nowUsec)
    {
        using (_gate.Enter())
        {
            long everyUsec = options.AcceptEverySeconds * Clock.UsecPerSecond;
            long leftUsec = _acceptedUsec + everyUsec - nowUsec;
            if (_acceptedUsec != 0 && leftUsec > 0 && leftUsec <= everyUsec)
            {
                long seconds = (leftUsec + Clock.UsecPerSecond - 1) / Clock.UsecPerSecond;
                return new Refusal(503, null,
                    $"too busy to accept new streaming request. Will be allowed in {seconds} secs.");
            }

            _acceptedUsec = nowUsec;
            return null;
        }
    }

    /// <summary>
    /// Up to 1.34 a parent closes without a byte; older children read any text with a <c>=</c> as acceptance,
    /// so those that offer less than version 5 get what they know, and newer ones the reason (6.2).
    /// </summary>
    private static ISession? Refuse(
        StreamRequest wish, IConnection connection, string? what, ReadOnlySpan<byte> answer)
    {
        if (what != null)
        {
            Reception.Access(wish, connection.Peer, wish.Hostname, what);
        }

        if (wish.Offer >= 5)
        {
            connection.TrySend(answer);
        }

        return null;
    }

    // Admission ---------------------------------------------------------------------------------------------

    private ISession? Admit(StreamRequest wish, IConnection connection, long nowUsec, out int logStatus)
    {
        logStatus = 200;
        Peer peer = connection.Peer;
        StreamSection key = sections.Find(wish.Key)!;
        StreamSection? machine = sections.Find(wish.MachineGuid);
        int updateEvery = (int)Math.Clamp(wish.UpdateEvery ?? send.UpdateEvery, 1, int.MaxValue);
        HostTerms terms = HostTerms.Resolve(updateEvery, key, machine, options, send.Target);
        IConnection? dead = null;
        Receiver? receiver;
        using (_gate.Enter())
        {
            if (IsLocal(wish.MachineGuid))
            {
                return RefuseLocal(wish, connection);
            }

            ReceivedHost? received = FindReceived(wish.MachineGuid);
            if (received != null && !MayReplace(received, peer, nowUsec, out dead))
            {
                logStatus = 409;
                return Refuse(
                    wish, connection, "REJECTED - ALREADY CONNECTED", ParentAnswer.AlreadyConnected);
            }

            Reception.Began(wish, peer);
            bool isNew = received == null;
            received ??= Create(wish, terms, nowUsec);
            if (received == null)
            {
                Log.Error(Reception.TagOf(wish, peer), $"STREAM {wish.Hostname} [receive from {peer}]: "
                    + "failed to find/create host structure.");
                Reception.Finished(wish, peer);
                wish.HandOver?.Invoke(200);
                return Refuse(wish, connection, "FAILED - CANNOT ACQUIRE HOST", ParentAnswer.Busy);
            }

            receiver = Enter(received, wish, connection, terms, isNew, nowUsec);
        }

        // Outside the gates: it tells the old receiver, which takes them itself.
        dead?.Abort(CloseReason.Stopped);
        return receiver;
    }

    /// <summary>Compared without letter case, so that no copy of the own GUID makes a loop.</summary>
    private bool IsLocal(string guid) =>
        guid.Equals(hosts.Local.Info.MachineGuid, StringComparison.OrdinalIgnoreCase);

    /// <summary>Spec streaming 5.4: the reference notices in its receiver thread.</summary>
    private static ISession? RefuseLocal(StreamRequest wish, IConnection connection)
    {
        Peer peer = connection.Peer;
        Reception.Began(wish, peer);
        Log.Error(Reception.TagOf(wish, peer),
            $"STREAM {wish.Hostname} [receive from {peer.Ip}:{peer.Port}]: denied to receive metrics, "
            + $"machine GUID [{wish.MachineGuid}] is my own. Did you copy the parent/proxy machine GUID to a "
            + "child?");
        Reception.Finished(wish, peer);
        wish.HandOver?.Invoke(200);
        return Refuse(wish, connection,
            "DENIED - ATTEMPT TO RECEIVE METRICS FROM MACHINE_GUID IDENTICAL TO PARENT",
            ParentAnswer.Localhost);
    }

    private ReceivedHost? FindReceived(string guid)
    {
        Host? host = hosts.FindByGuid(guid);
        if (host == null)
        {
            return null;
        }

        if (!_received.TryGetValue(host, out ReceivedHost? received))
        {
            // A host that an archive brought back at start.
            received = new ReceivedHost(host);
            _received.Add(host, received);
        }

        return received;
    }

    /// <summary>Spec streaming 5.3: the older connection wins as long as it shows signs of life.</summary>
    private bool MayReplace(
        ReceivedHost received, Peer peer, long nowUsec, out IConnection? dead)
    {
        dead = null;
        using (received.Host.Gate.Enter())
        {
            Reception? other = received.Reception;
            if (other == null)
            {
                return true;
            }

            long ageSec = (nowUsec - other.LastReadUsec) / Clock.UsecPerSecond;
            string begin = $"STREAM {received.Host.Info.Hostname} [receive from {peer}]: multiple "
                + "connections for same host detected - existing connection is ";
            if (ageSec <= Limits.DeadReceiverSeconds)
            {
                Log.Info(options.WebTag,
                    begin + $"active (within last {ageSec} sec), rejecting new connection.");
                return false;
            }

            Log.Info(options.WebTag, begin + $"dead ({ageSec} sec), accepting new connection.");
            received.Leave(LinkEnd.Replaced, nowUsec);
            dead = other.Connection;
            return true;
        }
    }

    private ReceivedHost? Create(StreamRequest wish, HostTerms terms, long nowUsec)
    {
        if (!HasRoom(wish)
            || life.Create(wish.Describe(terms), terms) is not { } host)
        {
            return null;
        }

        // An orphan as long as nobody was answered.
        host.DisconnectedSec = nowUsec / Clock.UsecPerSecond;
        var received = new ReceivedHost(host) { Key = wish.Key };
        _received.Add(host, received);
        hosts.Add(host);
        return received;
    }

    /// <summary>As many as a key has must be left for the others.</summary>
    private bool HasRoom(StreamRequest wish)
    {
        int ofKey = 0;
        foreach (ReceivedHost received in _received.Values)
        {
            ofKey += received.Key == wish.Key ? 1 : 0;
        }

        int left = options.HostsMax - _received.Count;
        if (ofKey < left)
        {
            return true;
        }

        Log.Error(options.WebTag, $"API key '{wish.Key}' has {ofKey} hosts, and no more than {left} are left "
            + $"of the {options.HostsMax} that this node takes. Give other hosts another key, or another "
            + "parent.");
        return false;
    }

    private Receiver? Enter(ReceivedHost received, StreamRequest wish, IConnection connection,
        HostTerms terms, bool isNew, long nowUsec)
    {
        Peer peer = connection.Peer;
        Host host = received.Host;
        var reception = new Reception(wish, connection, received, life, nowUsec);
        string tag = Reception.TagOf(wish, peer);
        int version = Negotiation.Answer(wish.Offer, terms.Compression
            ? options.Capabilities
            : options.Capabilities & ~Capabilities.Compression);
        using (host.Gate.Enter())
        {
            host.Tag = tag;
            if (isNew)
            {
                Log.Info(tag, HostLines.Initialized(host, terms, options));
            }
            else
            {
                HostLines.Update(host, wish.Describe(terms), terms);
            }

            string begin = $"STREAM {host.Info.Hostname} [receive from {peer}]: ";
            Log.Info(tag, begin + "initializing communication...");
            Log.Info(tag, begin + HostLines.Agreed(version));
            if (!Answer(connection, version))
            {
                Log.Error(tag, begin + "cannot send ready command.");
                wish.HandOver?.Invoke(200);
                Reception.Access(wish, peer, host.Info.Hostname, "FAILED - CANNOT REPLY");
                Reception.Finished(wish, peer);
                return null;
            }

            received.Enter(reception, nowUsec);
            received.Terms = terms;
            host.IsReachable = true;
            host.DisconnectedSec = 0;
            life.Connected(host, terms, nowUsec);
            received.Attach(send, dial, nowUsec);
            if (terms.PostponeAlarmsSeconds > 0 && terms.Health != HealthMode.No)
            {
                Log.Info(tag, $"Postponing health checks for {terms.PostponeAlarmsSeconds} seconds, on host "
                    + $"'{host.Info.Hostname}', because it was just connected.");
            }

            wish.HandOver?.Invoke(200);
            Reception.Access(wish, peer, host.Info.Hostname, "CONNECTED");
            Log.Info(tag, begin + "receiving metrics...");
            reception.Receiver = new Receiver(
                host, reception, version, $"{peer.Ip}:{peer.Port}", terms.Replay);
            return reception.Receiver;
        }
    }

    /// <summary>In one write: the reference's child reads once.</summary>
    private static bool Answer(IConnection connection, int version)
    {
        Span<byte> answer = stackalloc byte[64];
        return connection.TrySend(answer[..ParentAnswer.Accept(version, answer)]);
    }

    /// <summary>What is known of a host's connection; null: none has come since the node started.</summary>
    public ReceivedHost? Find(Host host)
    {
        using (_gate.Enter())
        {
            return _received.GetValueOrDefault(host);
        }
    }

    // Once a second, and the end ----------------------------------------------------------------------------

    /// <summary>Senders of received hosts, and orphans whose time is up. Called without any host's gate
    /// held.</summary>
    public void Tick(long nowUsec)
    {
        using (_gate.Enter())
        {
            foreach (Host host in hosts.All)
            {
                if (host != hosts.Local)
                {
                    Tick(host, nowUsec);
                }
            }
        }
    }

    private void Tick(Host host, long nowUsec)
    {
        ReceivedHost? received = _received.GetValueOrDefault(host);
        received?.Tick(nowUsec);
        long nowSec = nowUsec / Clock.UsecPerSecond;
        using (host.Gate.Enter())
        {
            host.ReplayBudget?.Fit();
            if (host.IsReachable || host.DisconnectedSec == 0 || received?.Reception != null
                || nowSec - host.DisconnectedSec <= options.CleanupOrphanSeconds)
            {
                return;
            }

            Log.Info("MAIN", $"Host '{host.Info.Hostname}' with machine guid '{host.Info.MachineGuid}' is "
                + "obsolete - cleaning up.");
            hosts.Remove(host);
            _received.Remove(host);
            life.Removing(host);
            host.Dispose();
        }
    }

    /// <summary>Ends all connections, both ways. Over when <see cref="IsQuiet"/>.</summary>
    public void Stop(long nowUsec)
    {
        var open = new List<IConnection>();
        using (_gate.Enter())
        {
            foreach (ReceivedHost received in _received.Values)
            {
                using (received.Host.Gate.Enter())
                {
                    received.Detach(nowUsec);
                    if (received.Reception != null)
                    {
                        open.Add(received.Reception.Connection);
                    }
                }
            }
        }

        foreach (IConnection connection in open)
        {
            connection.Finish(CloseReason.Stopped);
        }
    }

    /// <summary>No child is connected, and no sender has anything left to send.</summary>
    public bool IsQuiet
    {
        get
        {
            using (_gate.Enter())
            {
                return _received.Values.All(static received => received.IsQuiet);
            }
        }
    }
}
