using System.Collections.Concurrent;

namespace Edge.Sys;

/// <summary>Native bytes by owner: shown by self-monitoring, asserted back to zero by tests. Any
/// thread.</summary>
internal static class Ledger
{
    private static readonly ConcurrentDictionary<string, Account> Accounts = new();
    private static readonly Lock Gate = new();

    /// <summary>Replaced as a whole; in order of appearance, and none ever goes.</summary>
    private static Account[] s_all = [];

    /// <summary>Owners so far; <see cref="OwnerAt"/> and <see cref="BytesAt"/> take indexes below.</summary>
    public static int Count => Volatile.Read(ref s_all).Length;

    public static void Add(string owner, long bytes)
    {
        if (!Accounts.TryGetValue(owner, out Account? account))
        {
            account = Open(owner);
        }

        long total = Interlocked.Add(ref account.Bytes, bytes);
        Guard.That(total >= 0);
    }

    public static long Bytes(string owner) =>
        Accounts.TryGetValue(owner, out Account? account) ? Interlocked.Read(ref account.Bytes) : 0;

    public static long TotalBytes()
    {
        long total = 0;
        foreach (Account account in Volatile.Read(ref s_all))
        {
            total += Interlocked.Read(ref account.Bytes);
        }

        return total;
    }

    public static IEnumerable<string> Owners() => Accounts.Keys;

    public static string OwnerAt(int index) => Volatile.Read(ref s_all)[index].Owner;

    public static long BytesAt(int index) => Interlocked.Read(ref Volatile.Read(ref s_all)[index].Bytes);

    private static Account Open(string owner)
    {
        lock (Gate)
        {
            if (!Accounts.TryGetValue(owner, out Account? account))
            {
                account = new Account(owner);
                Volatile.Write(ref s_all, [.. s_all, account]);
                Accounts[owner] = account;
            }

            return account;
        }
    }

    private sealed class Account(string owner)
    {
        public readonly string Owner = owner;
        public long Bytes;
    }
}
