using System.Diagnostics;

namespace Edge.Tests.Archive;

/// <summary>A file system of a few pages that can be filled and made read-only; needs root.</summary>
internal sealed class SmallDisk : IDisposable
{
    private SmallDisk(string path) => Root = path;

    public string Root { get; }

    /// <summary>Null: this user, or this machine, does not let us mount.</summary>
    public static SmallDisk? TryMake(int kilobytes)
    {
        string path = Directory.CreateTempSubdirectory("edge-disk-").FullName;
        if (Run("mount", "-t", "tmpfs", "-o", $"size={kilobytes}k", "none", path))
        {
            return new SmallDisk(path);
        }

        Directory.Delete(path);
        return null;
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
