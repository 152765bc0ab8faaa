using System.Globalization;

namespace Edge.Bench.Load;

/// <summary>
/// Bytes on the way: what our kernel side has not got acknowledged, and what the parent has not read yet,
/// from the queue
/// columns of <c>/proc/net/tcp</c> and <c>tcp6</c>. When both are zero, everything sent was consumed.
/// </summary>
internal static class Backlog
{
    /// <param name="parentPort">The parent's, on this machine.</param>
    /// <param name="localPorts">Ours.</param>
    public static long Bytes(int parentPort, IReadOnlySet<int> localPorts)
    {
        long total = 0;
        foreach (string file in (string[])["/proc/net/tcp", "/proc/net/tcp6"])
        {
            foreach (string line in File.Exists(file) ? File.ReadLines(file).Skip(1) : [])
            {
                string[] words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
                int local = Port(words[1]);
                int remote = Port(words[2]);
                string[] queues = words[4].Split(':');
                if (remote == parentPort && localPorts.Contains(local))
                {
                    total += Hex(queues[0]);
                }
                else if (local == parentPort && localPorts.Contains(remote))
                {
                    total += Hex(queues[1]);
                }
            }
        }

        return total;
    }

    private static int Port(string address) => (int)Hex(address[(address.LastIndexOf(':') + 1)..]);

    private static long Hex(string text) =>
        long.Parse(text, NumberStyles.HexNumber, CultureInfo.InvariantCulture);
}
