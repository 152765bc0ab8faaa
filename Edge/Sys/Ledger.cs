using System.Collections.Concurrent;

namespace Edge.Sys;

/// <summary>Native bytes by owner: shown by self-monitoring, asserted back to zero by tests. Any
/// thread.</summary>
internal static class Ledger
{
    private static readonly ConcurrentDictionary<string, Account> Accounts = new();

    public static void Add(string owner, long bytes)
    {
        Account account = Accounts.GetOrAdd(owner, static _ => new Account());
        long total = Interlocked.Add(ref account.Bytes, bytes);
        Guard.That(total >= 0);
    }

    public static long Bytes(string owner) =>
        Accounts.TryGetValue(owner, out Account? account) ? Interlocked.Read(ref account.Bytes) : 0;

    public static long TotalBytes()
    {
        long total = 0;
        foreach (KeyValuePair<string, Account> pair in Accounts)
        {
            total += Interlocked.Read(ref pair.Value.Bytes);
        }

        return total;
    }

    public static IEnumerable<string> Owners() => Accounts.Keys;

    private sealed class Account
    {
        public long Bytes;
    }
}
