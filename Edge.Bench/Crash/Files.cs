namespace Edge.Bench.Crash;

/// <summary>What is done to files.</summary>
internal static class Files
{
    /// <summary>Leaves a random part of it.</summary>
    /// <returns>Its new length.</returns>
    public static long Cut(string path, Random random)
    {
        using FileStream file = File.Open(path, FileMode.Open);
        file.SetLength(random.NextInt64(file.Length + 1));
        return file.Length;
    }

    /// <summary>Bytes that a sum is of, with the sum behind them, after they were changed.</summary>
    public static void Seal(string path, int bytes, long offset = 0)
    {
        using FileStream file = File.Open(path, FileMode.Open);
        file.Position = offset;
        byte[] summed = new byte[bytes];
        file.ReadExactly(summed);
        file.Write(BitConverter.GetBytes(Edge.Sys.Crc32C.Of(summed)));
    }

    public static void Flip(string path, long offset, int bit)
    {
        using FileStream file = File.Open(path, FileMode.Open);
        if (offset >= file.Length)
        {
            return;
        }

        file.Position = offset;
        int old = file.ReadByte();
        file.Position = offset;
        file.WriteByte((byte)(old ^ (1 << bit)));
    }

    /// <summary>Up to three bits anywhere that is allowed. Returns the offsets.</summary>
    public static long[] Flip(string path, Random random, Func<long, bool>? mayHit = null)
    {
        long length = new FileInfo(path).Length;
        var hit = new long[1 + random.Next(3)];
        for (int i = 0; i < hit.Length; i++)
        {
            do
            {
                hit[i] = random.NextInt64(Math.Max(1, length));
            }
            while (mayHit?.Invoke(hit[i]) == false);

            Flip(path, hit[i], random.Next(8));
        }

        return hit;
    }

    public static void Swap(string a, string b)
    {
        File.Move(a, a + ".swap");
        File.Move(b, a);
        File.Move(a + ".swap", b);
    }
}
