using System.Text;
using Edge.Store;
using Edge.Sys;

namespace Edge.Stream;

/// <summary>
/// Prefix lists by content, counted: charts with equal dimension lists, of any host, share one, so that a
/// thousand CPU charts touch the same few cache lines. Any thread.
/// </summary>
internal static class SetPrefixes
{
    private const string Owner = "stream prefixes";

    private static readonly Gate Door = new();
    private static readonly Dictionary<string, Loan> ByContent = [];

    /// <summary>Null when a dimension's id does not fit: such a chart is read word by word.</summary>
    public static Loan? Borrow(Chart chart)
    {
        var content = new StringBuilder();
        foreach (Dimension dimension in chart.Dimensions)
        {
            if (Encoding.UTF8.GetByteCount(dimension.Id) + "SET \"\" = ".Length > SetPrefix.TextBytesMax)
            {
                return null;
            }

            content.Append(dimension.Id).Append('\n');
        }

        string key = content.ToString();
        using (Door.Enter())
        {
            if (!ByContent.TryGetValue(key, out Loan? loan))
            {
                loan = new Loan(key, Build(chart));
                ByContent.Add(key, loan);
            }

            loan.Uses++;
            return loan;
        }
    }

    public static void Return(Loan loan)
    {
        using (Door.Enter())
        {
            if (--loan.Uses == 0)
            {
                ByContent.Remove(loan.Key);
                loan.Block.Dispose();
            }
        }
    }

    private static NativeBlock Build(Chart chart)
    {
        int count = chart.Dimensions.Count;
        var block = new NativeBlock(Owner, Math.Max(count, 1) * SetPrefix.Bytes, aligned: true);
        Span<SetPrefix> prefixes = block.Span<SetPrefix>(0, count);
        for (int i = 0; i < count; i++)
        {
            string text = $"SET \"{chart.Dimensions[i].Id}\" = ";
            Span<byte> slot = prefixes[i].Text;
            prefixes[i].Length = Encoding.UTF8.GetBytes(text, slot);
        }

        return block;
    }

    internal sealed class Loan(string key, NativeBlock block)
    {
        public string Key { get; } = key;

        public NativeBlock Block { get; } = block;

        public int Uses { get; set; }
    }
}
