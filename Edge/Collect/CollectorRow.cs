namespace Edge.Collect;

/// <param name="Key">The option of <c>[plugin:proc]</c> that enables it.</param>
/// <param name="ShortName">Its dimension in the chart of run times.</param>
/// <param name="Create">Reads the options, but no file that is collected yet.</param>
internal sealed record CollectorRow(string Key, string ShortName, Func<Site, ICollector> Create);
