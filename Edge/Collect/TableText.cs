namespace Edge.Collect;

/// <summary>
/// The charts of a source, written down as text (<see cref="ChartRow"/>). It stays in the pages of the
/// executable: what nobody asks for costs no memory.
/// </summary>
internal delegate ReadOnlySpan<byte> TableText();
