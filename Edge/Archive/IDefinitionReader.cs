namespace Edge.Archive;

/// <summary>Whoever wants to know what numbers mean.</summary>
internal interface IDefinitionReader
{
    void Host(uint number, string guid, string hostname);

    /// <summary>Null: the host is not known.</summary>
    EngineChart? Layout(uint number, uint host, ChartLayout layout);
}
