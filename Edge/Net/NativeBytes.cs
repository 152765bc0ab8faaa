using System.Buffers;
using Edge.Sys;

namespace Edge.Net;

/// <summary>Owner of native memory that sockets can read into and send from without a copy.</summary>
internal sealed class NativeBytes(string owner, int bytes) : MemoryManager<byte>, IDisposable
{
    private readonly NativeBlock _block = new(owner, bytes);

    public int Count => (int)_block.Bytes;

    public override Span<byte> GetSpan() => _block.Span<byte>(0, Count);

    /// <summary>
    /// Never asked for: the socket layer of Linux fixes spans for the time of one system call.
    /// </summary>
    public override MemoryHandle Pin(int elementIndex = 0) => throw new NotSupportedException();

    public override void Unpin() => throw new NotSupportedException();

    /// <summary>Frees the memory. Nothing may be using it.</summary>
    public void Free() => _block.Dispose();

    void IDisposable.Dispose() => Free();

    protected override void Dispose(bool disposing) => Free();
}
