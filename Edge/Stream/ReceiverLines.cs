using Edge.Protocol;
using Edge.Store;
using Edge.Sys;

namespace Edge.Stream;

/// <summary>What a stream says besides its charts: claims and history.</summary>
/// <param name="host">Whose charts come.</param>
/// <param name="agreed">With the child.</param>
/// <param name="pluginDefault">For charts that name no plugin.</param>
/// <param name="lanes">Told of changed definitions.</param>
/// <param name="replay">Null: replication was not agreed, its keywords are unknown.</param>
internal sealed class ReceiverLines(
    Host host, Capabilities agreed, string pluginDefault, Lanes lanes, ReplayLines? replay = null)
    : ChartLines(host, agreed, pluginDefault)
{
    private readonly Throttle _oddClaims = new(minSeconds: 60);
    private readonly Throttle _timestamps = new(minSeconds: 60);

    protected override void Redefined(Chart chart) => lanes.Forget(chart);

    protected override string? Other(Keyword keyword, ReadOnlySpan<byte> line, long nowUsec) => keyword switch
    {
        Keyword.ClaimedId => ClaimedId(line, nowUsec),
        Keyword.Disable => Disable(),
        Keyword.Timestamp => Timestamp(nowUsec),
        >= Keyword.ChartDefinitionEnd and <= Keyword.ReplayEnd when replay != null =>
            Replay(replay, keyword, line, nowUsec),
        _ => $"unknown keyword '{Text(line, 0)}' on host '{Hostname}'. Closing the connection.",
    };

    // CLAIMED_ID guid id|NULL -------------------------------------------------------------------------------

    private string? ClaimedId(ReadOnlySpan<byte> line, long nowUsec)
    {
        if (Count != 3)
        {
            return $"Command CLAIMED_ID came malformed 2 parameters are expected but {Count - 1} received";
        }

        string guid = Text(line, 1);
        string claim = Text(line, 2);
        if (!Guid.TryParseExact(guid, "D", out Guid host1))
        {
            return "1st parameter (host GUID) to CLAIMED_ID command is not valid GUID. "
                + $"Received: \"{guid}\".";
        }

        if (claim != "NULL" && !Guid.TryParseExact(claim, "D", out _))
        {
            return "2nd parameter (Claim ID) to CLAIMED_ID command is not valid GUID. "
                + $"Received: \"{claim}\".";
        }

        if (!Guid.TryParseExact(Host.Info.MachineGuid, "D", out Guid own) || own != host1)
        {
            if (_oddClaims.Allows(nowUsec, out long suppressed))
            {
                Log.Error(Tag, $"Claim ID is for host \"{guid}\" but it came over connection for "
                    + $"\"{Host.Info.MachineGuid}\"" + Throttle.Note(suppressed));
            }

            return null;
        }

        Host.SetClaimId(claim == "NULL" ? null : claim);
        return null;
    }

    private string? Replay(ReplayLines replay, Keyword keyword, ReadOnlySpan<byte> line, long nowUsec)
    {
        string? refusal = replay.Line(keyword, line, Split, Current, nowUsec);
        if (replay.Opened is { } chart)
        {
            Redefined(chart);
            Current = chart;
        }

        return refusal;
    }

    private string? Disable()
    {
        Log.Info(Tag, "called DISABLE. Disabling it.");
        return "the stream was disabled by its sender.";
    }

    private string? Timestamp(long nowUsec)
    {
        if (_timestamps.Allows(nowUsec, out long suppressed))
        {
            Log.Error(Tag, $"STREAM {Hostname}: ignoring TIMESTAMP, which no version of the protocol "
                + "has." + Throttle.Note(suppressed));
        }

        return null;
    }
}
