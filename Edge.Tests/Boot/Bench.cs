using System.Text;
using Edge.Boot;

namespace Edge.Tests.Boot;

/// <summary>What several tests of the room need: a directory of their own, files from text.</summary>
internal sealed class Bench : IDisposable
{
    public string Root { get; } = Directory.CreateTempSubdirectory("edge-boot-").FullName;

    public static ConfigFile Parse(string text, string name = "n.conf") =>
        ConfigFile.Parse(name, Encoding.UTF8.GetBytes(text));

    public static Configuration Configure(string node, string stream = "")
    {
        ConfigFile file = Parse(node, "netdata.conf");
        OldNames.Move(file);
        return Configuration.From(file, Parse(stream, "stream.conf"), []);
    }

    public string Path(string name) => System.IO.Path.Combine(Root, name);

    public string Write(string name, string text)
    {
        string path = Path(name);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
        return path;
    }

    public void Dispose() => Directory.Delete(Root, recursive: true);
}
