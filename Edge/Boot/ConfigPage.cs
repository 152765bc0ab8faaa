using Edge.Http;

namespace Edge.Boot;

/// <summary><c>/netdata.conf</c>: what is in force, as a file (spec config 4).</summary>
internal sealed class ConfigPage(ConfigFile file) : IPage
{
    public void Answer(HttpRequest request, HttpResponse response, long nowUsec)
    {
        response.Body.Add(ConfigPageText.Of(file));
        response.IsCacheable = true;
    }
}
