using Edge.Sys;

namespace Edge.Stream;

/// <summary>The checks of a request that need nothing but its text and stream.conf, in their order (spec
/// streaming 5, 1 to 9; stream-caps 4).</summary>
internal static class DoorChecks
{
    /// <summary>Null: the child may come in. Sections are looked up by the text exactly as it was
    /// sent.</summary>
    /// <param name="request">What the child says.</param>
    /// <param name="ip">As access lists see it.</param>
    /// <param name="sections">stream.conf.</param>
    /// <param name="tag">Of log lines.</param>
    public static Refusal? Check(StreamRequest request, string ip, IStreamSections sections, string tag)
    {
        string key = request.Key;
        string guid = request.MachineGuid;
        return key.Length == 0
            ? Deny("NO KEY", "request without an API key. Forbidding access.")
            : request.Hostname.Length == 0
            ? Deny("NO HOSTNAME", "request without a hostname. Forbidding access.")
            : guid.Length == 0
            ? Deny("NO MACHINE GUID", "request without a machine GUID. Forbidding access.")
            : !IsGuid(key, tag)
            ? Deny("INVALID KEY", $"API key '{key}' is not valid GUID (use the command uuidgen to generate "
                + "one). Forbidding access.")
            : !IsGuid(guid, tag)
            ? Deny("INVALID MACHINE GUID", $"machine GUID '{guid}' is not GUID. Forbidding access.")
            : CheckSections(key, guid, ip, sections) ?? CheckHops(request);
    }

    private static Refusal? CheckSections(string key, string guid, string ip, IStreamSections sections)
    {
        StreamSection? keySection = sections.Find(key);
        if (keySection?.Type is { } type and not "api")
        {
            return Deny("API KEY GIVEN IS NOT API KEY",
                $"API key '{key}' is a {type} GUID. Forbidding access.");
        }

        if (keySection?.Enabled != true)
        {
            return Deny("KEY NOT ENABLED", $"API key '{key}' is not allowed. Forbidding access.");
        }

        if (keySection.AllowFrom?.Invoke(ip) == false)
        {
            return Deny("KEY NOT ALLOWED FROM THIS IP",
                $"API key '{key}' is not permitted from this IP. Forbidding access.");
        }

        StreamSection? machine = sections.Find(guid);
        if (machine?.Type is { } other and not "machine")
        {
            return Deny("MACHINE GUID GIVEN IS NOT A MACHINE GUID",
                $"machine GUID '{guid}' is a {other} GUID. Forbidding access.");
        }

        if (machine?.Enabled == false)
        {
            return Deny("MACHINE GUID NOT ENABLED",
                $"machine GUID '{guid}' is not allowed. Forbidding access.");
        }

        return machine?.AllowFrom?.Invoke(ip) == false
            ? Deny("MACHINE GUID NOT ALLOWED FROM THIS IP",
                $"Machine GUID '{guid}' is not permitted from this IP. Forbidding access.")
            : null;
    }

    /// <summary>A ring of parents ends at the own GUID and at hosts that are connected already; this ends
    /// what slips through both.</summary>
    private static Refusal? CheckHops(StreamRequest request) => request.Hops <= Limits.Hops ? null
        : new(401, "DENIED - TOO MANY HOPS", $"host '{request.Hostname}' comes over {request.Hops} nodes, at "
            + $"most {Limits.Hops} are taken. Do parents stream to each other in a ring? Forbidding access.");

    /// <summary>
    /// 36 characters, hexadecimal, dashes at 9, 14, 19 and 24, any letter case. Directories are named by it,
    /// so nothing else may pass; the parser of .NET takes <c>0x</c> and <c>+</c> for digits too.
    /// </summary>
    private static bool IsGuid(string text, string tag)
    {
        bool isGuid = text.Length == 36;
        for (int i = 0; isGuid && i < text.Length; i++)
        {
            isGuid = i is 8 or 13 or 18 or 23 ? text[i] == '-' : char.IsAsciiHexDigit(text[i]);
        }

        if (isGuid)
        {
            return true;
        }

        Log.Info(tag, $"Registry: GUID '{text}' is not a valid GUID.");
        return false;
    }

    private static Refusal Deny(string what, string text) => new(401, "ACCESS DENIED - " + what, text);
}
