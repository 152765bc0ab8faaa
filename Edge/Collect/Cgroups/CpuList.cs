namespace Edge.Collect.Cgroups;

/// <summary>Lists of CPUs as the kernel writes them: <c>0-3,8</c>.</summary>
internal static class CpuList
{
    /// <summary>How many are in it; 0 for none, or for what is no list.</summary>
    public static int Count(ReadOnlySpan<byte> text)
    {
        int count = 0;
        while (!text.IsEmpty && count < Limits.CoresMax)
        {
            int comma = text.IndexOf((byte)',');
            ReadOnlySpan<byte> item = comma < 0 ? text : text[..comma];
            text = comma < 0 ? [] : text[(comma + 1)..];
            item = item.Trim(" \n\t"u8);
            if (item.IsEmpty || (uint)(item[0] - '0') > 9)
            {
                continue;
            }

            int dash = item.IndexOf((byte)'-');
            ulong first = Numbers.Unsigned(item);
            ulong last = dash < 0 ? first : Numbers.Unsigned(item[(dash + 1)..]);
            count += last >= first ? (int)Math.Min(last - first + 1, Limits.CoresMax) : 0;
        }

        return Math.Min(count, Limits.CoresMax);
    }
}
