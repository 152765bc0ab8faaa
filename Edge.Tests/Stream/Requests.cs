using System.Text;
using Edge.Http;
using Edge.Net;

namespace Edge.Tests.Stream;

/// <summary>Text of a STREAM request to what Http hands on: just enough of the grammar for well-formed
/// ones.</summary>
internal static class Requests
{
    public static HttpRequest Of(string text, IConnection connection)
    {
        string query = text["STREAM ".Length..text.IndexOf(" HTTP/", StringComparison.Ordinal)];
        var headers = new Dictionary<string, string>();
        foreach (string line in text.Split("\r\n").Skip(1).Where(static line => line.Contains(": ")))
        {
            string[] pair = line.Split(": ", 2);
            headers[pair[0].ToLowerInvariant()] = pair[1];
        }

        return new HttpRequest
        {
            Method = "STREAM", Path = "", Query = Decode(query), Headers = headers, Connection = connection,
        };
    }

    private static string Decode(string query)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(query);
        var decoded = new List<byte>();
        for (int i = 0; i < bytes.Length; i++)
        {
            if (bytes[i] == '%')
            {
                decoded.Add(Convert.ToByte(Encoding.ASCII.GetString(bytes, i + 1, 2), 16));
                i += 2;
            }
            else
            {
                decoded.Add(bytes[i] == '+' ? (byte)' ' : bytes[i]);
            }
        }

        // Spec streaming 3: longer queries are cut.
        return Encoding.UTF8.GetString(decoded.Take(8192).ToArray());
    }
}
