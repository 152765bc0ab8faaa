using System.Net.Sockets;
using Edge.Net;
using Xunit;

namespace Edge.Tests.Net;

/// <summary>A socket file for one user: its mode, what was left over, what is in the way.</summary>
[Collection(SocketCollection.Name)]
public sealed class PrivateSocketTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("edge-socket-").FullName;
    private readonly Connections _home = new(new NetOptions());
    private readonly Door _door;

    public PrivateSocketTests() => _door =
        new Door(_home, new AccessLists(), new Resolver(), static c => new Probe { Connection = c });

    private string Path => System.IO.Path.Combine(_directory, "edge.sock");

    [Fact]
    public void Nobody_but_its_owner_may_connect()
    {
        Listener? listener = PrivateSocket.Open(_door, Path, Access.Dashboard);
        Assert.NotNull(listener);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path));

        using (Socket client = Connect())
        {
            Assert.True(client.Connected);
        }

        // What is made afterwards has the usual mode again.
        string other = System.IO.Path.Combine(_directory, "other");
        File.WriteAllText(other, "");
        Assert.True((File.GetUnixFileMode(other) & UnixFileMode.GroupRead) != 0);
        listener.Stop();
        Assert.False(File.Exists(Path));
    }

    [Fact]
    public void A_file_that_a_dead_process_left_is_taken_over()
    {
        var dead = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        dead.Bind(new UnixDomainSocketEndPoint(Path + ".dead"));
        File.Move(Path + ".dead", Path);
        dead.Dispose();
        Assert.True(File.Exists(Path));

        Listener? listener = PrivateSocket.Open(_door, Path, Access.Dashboard);

        Assert.NotNull(listener);
        using (Socket client = Connect())
        {
            Assert.True(client.Connected);
        }

        listener.Stop();
    }

    [Fact]
    public void A_living_one_is_left_alone()
    {
        Listener first = PrivateSocket.Open(_door, Path, Access.Dashboard)!;

        Assert.Null(PrivateSocket.Open(_door, Path, Access.Dashboard));

        using (Socket client = Connect())
        {
            Assert.True(client.Connected);
        }

        first.Stop();
    }

    [Theory]
    [InlineData("notes.txt")]
    [InlineData("no/such/directory/edge.sock")]
    [InlineData("a-name-that-is-much-longer-than-the-hundred-and-seven-bytes-that-the-kernel-has-for-the-"
        + "path-of-a-unix-socket")]
    public void What_cannot_be_is_no_reason_to_fail(string name)
    {
        string notes = System.IO.Path.Combine(_directory, "notes.txt");
        File.WriteAllText(notes, "precious");

        Assert.Null(PrivateSocket.Open(_door, System.IO.Path.Combine(_directory, name), Access.Dashboard));

        Assert.Equal("precious", File.ReadAllText(notes));
    }

    public void Dispose()
    {
        Assert.True(_home.Stop(Lab.PatienceMs));
        _home.Dispose();
        Directory.Delete(_directory, recursive: true);
    }

    private Socket Connect()
    {
        var client = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        client.Connect(new UnixDomainSocketEndPoint(Path));
        return client;
    }
}
