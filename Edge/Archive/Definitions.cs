namespace Edge.Archive;

/// <summary>
/// The payload of a definitions record: hosts and layouts by their numbers in the store. A segment says each
/// that its groups use, before the first one that does.
/// </summary>
internal static class Definitions
{
    private const byte HostItem = 1;
    private const byte LayoutItem = 2;

    public static void AddHost(ByteSink plain, EngineHost host)
    {
        plain.Byte(HostItem);
        plain.Varint(host.Number);
        plain.Text(host.Guid);
        plain.Text(host.Hostname);
    }

    public static void AddLayout(ByteSink plain, uint number, uint host, ChartLayout layout)
    {
        plain.Byte(LayoutItem);
        plain.Varint(number);
        plain.Varint(host);
        plain.Varint((ulong)layout.Bytes.Length);
        plain.Bytes(layout.Bytes);
    }

    /// <summary>Tells the store what a record says. False: it is damaged; what came before is told.</summary>
    public static bool TryRead(ReadOnlySpan<byte> packed, ByteSink plain, IDefinitionReader reader)
    {
        if (!Deflated.TryUnpack(packed, plain))
        {
            return false;
        }

        var source = new ByteSource(plain.Written);
        while (source.Left > 0)
        {
            byte item = source.Byte();
            if (item == HostItem)
            {
                ReadHost(ref source, reader);
            }
            else if (item == LayoutItem)
            {
                ReadLayout(ref source, reader);
            }
            else
            {
                return false;
            }
        }

        return !source.Failed;
    }

    /// <summary>What follows the item's kind.</summary>
    public static void ReadHost(ref ByteSource source, IDefinitionReader reader)
    {
        uint number = (uint)source.Small(int.MaxValue);
        string guid = source.Text();
        string hostname = source.Text();
        if (!source.Failed)
        {
            reader.Host(number, guid, hostname);
        }
    }

    /// <summary>What follows the item's kind; null: damaged, or of a host that is not known.</summary>
    public static (uint Number, EngineChart? Chart, ChartLayout? Layout) ReadLayout(
        ref ByteSource source, IDefinitionReader reader)
    {
        uint number = (uint)source.Small(int.MaxValue);
        uint host = (uint)source.Small(int.MaxValue);
        ReadOnlySpan<byte> bytes = source.Take(source.Small(Limits.ExtentBytes));
        return !source.Failed && ChartLayout.TryRead(bytes) is { } layout
            ? (number, reader.Layout(number, host, layout), layout)
            : (number, null, null);
    }
}
