namespace Edge.Collect.Cgroups;

/// <summary>The texts of the kernel (spec collectors 9.4). What is not as expected gives no value.</summary>
internal static class CgroupParser
{
    public static bool TryNumber(ReadOnlySpan<byte> text, out ulong number)
    {
        var words = new Words(text, Separators.Blanks);
        ReadOnlySpan<byte> word = words.Next();
        number = Numbers.Unsigned(word);
        return !word.IsEmpty && (uint)(word[0] - '0') <= 9;
    }

    /// <summary>A number of bytes or <c>max</c>, which is the largest number there is.</summary>
    public static ulong? Limit(ReadOnlySpan<byte> text) =>
        text.StartsWith("max"u8) ? ulong.MaxValue : TryNumber(text, out ulong number) ? number : null;

    /// <summary>cpuacct.stat: user N, system N; cpu.stat: user_usec N, system_usec N among others.</summary>
    public static void Cpu(ReadOnlySpan<byte> text, CgroupValues values, bool isUnified)
    {
        ReadOnlySpan<byte> userKey = isUnified ? "user_usec"u8 : "user"u8;
        ReadOnlySpan<byte> systemKey = isUnified ? "system_usec"u8 : "system"u8;
        int found = 0;
        var lines = new Lines(text);
        while (found < 2 && lines.Next(out ReadOnlySpan<byte> line))
        {
            var words = new Words(line, Separators.Blanks);
            ReadOnlySpan<byte> key = words.Next();
            if (key.SequenceEqual(userKey))
            {
                values.CpuUser = (long)words.Number();
                found += words.Taken == 2 ? 1 : 0;
            }
            else if (key.SequenceEqual(systemKey))
            {
                values.CpuSystem = (long)words.Number();
                found += words.Taken == 2 ? 1 : 0;
            }
        }

        values.HasCpu = found == 2;
    }

    /// <summary>cpuacct.usage_percpu: one number for each core.</summary>
    public static void Cores(ReadOnlySpan<byte> text, CgroupValues values)
    {
        var words = new Words(text, Separators.Blanks);
        for (int core = 0; core < Limits.CoresMax; core++)
        {
            ulong nanoseconds = words.Number();
            if (words.Taken <= core)
            {
                break;
            }

            if (core == values.Core.Length)
            {
                long[] more = values.Core;
                Array.Resize(ref more, Math.Max(8, core * 2));
                values.Core = more;
            }

            values.Core[core] = (long)nanoseconds;
            values.Cores = core + 1;
        }
    }

    /// <summary>8:0 Read N, 8:0 Write N and other lines, for each disk.</summary>
    public static void Blkio(ReadOnlySpan<byte> text, ref IoValue value)
    {
        value.IsThere = true;
        var lines = new Lines(text);
        while (lines.Next(out ReadOnlySpan<byte> line))
        {
            var words = new Words(line, Separators.Blanks);
            words.Skip(1);
            ReadOnlySpan<byte> kind = words.Next();
            if (kind.SequenceEqual("Read"u8))
            {
                value.Reads += words.Number();
            }
            else if (kind.SequenceEqual("Write"u8))
            {
                value.Writes += words.Number();
            }
        }
    }

    /// <summary>io.stat: 8:0 rbytes=N wbytes=N rios=N wios=N ..., for each disk.</summary>
    public static void Io(ReadOnlySpan<byte> text, ref IoValue bytes, ref IoValue operations)
    {
        bytes.IsThere = true;
        operations.IsThere = true;
        var lines = new Lines(text);
        while (lines.Next(out ReadOnlySpan<byte> line))
        {
            var words = new Words(line, Separators.Equal);
            words.Skip(1);
            for (ReadOnlySpan<byte> key = words.Next(); !key.IsEmpty; key = words.Next())
            {
                ulong value = words.Number();
                if (key.SequenceEqual("rbytes"u8))
                {
                    bytes.Reads += value;
                }
                else if (key.SequenceEqual("wbytes"u8))
                {
                    bytes.Writes += value;
                }
                else if (key.SequenceEqual("rios"u8))
                {
                    operations.Reads += value;
                }
                else if (key.SequenceEqual("wios"u8))
                {
                    operations.Writes += value;
                }
            }
        }
    }

    /// <summary>some avg10=0.00 avg60=0.00 avg300=0.00 total=0, then the same of full.</summary>
    /// <param name="text">Of the file.</param>
    /// <param name="values">Taken over into.</param>
    /// <param name="place">Of its first line; that of the second is behind it.</param>
    /// <param name="hasFull">The second line counts.</param>
    public static void Pressure(ReadOnlySpan<byte> text, CgroupValues values, int place, bool hasFull)
    {
        var lines = new Lines(text);
        for (int i = 0; i < (hasFull ? 2 : 1) && lines.Next(out ReadOnlySpan<byte> line); i++)
        {
            var words = new Words(line, Separators.Equal);
            words.Skip(1);
            for (int k = 0; k < CgroupValues.Averages; k++)
            {
                words.Skip(1);
                values.Pressure[((place + i) * CgroupValues.Averages) + k] = words.Fixed(2);
            }

            values.HasPressure[place + i] = words.Taken == 7;
        }
    }
}
