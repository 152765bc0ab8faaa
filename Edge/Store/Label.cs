namespace Edge.Store;

/// <param name="Key">Unique in its list.</param>
/// <param name="Value">Any text.</param>
/// <param name="Source">The number on the wire: 0 auto, 1 netdata.conf, 2 docker, 3 environment, 4
/// kubernetes. Passed on as it came.</param>
/// <param name="IsMask">The number is a mask, as peers from 1.32 on send it: 1 auto, 2 netdata.conf, 4
/// kubernetes, 8 aclk, bit 29 permanent.</param>
internal readonly record struct Label(string Key, string Value, int Source, bool IsMask = false);
