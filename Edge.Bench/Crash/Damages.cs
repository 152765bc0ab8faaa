namespace Edge.Bench.Crash;

/// <summary>Stand-in until the matrix is there.</summary>
internal static class Damages
{
    public static bool Run(Rig rig, string root, string edge, int hosts, Random random) => true;
}
