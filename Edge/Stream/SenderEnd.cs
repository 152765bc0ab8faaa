using Edge.Net;

namespace Edge.Stream;

/// <summary>The one table of why a connection to a parent ended: the text behind <c>STREAM host [send to
/// parent]: </c> at error level (spec streaming 7, 15.2, 15.3). The pause before the next try is in <see
/// cref="Backoff"/>.</summary>
internal static class SenderEnd
{
    private const string NotReplying = "server is not replying properly (is it a netdata?).";

    /// <summary>While streaming.</summary>
    public static string Of(CloseReason reason, IConnection connection, StreamOptions options) =>
        reason switch
    {
        CloseReason.OutboxFull =>
            $"buffer full ({connection.OutboxMax}-bytes) after {connection.BytesSent} bytes. "
            + "Restarting connection",
        CloseReason.SendTimeout or CloseReason.IdleTimeout =>
            $"could not send metrics for {options.TimeoutSeconds} seconds - closing connection - we have "
            + $"sent {connection.BytesSent} bytes on this connection via {connection.Sends} send attempts.",
        CloseReason.SendFailed =>
            $"failed to send metrics - closing connection - we have sent {connection.BytesSent} bytes on "
            + "this connection.",
        CloseReason.ReadFailed => "error during read (-1). Restarting connection",
        CloseReason.Bug => "closed after an internal error. Restarting connection",
        _ => "connection closed by far end. Restarting connection",
    };

    /// <summary>Before the answer was complete.</summary>
    public static string OfHandshake(CloseReason reason) => reason switch
    {
        CloseReason.ReadFailed or CloseReason.SendFailed or CloseReason.SendTimeout =>
            "remote netdata does not respond.",
        CloseReason.Bug => "closed after an internal error.",
        _ => NotReplying,
    };

    /// <summary>A complete answer that is no acceptance. 1.29.3 parents close without one.</summary>
    public static string Of(AnswerKind answer) => answer switch
    {
        AnswerKind.Localhost =>
            "remote server rejected this stream, the host we are trying to stream is its localhost.",
        AnswerKind.AlreadyConnected =>
            "remote server rejected this stream, the host we are trying to stream is already streamed to it.",
        AnswerKind.Denied => "remote server denied access, probably we don't have the right API key?",
        AnswerKind.Forbidden =>
            "remote server denied access, its port or access list does not allow streaming.",
        AnswerKind.Busy => "remote server is too busy now to accept this stream.",
        _ => NotReplying,
    };
}
