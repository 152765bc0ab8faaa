using System.Diagnostics;
using Xunit;

namespace Edge.Tests.Archive;

/// <summary>A file system of a few pages that can be filled and made read-only; needs root.</summary>
internal sealed class SmallDisk : IDisposable
{
    private SmallDisk(string path) => Root = path;

    public string Root { get; }

    public const string Reason = "no file system can be mounted here (root is needed)";

    private static readonly Lazy<bool> s_canBeMade = new(static () =>
    {
        string path = Directory.CreateTempSubdirectory("edge-disk-").FullName;
        bool isMounted = Mount(path, kilobytes: 64);
        if (isMounted)
        {
            Run("umount", "-l", path);
        }

        Directory.Delete(path);
        return isMounted;
    });

    /// <summary>False: this user, or this machine, does not let us mount.</summary>
    public static bool CanBeMade => s_canBeMade.Value;

    public static SmallDisk Make(int kilobytes)
    {
        string path = Directory.CreateTempSubdirectory("edge-disk-").FullName;
        Assert.True(Mount(path, kilobytes), Reason);
        return new SmallDisk(path);
    }

    public void SetReadOnly(bool readOnly) =>
        Run("mount", "-o", readOnly ? "remount,ro" : "remount,rw", Root);

    /// <summary>Not one byte is left.</summary>
    public void Fill()
    {
        using FileStream file = File.Create(Path.Combine(Root, "full"));
        try
        {
            while (true)
            {
                file.Write(new byte[4096]);
                file.Flush();
            }
        }
        catch (IOException)
        {
            // Full.
        }
    }

    public void MakeRoom() => File.Delete(Path.Combine(Root, "full"));

    public void Dispose()
    {
        Run("umount", "-l", Root);
        Directory.Delete(Root);
    }

    private static bool Mount(string path, int kilobytes) =>
        Run("mount", "-t", "tmpfs", "-o", $"size={kilobytes}k", "none", path);

    private static bool Run(string program, params string[] arguments)
    {
        try
        {
            var start = new ProcessStartInfo(program, arguments) { RedirectStandardError = true };
            using Process process = Process.Start(start)!;
            process.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }
}
