using Edge.Net;
using Edge.Sys;
using Edge.Text;

namespace Edge.Http;

/// <summary>
/// One HTTP client: one request at a time, answered at once (spec api 9). A STREAM request hands the
/// connection over.
/// </summary>
internal sealed class HttpSession : ISession
{
    private const string LogTag = "WEB_SERVER[static1]";

    private const Access WebAccess =
        Access.Dashboard | Access.Registry | Access.Badges | Access.Management | Access.NetdataConf;

    private readonly HttpDesk _desk;
    private readonly AccessLine _log;
    private readonly long _openedUsec;
    private int _reads;
    private bool _hadRequest;
    private bool _isOver;
    private bool _isDisconnected;

    // The answer that is on its way; its line is written when all is sent.
    private AccessEntry? _entry;

    public HttpSession(HttpDesk desk, IConnection connection, long id)
    {
        _desk = desk;
        _log = new AccessLine(id, connection.Peer);
        _openedUsec = connection.LastReceivedUsec;
        _log.Connected();
        desk.Tally.Came();
    }

    public int Consume(IConnection connection, ReadOnlySpan<byte> bytes, long nowUsec)
    {
        if (_isOver)
        {
            return bytes.Length;
        }

        if (connection.OutboxBytes > Limits.UnsentBytesMax)
        {
            connection.Abort(CloseReason.OutboxFull);
            return bytes.Length;
        }

        _reads++;
        switch (RequestReader.Read(bytes, _reads, connection, out HttpRequest? request))
        {
            case Reading.Incomplete when _reads <= Limits.ReadsMax:
                return 0;

            case Reading.Incomplete:
                Log.Info(
                    LogTag,
                    $"Disabling slow client after {_reads} attempts to read the request "
                    + $"({bytes.Length} bytes received)");
                Refuse(connection, Status.NotUnderstood, null, nowUsec);
                break;

            case Reading.NotUnderstood:
                Refuse(connection, Status.NotUnderstood, null, nowUsec);
                break;

            case Reading.TooBig:
                string text = $"Received request is too big  ({bytes.Length} bytes).\r\n";
                Refuse(connection, text, "too big request", nowUsec);
                break;

            case Reading.BadTarget:
                Refuse(connection, Status.BadTarget, null, nowUsec);
                break;

            case Reading.Complete:
                Serve(request!, nowUsec);
                break;
        }

        return bytes.Length;
    }

    public void Sweep(IConnection connection, long nowUsec)
    {
        WriteSentEntry(connection);
        long limitSec = _hadRequest ? _desk.Options.IdleSec : _desk.Options.FirstRequestSec;
        long sinceUsec =
            _hadRequest ? Math.Max(connection.LastReceivedUsec, connection.LastSentUsec) : _openedUsec;
        if (limitSec > 0 && nowUsec - sinceUsec > limitSec * Clock.UsecPerSecond)
        {
            connection.Abort(CloseReason.IdleTimeout);
        }
    }

    /// <summary>
    /// The reference logs the request of a connection that closes after the end of the connection.
    /// </summary>
    public void Closed(IConnection connection, CloseReason reason, long nowUsec)
    {
        if (!_isDisconnected)
        {
            _isDisconnected = true;
            _desk.Tally.Went();
            _log.Disconnected();
            WriteEntry(nowUsec);
        }
    }

    private void Serve(HttpRequest request, long nowUsec)
    {
        _reads = 0;
        _hadRequest = true;
        WriteEntry(nowUsec);
        if (!request.Connection.IsEncrypted && RefusesPlain(request, nowUsec))
        {
            return;
        }

        if (request.Method == "STREAM")
        {
            Stream(request, nowUsec);
            return;
        }

        HttpResponse response = HttpDesk.TakeResponse();
        if ((request.Connection.Access & WebAccess) == 0)
        {
            response.Fail(403, Status.NotAllowed);
        }
        else if (request.Method == "OPTIONS")
        {
            response.Body.Add("OK"u8);
            response.LogMode = "OPTIONS";
        }
        else
        {
            _desk.Root.Answer(request, response, nowUsec);
        }

        bool isKeptAlive = request.Headers.TryGetValue("connection", out string? wanted)
            && wanted.Contains("keep-alive", StringComparison.OrdinalIgnoreCase)
            && response.Body.Count > 0;
        Send(request.Connection, request, response, isKeptAlive, response.LogUrl ?? request.Path, nowUsec);
    }

    /// <summary>What a port demands of those that come in the clear (spec tls 3.1). False: nothing.</summary>
    private bool RefusesPlain(HttpRequest request, long nowUsec)
    {
        TlsDemand demand = request.Connection.PlainDemand;
        bool isForced = (demand & TlsDemand.Force) != 0;
        if (request.Method == "STREAM")
        {
            if (isForced)
            {
                Log.Error(LogTag, PlainRefusal.StreamText(request.Raw.Span));

                // Without a charset, for old children take any answer with a "=" in it as a welcome, and come
                // again thousands of times a second.
                Refuse(request.Connection, Status.NotUnderstood, null, nowUsec, "text/plain");
            }

            return isForced;
        }

        if (!isForced && (demand & TlsDemand.Optional) != 0)
        {
            return false;
        }

        ByteWriter answer = HttpDesk.TakeHead();
        int bytes = PlainRefusal.Redirect(answer, _desk.Options, request, nowUsec);
        _entry = new AccessEntry(
            "DATA", 301, request.Path, bytes, bytes, _desk.NowUsec() - nowUsec, _desk.NowUsec());
        request.Connection.TrySend(answer.Written);
        _isOver = true;
        request.Connection.Finish();
        return true;
    }

    private void Stream(HttpRequest request, long nowUsec)
    {
        IConnection connection = request.Connection;
        bool isHandedOver = false;
        void HandOver(int status)
        {
            if (!isHandedOver)
            {
                isHandedOver = true;
                _isOver = true;
                NoteStream(request, status, nowUsec);
                Closed(connection, CloseReason.Done, nowUsec);
            }
        }

        int status = 403;
        ISession? next = null;
        if ((connection.Access & Access.Streaming) != 0 && _desk.Door != null)
        {
            next = _desk.Door.Open(request with { HandOver = HandOver }, nowUsec, out status);
        }

        if (next == null)
        {
            _isOver = true;
            if (!isHandedOver)
            {
                NoteStream(request, status, nowUsec);
            }

            connection.Finish();
            return;
        }

        HandOver(status);
        connection.Switch(next);
    }

    private void NoteStream(HttpRequest request, int status, long nowUsec)
    {
        int unsent = Status.UnsentBytes(status);
        _entry = new AccessEntry("STREAM", status, request.Query, unsent, unsent, 0, nowUsec);
    }

    private void Refuse(
        IConnection connection, string text, string? url, long nowUsec,
        string contentType = ContentTypes.PlainText)
    {
        HttpResponse response = HttpDesk.TakeResponse();
        response.Fail(400, text, contentType);
        Send(connection, null, response, isKeptAlive: false, url, nowUsec);
    }

    /// <summary>Frames the answer and sends it. Without a URL it leaves no line in access.log.</summary>
    private void Send(
        IConnection connection, HttpRequest? request, HttpResponse response, bool isKeptAlive, string? url,
        long nowUsec)
    {
        ByteWriter head = HttpDesk.TakeHead();
        ReadOnlySpan<byte> body = response.Body.Written;
        bool isPacked = !body.IsEmpty && Gzip.IsWanted(_desk.Options, request);
        HttpHead.Write(head, _desk.Options, request, response, isKeptAlive, isPacked, nowUsec);
        int sentBytes = body.Length;
        if (isPacked)
        {
            sentBytes = Gzip.Pack(head, body, _desk.Options);
            body = default;
        }
        else if (body.Length <= Limits.JoinedBytesMax)
        {
            head.Add(body);
            body = default;
        }

        long readyUsec = _desk.NowUsec();
        _desk.Tally.Answered(request?.Raw.Length ?? 0, head.Count + body.Length, response.Body.Count,
            sentBytes, Math.Max(0, readyUsec - nowUsec));
        if (url != null)
        {
            long prepUsec = readyUsec - nowUsec;
            _entry = new AccessEntry(
                response.LogMode, response.Status, url, sentBytes, response.Body.Count, prepUsec, readyUsec);
        }

        connection.OutboxMax =
            Math.Max(connection.OutboxMax, connection.OutboxBytes + head.Count + body.Length);
        bool isSent = connection.TrySend(head.Written) && (body.IsEmpty || connection.TrySend(body));
        HttpDesk.Return(response, head);
        if (!isSent || !isKeptAlive)
        {
            _isOver = true;
            connection.Finish();
            return;
        }

        WriteSentEntry(connection);
    }

    private void WriteSentEntry(IConnection connection)
    {
        if (connection.OutboxBytes == 0 && !_isOver)
        {
            WriteEntry(_desk.NowUsec());
        }
    }

    private void WriteEntry(long nowUsec)
    {
        if (_entry is AccessEntry entry)
        {
            _entry = null;
            _log.Request(entry, Math.Max(0, nowUsec - entry.ReadyUsec));
        }
    }
}
