namespace Edge.Bench.Crash;

/// <summary>What is done to files.</summary>
internal static class Files
{
    /// <summary>Leaves a random part of it.</summary>
    public static void Cut(string path, Random random)
    {
        using FileStream file = File.Open(path, FileMode.Open);
        file.SetLength(random.NextInt64(file.Length + 1));
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

    /// <summary>Up to three bits anywhere.</summary>
    public static void Flip(string path, Random random)
    {
        long length = new FileInfo(path).Length;
        for (int i = random.Next(3); i >= 0; i--)
        {
            Flip(path, random.NextInt64(Math.Max(1, length)), random.Next(8));
        }
    }

    public static void Swap(string a, string b)
    {
        File.Move(a, a + ".swap");
        File.Move(b, a);
        File.Move(a + ".swap", b);
    }
}
