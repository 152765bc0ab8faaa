using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Edge.Archive;

/// <summary>
/// Whose a folder is: a file says so, as long as any other file is of that store, too; else what most bytes
/// are of. One strange file, however large, does not make strangers of all others.
/// </summary>
internal static class StoreId
{
    private const string FileName = "store.id";

    /// <summary>Finds it, and keeps it for the next time.</summary>
    public static Guid Of(string folder, IReadOnlyList<Segment> segments)
    {
        var bytes = new Dictionary<Guid, long>();
        Span<byte> first = stackalloc byte[JournalSuper.Bytes];
        foreach (Segment segment in segments)
        {
            Count(bytes, segment.Store, segment.Length);
        }

        foreach ((uint _, string path) in StoreFiles.Find(folder, StoreFiles.Journals))
        {
            if (TryRead(path, first, out long length) && JournalSuper.TryRead(first, out Guid store, out _))
            {
                Count(bytes, store, length);
            }
        }

        string name = Path.Combine(folder, FileName);
        StoreSuper super = default;
        bool isSaid = TryRead(name, MemoryMarshal.AsBytes(new Span<StoreSuper>(ref super)), out _)
            && super.IsSound;
        if (isSaid && (bytes.Count == 0 || bytes.ContainsKey(super.Store)))
        {
            return super.Store;
        }

        Guid most = MostOf(bytes);
        Write(name, StoreSuper.New(most));
        return most;
    }

    private static void Count(Dictionary<Guid, long> bytes, Guid store, long length)
    {
        if (store != Guid.Empty)
        {
            bytes[store] = bytes.GetValueOrDefault(store) + length;
        }
    }

    private static Guid MostOf(Dictionary<Guid, long> bytes)
    {
        (Guid most, long length) = (Guid.Empty, 0);
        foreach ((Guid store, long of) in bytes)
        {
            (most, length) = of > length ? (store, of) : (most, length);
        }

        return most == Guid.Empty ? Guid.NewGuid() : most;
    }

    /// <summary>What a file begins with.</summary>
    private static bool TryRead(string path, Span<byte> first, out long length)
    {
        length = 0;
        try
        {
            if (!File.Exists(path))
            {
                return false;
            }

            using SafeFileHandle file = File.OpenHandle(path);
            length = RandomAccess.GetLength(file);
            return RandomAccess.Read(file, first, 0) == first.Length;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return false; // Whoever needs what is in it says so.
        }
    }

    private static void Write(string path, StoreSuper super)
    {
        try
        {
            using SafeFileHandle file = File.OpenHandle(path, FileMode.Create, FileAccess.Write);
            RandomAccess.Write(file, MemoryMarshal.AsBytes(new ReadOnlySpan<StoreSuper>(in super)), 0);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // The files say it, too; the first that cannot be written is told of.
        }
    }
}
