namespace Edge.Web;

/// <summary>The maxima of the room.</summary>
internal static class Limits
{
    /// <summary>
    /// Ours: a file of a dashboard is read into memory as a whole; the largest known one has 2 MB.
    /// </summary>
    public const long FileBytes = 16 * 1024 * 1024;

    /// <summary>Spec api 9.2: answers that may be cached are so for a day.</summary>
    public const int CacheSeconds = 86400;
}
