using System.Text;
using Edge.Store;
using Edge.Text;

namespace Edge.Stream;

/// <summary>The request of a child (spec streaming 2): parameters in the order of 1.29.3, some raw, some
/// encoded.</summary>
internal static class RequestText
{
    /// <summary>How a value is written (2.3). Raw ones would break the query with <c>&amp;</c>, <c>+</c>,
    /// <c>%</c> and <c> HTTP/</c>, so those are handled; everything else looks as the reference writes
    /// it.</summary>
    private enum Style
    {
        Raw,
        Encoded,
    }

    /// <summary>Parameter of the machine, its style, and whether it must not be empty: a 1.29.3 proxy dies
    /// otherwise.</summary>
    private static readonly (string Name, Style Style, bool IsNeeded)[] System =
    [
        ("NETDATA_SYSTEM_OS_NAME", Style.Encoded, true),
        ("NETDATA_SYSTEM_OS_ID", Style.Encoded, true),
        ("NETDATA_SYSTEM_OS_ID_LIKE", Style.Raw, false),
        ("NETDATA_SYSTEM_OS_VERSION", Style.Encoded, true),
        ("NETDATA_SYSTEM_OS_VERSION_ID", Style.Raw, false),
        ("NETDATA_SYSTEM_OS_DETECTION", Style.Raw, false),
        ("NETDATA_HOST_IS_K8S_NODE", Style.Raw, false),
        ("NETDATA_SYSTEM_KERNEL_NAME", Style.Encoded, true),
        ("NETDATA_SYSTEM_KERNEL_VERSION", Style.Encoded, true),
        ("NETDATA_SYSTEM_ARCHITECTURE", Style.Raw, false),
        ("NETDATA_SYSTEM_VIRTUALIZATION", Style.Raw, false),
        ("NETDATA_SYSTEM_VIRT_DETECTION", Style.Raw, false),
        ("NETDATA_SYSTEM_CONTAINER", Style.Raw, false),
        ("NETDATA_SYSTEM_CONTAINER_DETECTION", Style.Raw, false),
        ("NETDATA_CONTAINER_OS_NAME", Style.Raw, false),
        ("NETDATA_CONTAINER_OS_ID", Style.Raw, false),
        ("NETDATA_CONTAINER_OS_ID_LIKE", Style.Raw, false),
        ("NETDATA_CONTAINER_OS_VERSION", Style.Raw, false),
        ("NETDATA_CONTAINER_OS_VERSION_ID", Style.Raw, false),
        ("NETDATA_CONTAINER_OS_DETECTION", Style.Raw, false),
        ("NETDATA_SYSTEM_CPU_LOGICAL_CPU_COUNT", Style.Raw, false),
        ("NETDATA_SYSTEM_CPU_FREQ", Style.Raw, false),
        ("NETDATA_SYSTEM_TOTAL_RAM", Style.Raw, false),
        ("NETDATA_SYSTEM_TOTAL_DISK_SIZE", Style.Raw, false),
    ];

    /// <summary>Appends the whole request, below 8192 bytes: long values are cut when it would be
    /// longer.</summary>
    /// <param name="writer">Gets it.</param>
    /// <param name="info">The host that is sent; a proxy passes on what its child said.</param>
    /// <param name="apiKey">The sender's.</param>
    /// <param name="options">Version and interval of this node.</param>
    public static void Write(ByteWriter writer, HostInfo info, string apiKey, StreamOptions options)
    {
        int start = writer.Count;
        Write(writer, info, apiKey, options, int.MaxValue);
        if (writer.Count - start > Limits.RequestBytes)
        {
            writer.Truncate(start);
            Write(writer, info, apiKey, options, Limits.RequestValueBytes);
        }
    }

    private static void Write(
        ByteWriter writer, HostInfo info, string apiKey, StreamOptions options, int bytesMax)
    {
        writer.Add("STREAM key="u8);
        Value(writer, apiKey, Style.Raw, bytesMax);
        Pair(writer, "hostname", info.Hostname, Style.Raw, bytesMax);
        Pair(writer, "registry_hostname", info.RegistryHostname, Style.Raw, bytesMax);
        Pair(writer, "machine_guid", info.MachineGuid, Style.Raw, bytesMax);
        writer.Add("&update_every="u8).Add(options.UpdateEvery);
        Pair(writer, "os", info.Os, Style.Raw, bytesMax);
        Pair(writer, "timezone", info.Timezone, Style.Raw, bytesMax);
        if (info.Hops > 0)
        {
            // As 1.37 (spec stream-caps 3). A host's own first step is 1, which is what a parent assumes.
            writer.Add("&hops="u8).Add(info.Hops + 1L);
        }

        Pair(writer, "tags", info.Tags, Style.Raw, bytesMax);
        writer.Add("&ver="u8).Add(options.Offer);
        foreach ((string name, Style style, bool isNeeded) in System)
        {
            string value = name == "NETDATA_CONTAINER_OS_DETECTION" ? "" : Said(info.System, name);
            Pair(writer, name, value.Length == 0 && isNeeded ? "unknown" : value, style, bytesMax);
        }

        writer.Add("&NETDATA_PROTOCOL_VERSION=1.1 HTTP/1.1\r\nUser-Agent: "u8);
        Header(writer, info.ProgramName.Replace('/', '_'), bytesMax);
        writer.Add((byte)'/');
        Header(writer, info.ProgramVersion, bytesMax);
        writer.Add("\r\nAccept: */*\r\n\r\n"u8);
    }

    /// <summary>A 1.29.3 parent would store the detection of the container over that of the host, so it stays
    /// empty, as the reference sends it. Both spellings of the operating system's names are known
    /// (4.3).</summary>
    private static string Said(SystemInfo system, string name) =>
        system[name] ?? system[name.Replace("NETDATA_SYSTEM_OS_", "NETDATA_HOST_OS_")] ?? "";

    private static void Pair(ByteWriter writer, string name, string value, Style style, int bytesMax)
    {
        writer.Add((byte)'&').Add(name).Add((byte)'=');
        Value(writer, value, style, bytesMax);
    }

    private static void Value(ByteWriter writer, string text, Style style, int bytesMax)
    {
        int start = writer.Count;
        Span<byte> bytes = stackalloc byte[4];
        for (int i = 0; i < text.Length;)
        {
            Rune.DecodeFromUtf16(text.AsSpan(i), out Rune rune, out int used);
            bool startsHttp = rune.Value == ' ' && text.AsSpan(i).StartsWith(" HTTP/");
            int before = writer.Count;
            foreach (byte value in bytes[..rune.EncodeToUtf8(bytes)])
            {
                Byte(writer, value, style, startsHttp);
            }

            if (writer.Count - start > bytesMax)
            {
                writer.Truncate(before);
                return;
            }

            i += used;
        }
    }

    /// <summary>The parent decodes before it splits at <c>&amp;</c>, and refuses encoded control
    /// characters.</summary>
    private static void Byte(ByteWriter writer, byte value, Style style, bool startsHttp)
    {
        if (value == '&' || value < ' ' || value == 0x7f)
        {
            value = (byte)'_';
        }

        bool kept = style == Style.Raw
            ? value < 0x7f && value is not ((byte)'+' or (byte)'%') && !startsHttp
            : char.IsAsciiLetterOrDigit((char)value)
                || value is (byte)'-' or (byte)'_' or (byte)'.' or (byte)'~';
        if (kept)
        {
            writer.Add(value);
        }
        else if (value == ' ')
        {
            writer.Add((byte)'+');
        }
        else
        {
            ReadOnlySpan<byte> hex = "0123456789abcdef"u8;
            writer.Add((byte)'%').Add(hex[value >> 4]).Add(hex[value & 15]);
        }
    }

    private static void Header(ByteWriter writer, string text, int bytesMax)
    {
        int start = writer.Count;
        foreach (char c in text)
        {
            if (writer.Count - start >= bytesMax)
            {
                return;
            }

            writer.Add(c is >= ' ' and < '\x7f' ? (byte)c : (byte)'_');
        }
    }
}
