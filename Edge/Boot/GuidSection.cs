namespace Edge.Boot;

/// <summary>
/// One <c>[GUID]</c> of stream.conf. It may be looked up as an API key and as a machine (spec config 5):
/// nothing but the look-up tells them apart.
/// </summary>
internal sealed record GuidSection
{
    /// <summary>Null: not said, which is no for a key and yes for a machine.</summary>
    public bool? Enabled { get; init; }

    /// <summary>Simple pattern on the client's address.</summary>
    public string AllowFrom { get; init; } = "*";

    /// <summary>Seconds, of a machine; null: the child's.</summary>
    public int? UpdateEvery { get; init; }

    public required GuidTerms AsKey { get; init; }

    public required GuidTerms AsMachine { get; init; }

    public static GuidSection Read(ConfigFile file, string guid)
    {
        OldNames.MoveDocumented(file, guid);
        ReadIgnored(file, guid);
        return new GuidSection
        {
            Enabled = file.IsSaid(guid, "enabled") ? file.Boolean(guid, "enabled", false) : null,
            AllowFrom = file.Text(guid, "allow from", "*"),
            UpdateEvery = GuidTerms.Number(file, guid, "update every", 1, Limits.UpdateEveryMax),
            AsKey = GuidTerms.OfKey(file, guid),
            AsMachine = GuidTerms.OfMachine(file, guid),
        };
    }

    /// <summary>
    /// 1.37's <c>type</c> says what the look-up says anyway, and <c>host tags</c> are used no further in 1.29
    /// either.
    /// </summary>
    private static void ReadIgnored(ConfigFile file, string guid)
    {
        string? type = file.TextOrNull(guid, "type");
        if (type is not (null or "api" or "machine"))
        {
            file.Report(guid, "type", $"CONFIG: '{type}' for option 'type' of [{guid}] is neither api nor "
                + "machine.");
        }

        file.TextOrNull(guid, "host tags");
    }
}
