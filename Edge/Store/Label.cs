namespace Edge.Store;

/// <param name="Source">The number on the wire: 0 auto, 1 netdata.conf, 2 docker, 3 environment, 4
/// kubernetes; peers from 1.32 on send a bit mask. Passed on as it came.</param>
internal readonly record struct Label(string Key, string Value, int Source);
