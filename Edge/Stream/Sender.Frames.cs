using Edge.Net;
using Edge.Protocol;
using Edge.Sys;

namespace Edge.Stream;

/// <summary>Compression, where it was agreed (spec stream-caps 7).</summary>
internal sealed partial class Sender
{
    private bool _gaveUpFrames;

    /// <summary>What the next request says.</summary>
    public int Offer =>
        _gaveUpFrames ? _options.Offer & ~(int)Capabilities.Compression : _options.Offer;

    /// <summary>Null: this connection is not compressed.</summary>
    internal FrameWriter? Frames { get; set; }

    /// <summary>The connection has just been accepted.</summary>
    private void BeginFrames()
    {
        if ((Capabilities & Capabilities.Compression) != 0)
        {
            Frames = new FrameWriter();
        }
    }

    private void EndFrames()
    {
        Frames?.Dispose();
        Frames = null;
    }

    /// <summary>The text as it goes on the wire. Empty: that ended the connection (7.6).</summary>
    private ReadOnlySpan<byte> Framed(ReadOnlySpan<byte> text)
    {
        if (Frames == null)
        {
            return text;
        }

        int retries = Frames.Retries;
        ReadOnlySpan<byte> frames = Frames.Frames(text);
        if (Frames.Retries > retries)
        {
            Say("COMPRESSION failed. Resetting compressor and re-trying", LogLevel.Error);
        }

        if (frames.IsEmpty && !text.IsEmpty)
        {
            _gaveUpFrames = true;
            Say("COMPRESSION failed again. Deactivating compression", LogLevel.Error);
            Log.Error(Tag, "STREAM_COMPRESSION: Compression returned error, disabling it.");
            End("Restarting connection without compression.", CloseReason.Stopped, Setback.None);
        }

        return frames;
    }
}
