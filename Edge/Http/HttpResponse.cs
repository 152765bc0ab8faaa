using Edge.Text;

namespace Edge.Http;

/// <summary>
/// What a page answers; HttpSession adds the head and sends it. Reused from answer to answer.
/// </summary>
internal sealed class HttpResponse
{
    /// <summary>Status, 200 unless the page says otherwise.</summary>
    public int Status { get; set; } = 200;

    public string ContentType { get; set; } = ContentTypes.PlainText;

    public ByteWriter Body { get; } = new(4096);

    /// <summary>May be cached; see <see cref="ExpiresSec"/>.</summary>
    public bool IsCacheable { get; set; }

    /// <summary>Second of expiry; 0: the default of spec api 9.2.</summary>
    public long ExpiresSec { get; set; }

    /// <summary>Second for the header <c>Date</c>: files have their own; 0: now.</summary>
    public long DateSec { get; set; }

    /// <summary>Complete further header lines without line ends.</summary>
    public List<string> Headers { get; } = [];

    /// <summary>
    /// What access.log calls the kind of answer: <c>DATA</c>, <c>FILECOPY</c>, <c>OPTIONS</c>.
    /// </summary>
    public string LogMode { get; set; } = "DATA";

    /// <summary>What access.log shows as URL; null: the path.</summary>
    public string? LogUrl { get; set; }

    public void Clear()
    {
        Status = 200;
        ContentType = ContentTypes.PlainText;
        Body.Clear();
        IsCacheable = false;
        ExpiresSec = 0;
        DateSec = 0;
        Headers.Clear();
        LogMode = "DATA";
        LogUrl = null;
    }

    /// <summary>Replaces everything by a short plain answer.</summary>
    public void Fail(int status, string text, string contentType = ContentTypes.PlainText)
    {
        Clear();
        Status = status;
        ContentType = contentType;
        Body.Add(text);
    }
}
