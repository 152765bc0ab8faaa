namespace Edge.Collect;

/// <summary>
/// What the operator says per collector, interface and disk. Asked once, when a collector is made or a device
/// appears;
/// each question names the default that holds when nothing was said.
/// </summary>
internal interface ICollectSettings
{
    /// <param name="section">Without brackets, such as <c>plugin:proc:/proc/stat</c>.</param>
    /// <param name="option">Name of the option.</param>
    /// <param name="fallback">The answer when the option is not there.</param>
    string Text(string section, string option, string fallback);

    bool Flag(string section, string option, bool fallback);

    /// <summary>An unknown word is the fallback too.</summary>
    OnDemand OnDemand(string section, string option, OnDemand fallback);

    /// <summary>Whether the operator said anything, without the question being remembered.</summary>
    bool IsSaid(string section, string option) => false;

    long Number(string section, string option, long fallback);
}
