using System.Buffers;
using Edge.Http;
using Edge.Sys;
using Edge.Text;

namespace Edge.Web;

/// <summary>
/// Files of a dashboard below one directory, and the built-in page where that directory has no
/// <c>index.html</c> (spec api 8). A file that is a symbolic link is refused, and no name leads upwards.
/// </summary>
/// <param name="directory">Null: only the built-in page.</param>
/// <param name="userId">Files of others are refused; null: nobody's are.</param>
/// <param name="groupId">The same for groups.</param>
internal sealed class StaticFiles(string? directory, uint? userId = null, uint? groupId = null)
{
    private const string Index = "index.html";

    private static readonly SearchValues<char> Allowed = SearchValues.Create(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789/._-");

    private readonly byte[] _builtIn = LoadBuiltIn();

    /// <param name="path">Without the first slash; empty is the index.</param>
    /// <param name="response">Cleared.</param>
    /// <param name="nowUsec">Wall clock.</param>
    public void Answer(string path, HttpResponse response, long nowUsec)
    {
        if (path.AsSpan().ContainsAnyExcept(Allowed))
        {
            Refuse(response, 400, "Filename contains invalid characters", path);
            return;
        }

        if (path.Contains("..", StringComparison.Ordinal))
        {
            Refuse(response, 400, "Relative filenames are not supported", path);
            return;
        }

        string full = Path.Combine(directory ?? "/", path);
        if (directory != null && Find(full, response, out string? file))
        {
            if (file != null)
            {
                Send(file, response, nowUsec);
            }
        }
        else if (path is "" or Index)
        {
            response.Body.Add(_builtIn);
            Cacheable(response, Index, nowUsec);
        }
        else
        {
            Refuse(response, 404, "File does not exist, or is not accessible", full);
        }
    }

    /// <summary>False: there is nothing. True with null: it is there, but the answer is a refusal.</summary>
    private bool Find(string full, HttpResponse response, out string? file)
    {
        file = full;
        var info = new FileInfo(full);
        if (Directory.Exists(full) && info.LinkTarget == null)
        {
            file = Path.Combine(full, Index);
            info = new FileInfo(file);
        }

        if (!info.Exists && !Directory.Exists(file))
        {
            return false;
        }

        // What the link points to is not asked: the link itself is no file.
        bool isPlain = info.Exists && info.LinkTarget == null && info.Length <= Limits.FileBytes
            && (info.Attributes & (FileAttributes.Directory | FileAttributes.Device)) == 0;
        if (!isPlain || FileKind.StatusOf(file) is not { } status || !IsOurs(status))
        {
            Refuse(response, 403, "Access to file is not permitted", file);
            file = null;
        }

        return true;
    }

    private bool IsOurs(FileStatus status) =>
        (userId ?? status.UserId) == status.UserId && (groupId ?? status.GroupId) == status.GroupId;

    private static void Send(string file, HttpResponse response, long nowUsec)
    {
        try
        {
            response.Body.Add(File.ReadAllBytes(file));
            Cacheable(response, file, nowUsec);
            response.DateSec = FileKind.StatusOf(file)?.WrittenSec ?? 0;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Refuse(response, 404, "File does not exist, or is not accessible", file);
        }
    }

    private static void Refuse(HttpResponse response, int status, string why, string name) =>
        response.Fail(status, $"{why}: {JsonText.EscapeHtml(name)}", ContentTypes.Html);

    private static void Cacheable(HttpResponse response, string file, long nowUsec)
    {
        response.ContentType = TypeOf(file);
        response.IsCacheable = true;
        response.ExpiresSec = (nowUsec / Clock.UsecPerSecond) + Limits.CacheSeconds;
        response.LogMode = "FILECOPY";
    }

    /// <summary>Spec api 8.</summary>
    private static string TypeOf(string file) => Path.GetExtension(file) switch
    {
        ".html" => ContentTypes.Html,
        ".js" => ContentTypes.JavaScript,
        ".css" => ContentTypes.Css,
        ".xml" => "text/xml; charset=utf-8",
        ".xsl" => "text/xsl; charset=utf-8",
        ".txt" => ContentTypes.PlainText,
        ".svg" => ContentTypes.Svg,
        ".ttf" => "application/x-font-truetype",
        ".otf" => "application/x-font-opentype",
        ".woff2" => "application/font-woff2",
        ".woff" => "application/font-woff",
        ".eot" => "application/vnd.ms-fontobject",
        ".png" => "image/png",
        ".jpg" or ".jpeg" => "image/jpeg",
        ".gif" => "image/gif",
        ".bmp" => "image/bmp",
        ".ico" => "image/x-icon",
        ".icns" => "image/icns",
        _ => "application/octet-stream",
    };

    private static byte[] LoadBuiltIn()
    {
        using System.IO.Stream? stream = typeof(StaticFiles).Assembly.GetManifestResourceStream(Index);
        Guard.That(stream != null);
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }
}
