namespace Edge.Http;

/// <summary>Texts behind status codes (spec api 9.2).</summary>
internal static class Status
{
    public const string NotUnderstood = "I don't understand you...\r\n";
    public const string BadTarget = "URL not valid. I don't understand you...\r\n";
    public const string NotAllowed = "You are not allowed to access this resource.";

    public static string Message(int code) => code switch
    {
        200 => "OK",
        301 => "Moved Permanently",
        307 => "Temporary Redirect",
        400 => "Bad Request",
        403 => "Forbidden",
        404 => "Not Found",
        412 => "Preconditions Failed",
        >= 100 and < 200 => "Informational",
        >= 200 and < 300 => "Successful",
        >= 300 and < 400 => "Redirection",
        >= 400 and < 500 => "Bad Request",
        _ => "Server Error",
    };

    /// <summary>
    /// Length of the text that the reference has for a refused stream, does not send, and logs as sent (spec
    /// streaming 5).
    /// </summary>
    public static int UnsentBytes(int code) => code switch
    {
        401 => 67,
        403 => 44,
        409 => 45,
        503 => 61,
        _ => 0,
    };
}
