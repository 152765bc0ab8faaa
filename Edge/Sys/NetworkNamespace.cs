using System.Runtime.InteropServices;
using System.Text;

namespace Edge.Sys;

/// <summary>
/// The interfaces of a network namespace. The kernel is asked, and nothing that somebody inside could have
/// put
/// there instead. Entering one needs the rights of root (CAP_SYS_ADMIN).
/// </summary>
internal static unsafe partial class NetworkNamespace
{
    public const string Own = "/proc/thread-self/ns/net";

    private const int NewNet = 0x40000000;
    private const int CloseOnExec = 0x80000;
    private const int FamilyNetlink = 16;
    private const int RawSocket = 3;
    private const int OptionLevelSocket = 1;
    private const int ReceiveTimeout = 20;

    // rtnetlink(7): header 16, ifinfomsg 16, then attributes of 4 bytes and their data.
    private const int HeaderBytes = 16;
    private const int InfoBytes = 16;
    private const int NewLink = 16;
    private const int GetLink = 18;
    private const int Done = 3;
    private const int Error = 2;
    private const int RequestDump = 0x301;
    private const int AttributeName = 3;
    private const int AttributeLink = 5;
    private const int AnswerBytes = 32 * 1024;

    /// <summary>
    /// Enters a namespace with the calling thread, lists, and comes back, which cannot fail. Null: an errno.
    /// </summary>
    /// <param name="path">Of /proc/PID/ns/net; null: the thread's own.</param>
    /// <param name="errno">0 for success.</param>
    public static List<NetworkLink>? Links(string? path, out int errno)
    {
        if (path == null)
        {
            return Dump(out errno);
        }

        int home = open(Own, CloseOnExec, 0);
        int there = home < 0 ? -1 : open(path, CloseOnExec, 0);
        errno = there < 0 ? Marshal.GetLastPInvokeError() : 0;
        List<NetworkLink>? links = null;
        if (there >= 0)
        {
            errno = setns(there, NewNet) == 0 ? 0 : Marshal.GetLastPInvokeError();
            if (errno == 0)
            {
                links = Dump(out errno);
                Guard.That(setns(home, NewNet) == 0);
            }

            _ = close(there);
        }

        if (home >= 0)
        {
            _ = close(home);
        }

        return links;
    }

    private static List<NetworkLink>? Dump(out int errno)
    {
        int socket = NetworkNamespace.socket(FamilyNetlink, RawSocket | CloseOnExec, 0);
        errno = socket < 0 ? Marshal.GetLastPInvokeError() : 0;
        if (socket < 0)
        {
            return null;
        }

        // The kernel answers at once; should it not, nobody waits for ever.
        nint* second = stackalloc nint[2];
        (second[0], second[1]) = (1, 0);
        _ = setsockopt(socket, OptionLevelSocket, ReceiveTimeout, second, (uint)(2 * sizeof(nint)));
        var links = new List<NetworkLink>();
        byte* request = stackalloc byte[HeaderBytes + InfoBytes];
        new Span<byte>(request, HeaderBytes + InfoBytes).Clear();
        *(int*)request = HeaderBytes + InfoBytes;
        *(ushort*)(request + 4) = GetLink;
        *(ushort*)(request + 6) = RequestDump;
        bool isMore = send(socket, request, HeaderBytes + InfoBytes, 0) > 0;
        var answer = new byte[AnswerBytes];
        while (isMore)
        {
            nint count;
            fixed (byte* at = answer)
            {
                count = recv(socket, at, AnswerBytes, 0);
            }

            isMore = count > 0 && Parse(answer.AsSpan(0, (int)count), links);
        }

        _ = close(socket);
        return links;
    }

    /// <summary>False: that was the last one.</summary>
    internal static bool Parse(ReadOnlySpan<byte> answer, List<NetworkLink> links)
    {
        while (answer.Length >= HeaderBytes)
        {
            int length = Number(answer);
            int type = Short(answer[4..]);
            if (length < HeaderBytes || length > answer.Length || type is Done or Error)
            {
                return false;
            }

            if (type == NewLink && length >= HeaderBytes + InfoBytes)
            {
                links.Add(LinkOf(answer[HeaderBytes..length]));
            }

            answer = answer[Math.Min(Aligned(length), answer.Length)..];
        }

        return true;
    }

    private static NetworkLink LinkOf(ReadOnlySpan<byte> message)
    {
        int index = Number(message[4..]);
        int peer = 0;
        string name = "";
        ReadOnlySpan<byte> rest = message[InfoBytes..];
        while (rest.Length >= 4)
        {
            int length = Short(rest);
            if (length < 4 || length > rest.Length)
            {
                break;
            }

            ReadOnlySpan<byte> value = rest[4..length];
            switch (Short(rest[2..]))
            {
                case AttributeName:
                    name = Encoding.UTF8.GetString(value.TrimEnd((byte)0));
                    break;
                case AttributeLink when value.Length >= 4:
                    peer = Number(value);
                    break;
                default:
                    break;
            }

            rest = rest[Math.Min(Aligned(length), rest.Length)..];
        }

        return new NetworkLink(index, peer, name);
    }

    private static int Aligned(int length) => (length + 3) & ~3;

    private static int Number(ReadOnlySpan<byte> bytes) => MemoryMarshal.Read<int>(bytes);

    private static int Short(ReadOnlySpan<byte> bytes) => MemoryMarshal.Read<ushort>(bytes);

    [LibraryImport("libc", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    private static partial int open(string path, int flags, int mode);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int setns(int descriptor, int type);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int socket(int family, int type, int protocol);

    [LibraryImport("libc")]
    private static partial int setsockopt(int socket, int level, int option, void* value, uint bytes);

    [LibraryImport("libc")]
    private static partial nint send(int socket, void* bytes, nuint count, int flags);

    [LibraryImport("libc")]
    private static partial nint recv(int socket, void* bytes, nuint count, int flags);

    [LibraryImport("libc")]
    private static partial int close(int descriptor);
}
