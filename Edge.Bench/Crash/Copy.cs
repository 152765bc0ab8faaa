using System.Diagnostics;
using System.Globalization;

namespace Edge.Bench.Crash;

/// <summary>
/// A copy of a parent's directory; its cache on a small disk of its own where that is wanted.
/// </summary>
internal sealed class Copy : IDisposable
{
    private const int SpareMiB = 2;
    private readonly DiskKind _kind;
    private readonly bool _isMounted;

    public Copy(string from, string to, DiskKind kind)
    {
        (Root, _kind) = (to, kind);
        string cache = Path.Combine(to, "cache");
        Directory.CreateDirectory(cache);
        if (kind != DiskKind.Plain)
        {
            long bytes = new DirectoryInfo(Path.Combine(from, "cache"))
                .EnumerateFiles("*", SearchOption.AllDirectories).Sum(file => file.Length + 4096);
            string size = ((bytes >> 20) + SpareMiB).ToString(CultureInfo.InvariantCulture);
            _isMounted = Call("mount", "-t", "tmpfs", "-o", $"size={size}m", "none", cache);
            Problem = _isMounted ? null : "no file system can be mounted here";
        }

        if (Problem == null && !Call("cp", "-a", "--sparse=never", from + "/.", to))
        {
            Problem = "the directory cannot be copied";
        }
    }

    public string Root { get; }

    /// <summary>Null: it is there.</summary>
    public string? Problem { get; }

    /// <summary>Fills the disk, or makes it read-only.</summary>
    public void Seal()
    {
        string cache = Path.Combine(Root, "cache");
        if (_kind == DiskKind.ReadOnly)
        {
            Call("mount", "-o", "remount,ro", cache);
        }
        else if (_kind == DiskKind.Full)
        {
            using FileStream file = File.Create(Path.Combine(cache, "full"));
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
    }

    public void Dispose()
    {
        if (_isMounted)
        {
            Call("umount", "-l", Path.Combine(Root, "cache"));
        }

        Directory.Delete(Root, recursive: true);
    }

    private static bool Call(string program, params string[] arguments)
    {
        try
        {
            using Process process = Process.Start(
                new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
            process.StandardError.ReadToEnd();
            process.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }
}
