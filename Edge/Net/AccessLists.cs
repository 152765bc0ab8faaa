namespace Edge.Net;

/// <summary>
/// Who may connect and what for (spec api 9.4, config 2.2.1). Evaluated once, at accept, and narrowed by the
/// rights of the port. Immutable; any thread.
/// </summary>
internal sealed record AccessLists
{
    /// <summary>No answer at all for who is not on it.</summary>
    public AccessList Connections { get; init; } = AccessList.Open;

    public AccessList Dashboard { get; init; } = AccessList.Open;

    public AccessList Registry { get; init; } = AccessList.Open;

    public AccessList Badges { get; init; } = AccessList.Open;

    public AccessList Management { get; init; } = AccessList.Open;

    public AccessList Streaming { get; init; } = AccessList.Open;

    public AccessList NetdataConf { get; init; } = AccessList.Open;

    /// <summary>Decides by address alone, or by address and name.</summary>
    /// <param name="ip">As logs show it.</param>
    /// <param name="name">Validated reverse name, <c>UNKNOWN</c>, or null while nobody has asked.</param>
    /// <param name="port">Rights of the port.</param>
    /// <param name="access">What remains of them.</param>
    /// <returns>None: the name is needed.</returns>
    public Verdict Decide(string ip, string? name, Access port, out Access access)
    {
        access = Access.None;
        Verdict verdict = Ask(Connections, ip, name, out bool needsName);
        if (verdict != Verdict.Allowed && !needsName)
        {
            return Verdict.Denied;
        }

        access = port;
        Narrow(Dashboard, Access.Dashboard, ip, name, ref access, ref needsName);
        Narrow(Registry, Access.Registry, ip, name, ref access, ref needsName);
        Narrow(Badges, Access.Badges, ip, name, ref access, ref needsName);
        Narrow(Management, Access.Management, ip, name, ref access, ref needsName);
        Narrow(Streaming, Access.Streaming, ip, name, ref access, ref needsName);
        Narrow(NetdataConf, Access.NetdataConf, ip, name, ref access, ref needsName);
        return needsName ? Verdict.None : Verdict.Allowed;
    }

    private static void Narrow(
        AccessList list, Access right, string ip, string? name, ref Access access, ref bool needsName)
    {
        if ((access & right) != 0 && Ask(list, ip, name, out bool asks) != Verdict.Allowed)
        {
            access &= ~right;
            needsName |= asks;
        }
    }

    private static Verdict Ask(AccessList list, string ip, string? name, out bool needsName)
    {
        Verdict verdict = list.Match(ip);
        needsName = false;
        if (verdict != Verdict.None || !list.AsksNames)
        {
            return verdict;
        }

        needsName = name == null;
        return needsName ? Verdict.None : list.Match(name!);
    }
}
