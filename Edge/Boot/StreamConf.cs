namespace Edge.Boot;

/// <summary>
/// stream.conf, read once: the sending side, and who may send what to this node (spec config 5). Immutable;
/// any thread.
/// </summary>
internal sealed class StreamConf
{
    private readonly Dictionary<string, GuidSection> _sections = [];

    private StreamConf(SenderSection sender)
    {
        Sender = sender;
    }

    public SenderSection Sender { get; }

    /// <summary>The GUID sections by their names.</summary>
    public IReadOnlyDictionary<string, GuidSection> Sections => _sections;

    /// <summary>
    /// Some section is enabled: this node is a parent, which the label <c>_is_parent</c> says.
    /// </summary>
    public bool Receives { get; private set; }

    public static StreamConf Read(ConfigFile file)
    {
        var conf = new StreamConf(SenderSection.Read(file));
        string[] sections = [.. file.Sections];
        foreach (string section in sections)
        {
            if (MachineGuid.IsGuid(section))
            {
                GuidSection read = GuidSection.Read(file, section);
                conf._sections.Add(section, read);
                conf.Receives |= read.Enabled == true;
            }
            else if (section != "stream")
            {
                RefuseName(file, section);
            }
        }

        return conf;
    }

    /// <summary>
    /// The section with exactly this name; null: there is none. As it was sent: the letter case has to be the
    /// same.
    /// </summary>
    public GuidSection? Find(string name) => _sections.GetValueOrDefault(name);

    /// <summary>
    /// One line for the section, none for its options. The samples of the stock file are no mistake unless
    /// somebody switched one on.
    /// </summary>
    private static void RefuseName(ConfigFile file, string section)
    {
        foreach (ConfigOption option in file.In(section))
        {
            option.IsUsed = true;
        }

        if (section is "API_KEY" or "MACHINE_GUID" && !file.Boolean(section, "enabled", false))
        {
            return;
        }

        file.Report(file.In(section)[0], $"CONFIG: section [{section}] is no GUID and has no effect. An API "
            + "key or the GUID of a machine belongs between the brackets.");
    }
}
