namespace Edge.Archive;

/// <summary>Whoever wants to know what numbers mean.</summary>
internal interface IDefinitionReader
{
    void Host(uint number, string guid, string hostname);

    void Layout(uint number, uint host, ChartLayout layout);
}
