using System.Runtime.InteropServices;

namespace Edge.Sys;

/// <summary>
/// Owner of room for some datagrams, which one call of the kernel fills (recvmmsg(2)). One thread at a time.
/// </summary>
internal sealed unsafe partial class DatagramBatch : IDisposable
{
    private const string Owner = "net receive buffers";
    private const int DoNotWait = 0x40;
    private const int SocketLevel = 1;
    private const int ForcedReceiveBuffer = 33;
    private const int MemoryInfo = 55;
    private const int MemoryInfoWords = 9;
    private const int MemoryInfoDrops = 8;
    private readonly int _room;
    private readonly int _bytesMax;
    private readonly NativeBlock _heads;
    private readonly NativeBlock _bytes;

    /// <param name="room">Datagrams, 1 or more.</param>
    /// <param name="bytesMax">Of each; what is longer is cut.</param>
    public DatagramBatch(int room, int bytesMax)
    {
        Guard.That(room > 0 && bytesMax > 0);
        (_room, _bytesMax) = (room, bytesMax);
        _heads = new NativeBlock(Owner, (long)room * (sizeof(Message) + sizeof(Vector)));
        _bytes = new NativeBlock(Owner, (long)room * bytesMax);
    }

    /// <summary>Of the last call.</summary>
    public int Count { get; private set; }

    public ReadOnlySpan<byte> this[int index]
    {
        get
        {
            Guard.That((uint)index < (uint)Count);
            int length = (int)_heads.Ref<Message>((long)index * sizeof(Message)).Bytes;
            return _bytes.Span<byte>((long)index * _bytesMax, Math.Min(length, _bytesMax));
        }
    }

    /// <summary>
    /// Takes what is there without waiting; false: there is nothing, or the socket is dead.
    /// </summary>
    public bool Receive(SafeHandle socket)
    {
        Prepare();
        int count = NativeReceive(socket, (Message*)_heads.Address, (uint)_room, DoNotWait, null);
        Count = Math.Max(count, 0);
        return Count > 0;
    }

    /// <summary>Asks for a larger buffer than anybody may have, which root gets.</summary>
    public static bool TryForceBuffer(SafeHandle socket, int bytes) =>
        NativeSet(socket, SocketLevel, ForcedReceiveBuffer, &bytes, sizeof(int)) == 0;

    /// <summary>Datagrams that the kernel had no room for since the socket was opened; null: it does not say
    /// (before Linux 4.12).</summary>
    public static uint? Drops(SafeHandle socket)
    {
        uint* words = stackalloc uint[MemoryInfoWords];
        int bytes = MemoryInfoWords * sizeof(uint);
        return NativeGet(socket, SocketLevel, MemoryInfo, words, &bytes) == 0
            && bytes >= MemoryInfoWords * sizeof(uint)
            ? words[MemoryInfoDrops]
            : null;
    }

    public void Dispose()
    {
        _heads.Dispose();
        _bytes.Dispose();
    }

    /// <summary>The kernel writes into the heads, so they are made anew.</summary>
    private void Prepare()
    {
        long vectors = (long)_room * sizeof(Message);
        for (int i = 0; i < _room; i++)
        {
            ref Vector vector = ref _heads.Ref<Vector>(vectors + ((long)i * sizeof(Vector)));
            vector = new Vector
            {
                Address = _bytes.Address + (nint)((long)i * _bytesMax), Bytes = (nuint)_bytesMax,
            };
            _heads.Ref<Message>((long)i * sizeof(Message)) = new Message
            {
                Head = new Head
                {
                    Vectors = _heads.Address + (nint)(vectors + ((long)i * sizeof(Vector))),
                    VectorCount = 1,
                },
            };
        }
    }

    [LibraryImport("libc", EntryPoint = "recvmmsg", SetLastError = true)]
    private static partial int NativeReceive(
        SafeHandle socket, Message* messages, uint count, int flags, void* timeout);

    [LibraryImport("libc", EntryPoint = "setsockopt", SetLastError = true)]
    private static partial int NativeSet(SafeHandle socket, int level, int name, void* value, uint bytes);

    [LibraryImport("libc", EntryPoint = "getsockopt", SetLastError = true)]
    private static partial int NativeGet(SafeHandle socket, int level, int name, void* value, int* bytes);

    /// <summary><c>struct iovec</c>.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct Vector
    {
        public nint Address;
        public nuint Bytes;
    }

    /// <summary><c>struct msghdr</c>.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct Head
    {
        public nint Name;
        public uint NameBytes;
        public nint Vectors;
        public nuint VectorCount;
        public nint Control;
        public nuint ControlBytes;
        public int Flags;
    }

    /// <summary><c>struct mmsghdr</c>, the bytes that came behind what was asked.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct Message
    {
        public Head Head;
        public uint Bytes;
    }
}
