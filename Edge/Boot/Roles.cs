using Edge.Store;

namespace Edge.Boot;

internal static class Roles
{
    /// <param name="mode">Of the local host.</param>
    /// <param name="web">Whether it listens.</param>
    /// <param name="sends">Whether the local host is streamed.</param>
    /// <param name="receives">Whether some key or machine may send.</param>
    public static Role Of(MemoryMode mode, WebMode web, bool sends, bool receives)
    {
        bool keeps = mode != MemoryMode.None;
        bool listens = web != WebMode.None;
        return (keeps, listens, sends) switch
        {
            (false, false, true) => Role.HeadlessCollector,
            (false, true, true) => Role.HeadlessProxy,
            (true, false, true) => Role.CollectorWithDatabase,
            (true, true, true) => Role.ProxyWithDatabase,
            (true, _, false) => receives && listens ? Role.Parent : Role.StandAlone,
            _ => Role.Idle,
        };
    }

    public static string NameOf(Role role) => role switch
    {
        Role.HeadlessCollector => "headless collector",
        Role.HeadlessProxy => "headless proxy",
        Role.CollectorWithDatabase => "collector with database",
        Role.ProxyWithDatabase => "proxy with database",
        Role.Parent => "parent",
        Role.StandAlone => "stand-alone",
        _ => "idle (keeps nothing, sends nowhere)",
    };
}
