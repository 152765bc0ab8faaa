using Edge.Boot;

namespace Edge;

/// <summary>The door.</summary>
internal static class Program
{
    private static int Main(string[] args) => Launch.Run(args);
}
