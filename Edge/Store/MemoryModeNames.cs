namespace Edge.Store;

internal static class MemoryModeNames
{
    /// <summary>Null when the word is unknown (the reference then takes <c>save</c>).</summary>
    public static MemoryMode? Parse(string text) => text switch
    {
        "none" => MemoryMode.None,
        "ram" => MemoryMode.Ram,
        "save" => MemoryMode.Save,
        "map" => MemoryMode.Map,
        "alloc" => MemoryMode.Alloc,
        "dbengine" => MemoryMode.DbEngine,
        _ => null,
    };

    public static string Of(MemoryMode mode) => mode switch
    {
        MemoryMode.None => "none",
        MemoryMode.Ram => "ram",
        MemoryMode.Save => "save",
        MemoryMode.Map => "map",
        MemoryMode.Alloc => "alloc",
        _ => "dbengine",
    };
}
