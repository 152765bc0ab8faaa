namespace Edge.Stream;

/// <summary>
/// One <c>[GUID]</c> of stream.conf. The same section may be asked as an API key and as a machine (spec
/// config 5.2, 5.3), unless <see cref="Type"/> tells them apart. Null: the option is not there.
/// </summary>
internal sealed record StreamSection
{
    /// <summary><c>api</c>, <c>machine</c>, or a word that is neither and so lets nobody in; null: may be
    /// both.</summary>
    public string? Type { get; init; }

    /// <summary>Default no for a key, yes for a machine.</summary>
    public bool? Enabled { get; init; }

    /// <summary><c>allow from</c>, asked with the address of the peer; null or an empty list allows
    /// all.</summary>
    public Func<string, bool>? AllowFrom { get; init; }

    /// <summary><c>update every</c>, of a machine.</summary>
    public int? UpdateEvery { get; init; }

    /// <summary>What a key says: <c>default history</c>, <c>health enabled by default</c>, <c>default proxy
    /// ...</c>.</summary>
    public SectionTerms Defaults { get; init; } = SectionTerms.None;

    /// <summary>What a machine says: <c>history</c>, <c>health enabled</c>, <c>proxy ...</c>.</summary>
    public SectionTerms Own { get; init; } = SectionTerms.None;
}
