using Edge.Stream;

namespace Edge.Boot;

/// <summary>The part of <c>[db]</c> that says how much history a parent asks for (spec stream-caps
/// 12).</summary>
internal static class ReplicationSection
{
    public static ReplayTerms Read(ConfigFile file) => new()
    {
        IsEnabled = file.Boolean("db", "enable replication", true),
        SecondsMax = file.Number("db", "seconds to replicate", 86_400, min: 1),
        StepSeconds = file.Number("db", "seconds per replication step", 600, min: 1),
    };
}
