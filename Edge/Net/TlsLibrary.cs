using System.Runtime.InteropServices;
using Edge.Sys;

namespace Edge.Net;

/// <summary>
/// OpenSSL, which the runtime loads at the first use of TLS and whose absence ends the process there, so it
/// is
/// looked for before. Start-up, or the first dial that needs it.
/// </summary>
internal static class TlsLibrary
{
    private const string Override = "CLR_OPENSSL_VERSION_OVERRIDE";
    private const string Nowhere = "/nonexistent";

    /// <summary>Null: it is there, and prepared. Else why not, for the log.</summary>
    public static string? Prepare()
    {
        if (!IsThere())
        {
            return "there is no OpenSSL library (libssl.so.3 or libssl.so.1.1) on this system, install it";
        }

        // The runtime would load every certificate of the system for each chain, 2 MiB; TlsTrust looks up the
        // two or three that are asked for instead.
        OwnProcess.SetEnvironment("SSL_CERT_DIR", Nowhere);
        OwnProcess.SetEnvironment("SSL_CERT_FILE", Nowhere);
        return null;
    }

    private static bool IsThere()
    {
#if STATIC_OPENSSL
        return true;
#else
        string? version = Environment.GetEnvironmentVariable(Override);
        string[] names = version == null
            ? ["libssl.so.3", "libssl.so.1.1"]
            : [$"libssl.so.{version}", "libssl.so.3", "libssl.so.1.1"];
        return Array.Exists(names, static name => NativeLibrary.TryLoad(name, out _));
#endif
    }
}
