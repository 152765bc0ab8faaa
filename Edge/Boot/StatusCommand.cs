using System.Net.Sockets;
using System.Text;
using Edge.Net;
using Edge.Stream;

namespace Edge.Boot;

/// <summary><c>edge status</c>: asks the running node about its links and prints the answer. Exit code 0, or
/// 1 when none answers.</summary>
internal static class StatusCommand
{
    public static int Run(CommandLine line, TextWriter output, TextWriter errors)
    {
        string path = $"/api/v1/{LinkPage.Command}" + (line.IsJson ? "" : "?format=table");
        var failures = new List<string>();
        foreach (StatusTarget target in Targets(line))
        {
            try
            {
                byte[] answer = StatusClient.Get(target, path, target.IsTls ? Tls(line) : null);
                output.Write(Encoding.UTF8.GetString(answer));
                output.Flush();
                return 0;
            }
            catch (Exception e) when (e is SocketException or IOException or ArgumentException)
            {
                failures.Add($"{target}: {Why(e)}");
            }
        }

        errors.WriteLine(failures.Count == 0
            ? "edge: the configuration has neither a status socket nor a web server to ask; see [global] "
                + "status socket."
            : "edge: no running node answers.");
        failures.ForEach(failure => errors.WriteLine($"  {failure}"));
        return 1;
    }

    private static List<StatusTarget> Targets(CommandLine line)
    {
        if (line.Url != null)
        {
            return [StatusTarget.Parse(line.Url)!];
        }

        ConfigFile file = Configuration.LoadNode(line);
        var directories = Directories.Read(file);
        return StatusTarget.Of(directories, WebSection.Read(file, directories));
    }

    /// <summary>As streams are verified, where this machine has a configuration; the address of a port in
    /// it is no name that a certificate has to be for.</summary>
    private static TlsClientOptions Tls(CommandLine line)
    {
        try
        {
            var directories = Directories.Read(Configuration.LoadNode(line));
            ConfigFile stream = ConfigFinder.LoadStream(directories.Config, directories.StockConfig);
            foreach (Setting setting in line.StreamSettings)
            {
                stream.Set(setting.Section, setting.Name, setting.Value);
            }

            TlsClientOptions options = TlsStart.Client(SenderSection.Read(stream));
            return line.Url != null ? options : options with { SkipsHostName = true };
        }
        catch (StartupException) when (line.Url != null)
        {
            return new TlsClientOptions();
        }
    }

    private static string Why(Exception e) => e switch
    {
        SocketException { SocketErrorCode: SocketError.AccessDenied } =>
            "permission denied; ask as root or as the user that edge runs as.",
        SocketException { SocketErrorCode: SocketError.ConnectionRefused } =>
            "nobody listens there.",
        SocketException { SocketErrorCode: SocketError.AddressNotAvailable } => "there is no such socket.",
        SocketException { SocketErrorCode: SocketError.TimedOut or SocketError.WouldBlock } =>
            "no answer in time.",
        _ => e.Message,
    };
}
