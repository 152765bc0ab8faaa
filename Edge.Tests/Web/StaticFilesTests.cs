using Edge.Http;
using Edge.Web;
using Xunit;

namespace Edge.Tests.Web;

/// <summary>Spec api 8, with real files.</summary>
public sealed class StaticFilesTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("edge-web-").FullName;
    private readonly Node _node;

    public StaticFilesTests() => _node = new Node(new WebOptions { FilesDirectory = _directory });

    [Theory]
    [InlineData("/")]
    [InlineData("/index.html")]
    [InlineData("/host/api-child/")]
    public void The_built_in_page_is_small_and_needs_nobody_else(string path)
    {
        string page = new Node().Get(path);
        Assert.StartsWith("<!doctype html>\n<html lang=\"en\">", page);
        Assert.InRange(page.Length, 1000, 20_000);
        Assert.DoesNotContain("http://", page);
        Assert.DoesNotContain("https://", page);
        Assert.Contains("api/v1/charts", page);
        Assert.DoesNotContain("'/api", page);
    }

    [Fact]
    public void A_file_is_sent_with_its_type()
    {
        File.WriteAllText(Path.Combine(_directory, "version.txt"), "0\n");
        Assert.Equal("0\n", _node.Get("/version.txt"));
        HttpResponse response = _node.Response;
        Assert.Equal((200, ContentTypes.PlainText, true, "FILECOPY"),
            (response.Status, response.ContentType, response.IsCacheable, response.LogMode));
        Assert.Equal(Node.NowSec + 86400, response.ExpiresSec);
        Assert.Equal("0\n", _node.Get("/host/api-child/version.txt"));
    }

    [Theory]
    [InlineData("a.js", "application/x-javascript; charset=utf-8")]
    [InlineData("a.woff2", "application/font-woff2")]
    [InlineData("a.jpeg", "image/jpeg")]
    [InlineData("a", "application/octet-stream")]
    public void Types_go_by_extension(string name, string type)
    {
        File.WriteAllText(Path.Combine(_directory, name), "x");
        _node.Get("/" + name);
        Assert.Equal(type, _node.Response.ContentType);
    }

    [Fact]
    public void A_directory_shows_its_index()
    {
        Directory.CreateDirectory(Path.Combine(_directory, "old"));
        File.WriteAllText(Path.Combine(_directory, "old", "index.html"), "old dashboard");
        Assert.Equal("old dashboard", _node.Get("/old/"));
        Assert.StartsWith("<!doctype html>", _node.Get("/"));
        File.WriteAllText(Path.Combine(_directory, "index.html"), "own");
        Assert.Equal("own", _node.Get("/"));
    }

    [Theory]
    [InlineData("/a b", 400, "Filename contains invalid characters: a b")]
    [InlineData("/a<b", 400, "Filename contains invalid characters: a&lt;b")]
    [InlineData("/../etc/passwd", 400, "Relative filenames are not supported: ..&#x2F;etc&#x2F;passwd")]
    public void Bad_names_are_refused(string path, int status, string body)
    {
        Assert.Equal(body, _node.Get(path));
        Assert.Equal((status, ContentTypes.Html), (_node.Response.Status, _node.Response.ContentType));
    }

    [Fact]
    public void A_missing_file_is_told_by_its_full_name()
    {
        string escaped = _directory.Replace("/", "&#x2F;");
        Assert.Equal($"File does not exist, or is not accessible: {escaped}&#x2F;nope.js",
            _node.Get("/nope.js"));
        Assert.Equal((404, "DATA"), (_node.Response.Status, _node.Response.LogMode));
    }

    [Fact]
    public void Links_and_directories_without_index_are_refused()
    {
        File.WriteAllText(Path.Combine(_directory, "plain"), "x");
        File.CreateSymbolicLink(Path.Combine(_directory, "link"), Path.Combine(_directory, "plain"));
        Directory.CreateSymbolicLink(Path.Combine(_directory, "up"), Path.GetTempPath());
        foreach (string name in (string[])["link", "up"])
        {
            Assert.StartsWith("Access to file is not permitted: ", _node.Get("/" + name));
            Assert.Equal(403, _node.Response.Status);
        }

        Directory.CreateDirectory(Path.Combine(_directory, "bare"));
        _node.Get("/bare");
        Assert.Equal(404, _node.Response.Status);
    }

    [Fact]
    public void The_date_of_a_file_is_when_it_was_written()
    {
        string file = Path.Combine(_directory, "old.css");
        File.WriteAllText(file, "a{}");
        File.SetLastWriteTimeUtc(file, DateTime.UnixEpoch.AddSeconds(1_234_567_890));
        _node.Get("/old.css");
        Assert.Equal(1_234_567_890, _node.Response.DateSec);
        _node.Get("/nope.css");
        Assert.Equal(0, _node.Response.DateSec);
    }

    [Theory]
    [InlineData(0, 0, 200)]
    [InlineData(1, 0, 403)]
    [InlineData(0, 1, 403)]
    public void Files_of_other_users_and_groups_are_refused(uint userOff, uint groupOff, int status)
    {
        string file = Path.Combine(_directory, "a.txt");
        File.WriteAllText(file, "x");
        Edge.Sys.FileStatus own = Edge.Sys.FileKind.StatusOf(file)!.Value;
        Assert.Equal(Edge.Sys.OwnProcess.EffectiveUser, own.UserId);
        var node = new Node(new WebOptions
        {
            FilesDirectory = _directory,
            FilesUserId = own.UserId + userOff,
            FilesGroupId = own.GroupId + groupOff,
        });
        string body = node.Get("/a.txt");
        Assert.Equal(status, node.Response.Status);
        Assert.Equal(status == 200, body == "x");
        Assert.Equal(status == 403, body.StartsWith("Access to file is not permitted: ",
            StringComparison.Ordinal));
    }

    [Fact]
    public void A_file_that_is_too_large_is_refused()
    {
        using (FileStream file = File.Create(Path.Combine(_directory, "big.js")))
        {
            file.SetLength(Edge.Web.Limits.FileBytes + 1);
        }

        Assert.StartsWith("Access to file is not permitted: ", _node.Get("/big.js"));
        Assert.Equal(403, _node.Response.Status);
    }

    [Fact]
    public void The_configuration_names_the_owner_by_name()
    {
        WebOptions own = Edge.Boot.RoomOptions.Web(Boot.Bench.Configure("[global]\nhostname = h\n"));
        Assert.Equal(Edge.Sys.OwnProcess.EffectiveUser, own.FilesUserId);
        Assert.Equal(Edge.Sys.OwnProcess.EffectiveGroup, own.FilesGroupId);
        WebOptions other = Edge.Boot.RoomOptions.Web(
            Boot.Bench.Configure("[web]\nweb files owner = nobody\nweb files group = nogroup\n"));
        Assert.Equal((65534u, 65534u), (other.FilesUserId, other.FilesGroupId));
    }

    public void Dispose() => Directory.Delete(_directory, recursive: true);
}
