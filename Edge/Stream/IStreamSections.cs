namespace Edge.Stream;

/// <summary>The sections of stream.conf that are named by a GUID.</summary>
internal interface IStreamSections
{
    /// <summary>The section with exactly this name, case-sensitive; null: there is none.</summary>
    StreamSection? Find(string name);
}
