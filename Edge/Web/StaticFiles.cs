using Edge.Http;
using Edge.Sys;
using Edge.Text;

namespace Edge.Web;

/// <summary>
/// Files of a dashboard below one directory, and the built-in page where that directory has no <c>index.html</c>
/// (spec api 8). Symbolic links are refused, so nothing outside the directory is ever sent.
/// </summary>
internal sealed class StaticFiles(string? directory)
{
    private const string Index = "index.html";
    private readonly byte[] _builtIn = LoadBuiltIn();

    public void Answer(string path, HttpResponse response, long nowUsec)
    {
        if (path.AsSpan().ContainsAnyExcept(Allowed))
        {
            response.Fail(400, $"Filename contains invalid characters: {JsonText.EscapeHtml(path)}", ContentTypes.Html);
            return;
        }

        if (path.Contains("..", StringComparison.Ordinal))
        {
            response.Fail(400, $"Relative filenames are not supported: {JsonText.EscapeHtml(path)}", ContentTypes.Html);
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
            response.Fail(404, $"File does not exist, or is not accessible: {JsonText.EscapeHtml(full)}",
                ContentTypes.Html);
        }
    }

    private static readonly System.Buffers.SearchValues<char> Allowed = System.Buffers.SearchValues.Create(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789/._-");

    /// <summary>False: there is nothing. True with null: it is there, but the answer is a refusal.</summary>
    private static bool Find(string full, HttpResponse response, out string? file)
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

        bool isPlain = info.Exists && info.LinkTarget == null && info.Length <= Limits.FileBytes
            && (info.Attributes & (FileAttributes.Directory | FileAttributes.Device)) == 0;
        if (!isPlain)
        {
            response.Fail(403, $"Access to file is not permitted: {JsonText.EscapeHtml(file)}", ContentTypes.Html);
            file = null;
        }

        return true;
    }

    private static void Send(string file, HttpResponse response, long nowUsec)
    {
        try
        {
            response.Body.Add(File.ReadAllBytes(file));
            Cacheable(response, file, nowUsec);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            response.Fail(404, $"File does not exist, or is not accessible: {JsonText.EscapeHtml(file)}",
                ContentTypes.Html);
        }
    }

    private static void Cacheable(HttpResponse response, string file, long nowUsec)
    {
        response.ContentType = TypeOf(file);
        response.IsCacheable = true;
        response.ExpiresSec = (nowUsec / Clock.UsecPerSecond) + Limits.CacheSeconds;
        response.LogMode = "FILECOPY";
    }

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
