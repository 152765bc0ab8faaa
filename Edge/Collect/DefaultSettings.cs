namespace Edge.Collect;

/// <summary>Nothing was said: every default holds.</summary>
internal sealed class DefaultSettings : ICollectSettings
{
    public string Text(string section, string option, string fallback) => fallback;

    public bool Flag(string section, string option, bool fallback) => fallback;

    public OnDemand OnDemand(string section, string option, OnDemand fallback) => fallback;

    public long Number(string section, string option, long fallback) => fallback;
}
