using Edge.Net;

namespace Edge.Stream;

/// <summary>Why the connection of a child ended, for listings; a sender's reasons are those of
/// <see cref="SenderEnd"/>.</summary>
internal static class LinkEnd
{
    public const string Replaced = "replaced by a newer connection of the same child";

    public static string Of(CloseReason reason) => reason switch
    {
        CloseReason.ByPeer => "closed by the child",
        CloseReason.ReadFailed => "reading failed",
        CloseReason.SendFailed or CloseReason.SendTimeout or CloseReason.OutboxFull => "sending failed",
        CloseReason.IdleTimeout => $"nothing received for {Limits.SilenceSeconds} seconds",
        CloseReason.Refused => "the child broke the protocol",
        CloseReason.Bug => "ended by an internal error",
        _ => "ended by this node",
    };
}
