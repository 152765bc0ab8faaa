using Edge.Collect;

namespace Edge.Boot;

/// <summary>netdata.conf as the collectors ask it.</summary>
internal sealed class CollectSettings(ConfigFile file) : ICollectSettings
{
    public string Text(string section, string option, string fallback) =>
        file.Text(section, option, fallback);

    public bool Flag(string section, string option, bool fallback) => file.Boolean(section, option, fallback);

    public OnDemand OnDemand(string section, string option, OnDemand fallback) =>
        file.OnDemand(section, option, fallback);

    public bool IsSaid(string section, string option) => file.IsSaid(section, option);

    public long Number(string section, string option, long fallback) =>
        file.Number(section, option, fallback);
}
