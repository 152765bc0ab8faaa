using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace Edge.Sys;

/// <summary>
/// Refs into native blocks whose owner outlives the caller, for hot loops that keep addresses in tables.
/// The one place outside <see cref="NativeBlock"/> where an address becomes a reference.
/// </summary>
internal static unsafe class Native
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ref T Ref<T>(nint address)
        where T : unmanaged => ref *(T*)address;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Span<T> Span<T>(nint address, int count)
        where T : unmanaged => new((void*)address, count);

    /// <summary>Hints that the cache line at <paramref name="address"/> will be used soon. Never
    /// faults.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Prefetch(nint address)
    {
        if (Sse.IsSupported)
        {
            Sse.Prefetch0((void*)address);
        }
    }
}
