using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Edge.Sys;

/// <summary>
/// liblz4's raw blocks. Linked into the binary where the static library was there at build time; else the
/// shared one is looked for, and not before somebody asks.
/// </summary>
internal static unsafe partial class Lz4
{
    /// <summary>How far back a match may reach (LZ4 block format).</summary>
    public const int HistoryBytes = 64 * 1024;

    /// <summary>State of an encoder: 16,416 in all of 1.9, 16,416 and less before; the rest is
    /// reserve.</summary>
    public const int EncoderBytes = 16_512;

    private const string Library = "lz4";

    /// <summary>The name that is there without development packages.</summary>
    private const string Shared = "liblz4.so.1";

    private static readonly Lazy<bool> Found = new(Find);

    /// <summary>False: no library, or one below 1.9.</summary>
    public static bool IsAvailable => Found.Value;

    /// <summary>Worst case of one block of so many bytes: the <c>LZ4_COMPRESSBOUND</c> of
    /// lz4.h.</summary>
    public static int Bound(int bytes) => bytes + (bytes / 255) + 16;

    /// <summary>An encoder without history in <paramref name="state"/>, aligned to 8. False: the library
    /// wants more room.</summary>
    public static bool Begin(Span<byte> state)
    {
        fixed (byte* at = state)
        {
            return LZ4_initStream(at, (nuint)state.Length) != null;
        }
    }

    /// <summary>
    /// One dependent block. What was given before must still lie where it was, and <paramref name="source"/>
    /// behind it: a source elsewhere makes the encoder forget all but the last block.
    /// </summary>
    /// <returns>Bytes of the block; 0: it did not fit, and the encoder has to begin anew.</returns>
    public static int Compress(Span<byte> state, ReadOnlySpan<byte> source, Span<byte> target)
    {
        Guard.That(state.Length == EncoderBytes && !source.IsEmpty && !target.IsEmpty);
        fixed (byte* encoder = state, from = source, to = target)
        {
            return LZ4_compress_fast_continue(encoder, from, to, source.Length, target.Length, 1);
        }
    }

    /// <summary>Moves the end of the history to the front of a buffer, to make room behind it.</summary>
    /// <param name="state">Of the encoder.</param>
    /// <param name="target">Gets it; may overlap with where it lies now.</param>
    /// <returns>Bytes moved, as many as the encoder still knows and <see cref="HistoryBytes"/> at
    /// most.</returns>
    public static int Keep(Span<byte> state, Span<byte> target)
    {
        Guard.That(state.Length == EncoderBytes);
        fixed (byte* encoder = state, to = target)
        {
            return LZ4_saveDict(encoder, to, target.Length);
        }
    }

    /// <summary>Undoes one dependent block.</summary>
    /// <param name="block">Not trusted.</param>
    /// <param name="text">What was decoded before, then room.</param>
    /// <param name="at">Where the room begins.</param>
    /// <param name="bytesMax">How much of it may be used.</param>
    /// <returns>Bytes decoded; negative: the block is bad, or longer than its room.</returns>
    public static int Decompress(ReadOnlySpan<byte> block, Span<byte> text, int at, int bytesMax)
    {
        Guard.That(at >= 0 && bytesMax > 0 && at <= text.Length - bytesMax && !block.IsEmpty);
        int history = Math.Min(at, HistoryBytes);
        fixed (byte* from = block, to = text)
        {
            return LZ4_decompress_safe_usingDict(
                from, to + at, block.Length, bytesMax, to + at - history, history);
        }
    }

    private static bool Find()
    {
        try
        {
            NativeLibrary.SetDllImportResolver(typeof(Lz4).Assembly, static (name, _, _) =>
                name == Library && NativeLibrary.TryLoad(Shared, out nint handle) ? handle : 0);
            return LZ4_versionNumber() >= 10_900;
        }
        catch (Exception e) when (e is DllNotFoundException or EntryPointNotFoundException)
        {
            return false;
        }
    }

    [LibraryImport(Library)]
    [UnmanagedCallConv(CallConvs = [typeof(CallConvCdecl)])]
    private static partial int LZ4_versionNumber();

    [LibraryImport(Library)]
    [UnmanagedCallConv(CallConvs = [typeof(CallConvCdecl)])]
    private static partial void* LZ4_initStream(byte* state, nuint bytes);

    [LibraryImport(Library)]
    [UnmanagedCallConv(CallConvs = [typeof(CallConvCdecl)])]
    private static partial int LZ4_compress_fast_continue(
        byte* state, byte* source, byte* target, int sourceBytes, int targetBytes, int acceleration);

    [LibraryImport(Library)]
    [UnmanagedCallConv(CallConvs = [typeof(CallConvCdecl)])]
    private static partial int LZ4_saveDict(byte* state, byte* target, int targetBytes);

    [LibraryImport(Library)]
    [UnmanagedCallConv(CallConvs = [typeof(CallConvCdecl)])]
    private static partial int LZ4_decompress_safe_usingDict(
        byte* source, byte* target, int sourceBytes, int targetBytes, byte* history, int historyBytes);
}
