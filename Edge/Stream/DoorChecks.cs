using Edge.Sys;

namespace Edge.Stream;

/// <summary>The first nine checks of a request, in their order (spec streaming 5).</summary>
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
            : CheckSections(key, guid, ip, sections);
    }

    private static Refusal? CheckSections(string key, string guid, string ip, IStreamSections sections)
    {
        StreamSection? keySection = sections.Find(key);
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

    /// <summary>36 characters, hexadecimal, dashes at 9, 14, 19 and 24, any letter case.</summary>
    private static bool IsGuid(string text, string tag)
    {
        if (text.Length == 36 && Guid.TryParseExact(text, "D", out _))
        {
            return true;
        }

        Log.Info(tag, $"Registry: GUID '{text}' is not a valid GUID.");
        return false;
    }

    private static Refusal Deny(string what, string text) => new(401, "ACCESS DENIED - " + what, text);
}
