using Edge.Store;
using Edge.Text;

namespace Edge.Stream;

/// <summary>Labels in the form of 1.32 and later (spec stream-caps 6).</summary>
internal static class ChartLabelsText
{
    private const int Auto = 1;
    private const int Config = 2;
    private const int Kubernetes = 4;

    /// <summary><c>CLABEL "name" "value" source</c>, one a label, and <c>CLABEL_COMMIT</c>. Nothing for a
    /// chart without labels. A label whose line would be too long is left out.</summary>
    public static void Write(ByteWriter writer, Chart chart)
    {
        if (chart.Labels.Length == 0)
        {
            return;
        }

        foreach (Label label in chart.Labels)
        {
            int start = writer.Count;
            writer.Add("CLABEL "u8).AddQuoted(label.Key).Add((byte)' ').AddQuoted(label.Value);
            writer.Add((byte)' ').Add(Mask(label)).Add((byte)'\n');
            if (writer.Count - start - 1 > Limits.LineBytes)
            {
                writer.Truncate(start);
            }
        }

        writer.Add("CLABEL_COMMIT\n"u8);
    }

    /// <summary>The source as a bit mask; docker and environment, which 1.32 gave up, were automatic
    /// too.</summary>
    public static int Mask(Label label) => (label.IsMask, label.Source) switch
    {
        (true, _) => label.Source,
        (_, 0 or 2 or 3) => Auto,
        (_, 1) => Config,
        (_, 4) => Kubernetes,
        _ => label.Source,
    };
}
