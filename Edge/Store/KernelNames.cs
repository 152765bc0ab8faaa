using System.Text;

namespace Edge.Store;

/// <summary>Names of the kernel as parts of chart ids (spec collectors 1.6).</summary>
internal static class KernelNames
{
    /// <summary>Keeps slashes.</summary>
    public static string Name(string name) => Clean(name, '/');

    /// <summary>Slashes are underscores.</summary>
    public static string Id(string name) => Clean(name, '_');

    /// <summary>Byte by byte, as the reference does.</summary>
    private static string Clean(string name, char slash)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(name);
        for (int i = 0; i < bytes.Length; i++)
        {
            char c = (char)bytes[i];
            bytes[i] = (byte)(char.IsAsciiLetterUpper(c) ? char.ToLowerInvariant(c)
                : c == ',' ? '.'
                : c is '\\' or '/' ? slash
                : char.IsAsciiLetterOrDigit(c) || c is '-' or '.' or '_' ? c : '_');
        }

        return Encoding.ASCII.GetString(bytes);
    }
}
