using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Edge.Bench.Database;

/// <summary>
/// A made-up child that has a past: it agrees on replication with its parent and gives it whatever rows it
/// asks for, so that an hour is there in a second. Then it collects once a second.
/// </summary>
internal sealed class FillVerb : IDisposable
{
    /// <summary>V1, V2, VN, VCAPS, host labels, claim, replication; no compression.</summary>
    private const int Capabilities = 8 + 16 + 32 + 64 + 128 + 256 + 4096;

    private const string Usage = """
        usage: fill --port N [--rows 3600] [--charts 1] [--dimensions 10] [--seconds 30] [--hostname fill]
                    [--key GUID]
        """;

    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    private readonly int _rows, _charts, _dimensions;

    /// <summary>Charts that are collected, and the microsecond of the last collection.</summary>
    private readonly Dictionary<string, long> _live = [];
    private readonly StringBuilder _asked = new();

    private FillVerb(Arguments args)
    {
        (_rows, _charts, _dimensions) =
            (args.Number("rows", 3600), args.Number("charts", 1), args.Number("dimensions", 10));
        _socket.NoDelay = true;
        _socket.Connect(IPAddress.Loopback, args.Number("port", 0));
        string name = args.Text("hostname", "fill");
        Send($"STREAM key={args.Text("key", Load.LoadVerb.DefaultKey)}&hostname={name}"
            + $"&registry_hostname={name}&machine_guid={Guid.NewGuid()}&update_every=1&os=linux"
            + $"&timezone=Etc/UTC&tags=&ver={Capabilities}&NETDATA_SYSTEM_OS_NAME=load"
            + "&NETDATA_SYSTEM_OS_ID=load&NETDATA_SYSTEM_OS_VERSION=1&NETDATA_SYSTEM_KERNEL_NAME=load"
            + "&NETDATA_SYSTEM_KERNEL_VERSION=1&NETDATA_PROTOCOL_VERSION=1.1 HTTP/1.1\r\n"
            + "User-Agent: load/1\r\nAccept: */*\r\n\r\n");
        byte[] answer = new byte[256];
        string text = Encoding.ASCII.GetString(answer, 0, _socket.Receive(answer));
        int version = text.Contains("version=") ? int.Parse(text[(text.IndexOf('=') + 1)..]) : 0;
        if ((version & 4096) == 0)
        {
            throw new IOException($"the parent does not replicate: '{text}'");
        }
    }

    public static int Run(Arguments args)
    {
        if (!args.Has("port"))
        {
            Console.Error.WriteLine(Usage);
            return 2;
        }

        using var child = new FillVerb(args);
        child.Live(args.Number("seconds", 30));
        return 0;
    }

    public void Dispose() => _socket.Dispose();

    /// <summary>A value that looks like a gauge with three digits behind the point.</summary>
    private static string Value(long sec, int dimension) =>
        ((((sec * 7919) + (dimension * 104729)) % 100_003) / 1000.0).ToString("0.0000000");

    private static long NowUsec() => (DateTime.UtcNow.Ticks - DateTime.UnixEpoch.Ticks) / 10;

    private void Live(int seconds)
    {
        long first = (NowUsec() / 1_000_000) - _rows;
        Define(first);
        long end = NowUsec() + (seconds * 1_000_000L);
        long nextUsec = 0;
        bool isSaid = false;
        while (NowUsec() < end)
        {
            Answer(first);
            if (NowUsec() >= nextUsec)
            {
                Collect(NowUsec());
                nextUsec = NowUsec() + 1_000_000;
            }

            if (!isSaid && _live.Count == _charts)
            {
                isSaid = true;
                Console.WriteLine($"filled: {_charts} charts x {_dimensions} dimensions x {_rows} rows");
            }
        }
    }

    private void Collect(long nowUsec)
    {
        var text = new StringBuilder();
        foreach (string chart in _live.Keys.ToArray())
        {
            text.Append($"BEGIN \"{chart}\" {nowUsec - _live[chart]}\n");
            _live[chart] = nowUsec;
            for (int d = 0; d < _dimensions; d++)
            {
                text.Append($"SET \"d{d}\" = {((nowUsec * 31 / 1000) + d) % 100_000}\n");
            }

            text.Append("END\n");
        }

        Send(text.ToString());
    }

    private void Define(long first)
    {
        long now = NowUsec() / 1_000_000;
        var text = new StringBuilder();
        for (int c = 0; c < _charts; c++)
        {
            text.Append($"CHART \"fill.c{c}\" \"\" \"Fill\" \"values\" \"fill\" \"fill.chart\" \"line\" ")
                .Append("1000 1 \"\" \"load\" \"\"\n");
            for (int d = 0; d < _dimensions; d++)
            {
                text.Append($"DIMENSION \"d{d}\" \"d{d}\" \"absolute\" 1 1000 \"\"\n");
            }

            text.Append($"CHART_DEFINITION_END {first} {now - 1} {now}\n");
        }

        Send(text.ToString());
    }

    // REPLAY_CHART "id" "true|false" after before
    private void Answer(long first)
    {
        byte[] bytes = new byte[65536];
        while (_socket.Poll(50_000, SelectMode.SelectRead))
        {
            int count = _socket.Receive(bytes);
            if (count == 0)
            {
                throw new IOException("the parent closed the connection");
            }

            _asked.Append(Encoding.ASCII.GetString(bytes, 0, count));
        }

        string[] lines = _asked.ToString().Split('\n');
        _asked.Clear().Append(lines[^1]);
        foreach (string line in lines[..^1])
        {
            string[] words = line.Replace("\"", "", StringComparison.Ordinal).Split(' ');
            if (words.Length >= 5 && words[0] == "REPLAY_CHART")
            {
                Replay(words[1], words[2] == "true", long.Parse(words[3]), long.Parse(words[4]), first);
            }
        }
    }

    private void Replay(string chart, bool starts, long after, long before, long first)
    {
        long now = NowUsec() / 1_000_000;
        long last = now - 1;
        var text = new StringBuilder($"RBEGIN \"{chart}\"\n");
        (long from, long to) = (Math.Max(after, first), starts ? last : Math.Min(before, last));
        bool isWanted = after != 0 && before != 0;
        for (long sec = from + 1; isWanted && sec <= to; sec++)
        {
            text.Append($"RBEGIN '' {sec - 1} {sec} {now}\n");
            for (int d = 0; d < _dimensions; d++)
            {
                text.Append($"RSET \"d{d}\" {Value(sec, d)} \"\"\n");
            }
        }

        bool begins = starts || to >= last || !isWanted;
        long collectedUsec = (last * 1_000_000) + 500_000;
        if (begins)
        {
            // Without it the parent takes what is collected next for the first collection, and the seconds
            // until the one after it are missing.
            for (int d = 0; d < _dimensions; d++)
            {
                text.Append($"RDSTATE \"d{d}\" {collectedUsec} {(int)(double.Parse(Value(last, d)) * 1000)} ")
                    .Append($"{Value(last, d)} {Value(last, d)}\n");
            }

            text.Append($"RSSTATE {collectedUsec} {last * 1_000_000}\n");
        }

        (from, to) = isWanted ? (from, to) : (0, 0);
        text.Append(CultureInfo.InvariantCulture,
            $"REND 1 {first} {last} {(begins ? "true" : "false")} {from} {to} {now}\n");
        Send(text.ToString());
        if (begins)
        {
            _live[chart] = collectedUsec;
        }
    }

    private void Send(string text)
    {
        ReadOnlySpan<byte> bytes = Encoding.ASCII.GetBytes(text);
        while (!bytes.IsEmpty)
        {
            bytes = bytes[_socket.Send(bytes)..];
        }
    }
}
