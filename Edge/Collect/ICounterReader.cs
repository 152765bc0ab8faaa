namespace Edge.Collect;

/// <summary>How the keys and values of a source are written.</summary>
internal interface ICounterReader
{
    /// <summary>Puts what is known into its slots; false: there was nothing of it.</summary>
    bool Read(ReadOnlySpan<byte> text, CounterCharts charts);
}
