using System.Diagnostics;
using System.Globalization;

namespace Edge.Tests.Peers;

/// <summary>Configuration files as somebody wrote them, and what the command line adds.</summary>
internal static class Written
{
    public static void Write(string directory, string node, string stream)
    {
        string etc = Directory.CreateDirectory(Path.Combine(directory, "etc")).FullName;
        Directory.CreateDirectory(Path.Combine(directory, "log"));
        File.WriteAllText(Path.Combine(etc, "netdata.conf"), node);
        File.WriteAllText(Path.Combine(etc, "stream.conf"), stream);
    }

    /// <summary>Where things lie, who runs it, its name; with a port, where it listens.</summary>
    public static string[] Arguments(string directory, string name, int port)
    {
        List<string> all = ["-D", "-c", Path.Combine(directory, "etc", "netdata.conf")];
        all.AddRange(["-u", Environment.UserName]);
        all.AddRange(Set("hostname", name));
        all.AddRange(Set("config directory", Path.Combine(directory, "etc")));
        all.AddRange(["-W", "set", "plugins", "enable running new plugins", "no"]);

        // All nodes of a machine want the same port, and who is first has it.
        all.AddRange(["-W", "set", "statsd", "enabled", "no"]);
        foreach (string what in (string[])["cache", "lib", "log"])
        {
            all.AddRange(Set(what + " directory", Path.Combine(directory, what)));
        }

        if (port != 0)
        {
            all.AddRange(["-i", "127.0.0.1", "-p", port.ToString(CultureInfo.InvariantCulture)]);
        }

        return [.. all];
    }

    /// <summary>What <c>edge --check</c> says of them, and its exit code.</summary>
    public static (int Exit, string Output) Check(string node, string stream)
    {
        string directory = Directory.CreateTempSubdirectory("edge-test-").FullName;
        Write(directory, node, stream);
        var start = new ProcessStartInfo(Programs.Edge!, ["--check", .. Arguments(directory, "checked", 0)])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using Process process = Process.Start(start)!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd() + errors.GetAwaiter().GetResult();
        process.WaitForExit();
        Directory.Delete(directory, recursive: true);
        return (process.ExitCode, output);
    }

    private static string[] Set(string name, string value) => ["-W", "set", "global", name, value];
}
