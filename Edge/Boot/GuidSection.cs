using Edge.Stream;

namespace Edge.Boot;

/// <summary>
/// One <c>[GUID]</c> of stream.conf. It may be looked up as an API key and as a machine (spec config 5),
/// unless <see cref="Type"/> says that it is only one of them.
/// </summary>
internal sealed record GuidSection
{
    /// <summary>
    /// 1.37's <c>type</c> as written: <c>api</c> or <c>machine</c>; another word lets nobody in. Where it is
    /// not said, a section with options of machines and none of keys is a machine: its GUID is shown on
    /// dashboards, so it must not open the door (the reference lets any enabled section act as key). Null:
    /// the section says nothing that tells, as in <c>enabled = yes</c> alone, and may be both.
    /// </summary>
    public string? Type { get; init; }

    /// <summary>Null: not said, which is no for a key and yes for a machine.</summary>
    public bool? Enabled { get; init; }

    /// <summary>Simple pattern on the client's address.</summary>
    public string AllowFrom { get; init; } = "*";

    /// <summary>Seconds, of a machine; null: the child's.</summary>
    public int? UpdateEvery { get; init; }

    public required SectionTerms AsKey { get; init; }

    public required SectionTerms AsMachine { get; init; }

    public static GuidSection Read(ConfigFile file, string guid)
    {
        OldNames.MoveDocumented(file, guid);
        file.TextOrNull(guid, "host tags");
        return new GuidSection
        {
            Type = ReadType(file, guid) ?? (IsMachine(file, guid) ? "machine" : null),
            Enabled = file.IsSaid(guid, "enabled") ? file.Boolean(guid, "enabled", false) : null,
            AllowFrom = file.Text(guid, "allow from", "*"),
            UpdateEvery = GuidTerms.Number(file, guid, "update every", 1, Limits.UpdateEveryMax),
            AsKey = GuidTerms.OfKey(file, guid),
            AsMachine = GuidTerms.OfMachine(file, guid),
        };
    }

    private static string? ReadType(ConfigFile file, string guid)
    {
        string? type = file.TextOrNull(guid, "type");
        if (type is not (null or "api" or "machine"))
        {
            file.Report(guid, "type", $"CONFIG: '{type}' for option 'type' of [{guid}] is neither api nor "
                + "machine. Nobody can use this section.");
        }

        return type;
    }

    private static bool IsMachine(ConfigFile file, string guid)
    {
        bool ofMachine = false;
        foreach (ConfigOption option in file.In(guid))
        {
            if (!option.IsSaid)
            {
                continue;
            }

            if (option.Name == "health enabled by default"
                || option.Name.StartsWith("default ", StringComparison.Ordinal))
            {
                return false;
            }

            ofMachine |= option.Name is "update every" or "history" or "memory mode" or "health enabled"
                or "postpone alarms on connect seconds" or "host tags"
                || option.Name.StartsWith("proxy ", StringComparison.Ordinal);
        }

        return ofMachine;
    }
}
