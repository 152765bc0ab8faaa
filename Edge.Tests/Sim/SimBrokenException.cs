namespace Edge.Tests.Sim;

/// <summary>An invariant of a world does not hold.</summary>
internal sealed class SimBrokenException(string text) : Exception(text)
{
    public static void Unless(bool holds, string text)
    {
        if (!holds)
        {
            throw new SimBrokenException(text);
        }
    }
}
