using Edge.Protocol;
using Edge.Store;
using Edge.Text;

namespace Edge.Stream;

/// <summary>What the stream says of a host besides its charts (spec streaming 9, 10.3, 10.6, 10.7).</summary>
internal static class HostText
{
    /// <summary>The first bytes of a connection: variables, claim id, labels, in this order and before any
    /// chart.</summary>
    /// <param name="writer">Gets them.</param>
    /// <param name="host">Its gate is held.</param>
    /// <param name="agreed">With the parent.</param>
    public static void Preface(ByteWriter writer, Host host, Capabilities agreed)
    {
        foreach (string name in host.Variables.Names)
        {
            Variable(writer, "VARIABLE HOST "u8, name, host.Variables[name]);
        }

        Claim(writer, host, agreed);
        Labels(writer, host, agreed);
    }

    /// <summary>Left out when the line would be too long.</summary>
    /// <param name="writer">Gets the line.</param>
    /// <param name="keyword">With scope and blank.</param>
    /// <param name="name">Of the variable.</param>
    /// <param name="value">NaN is written as <c>nan</c>, which parents take.</param>
    public static void Variable(ByteWriter writer, ReadOnlySpan<byte> keyword, string name, double value)
    {
        int start = writer.Count;
        writer.Add(keyword).AddWord(name).Add(" = "u8).AddFixed(value, 7).Add((byte)'\n');
        CutLine(writer, start);
    }

    /// <summary><c>CLAIMED_ID machine-guid claim-id</c></summary>
    public static void Claim(ByteWriter writer, Host host, Capabilities agreed)
    {
        if ((agreed & Capabilities.Claim) != 0)
        {
            int start = writer.Count;
            writer.Add("CLAIMED_ID "u8).AddWord(host.Info.MachineGuid).Add((byte)' ');
            writer.AddWord(host.ClaimId ?? "NULL").Add((byte)'\n');
            CutLine(writer, start);
        }
    }

    /// <summary>
    /// <c>LABEL "key" = source value</c>, one a label, and <c>OVERWRITE labels</c>. The reference writes the
    /// value as it is, which loses blanks and <c>=</c> at the receiver, and ends the connection at a 1.37
    /// parent when it is empty. Quoted where it is not one word, both versions take it whole (spec
    /// stream-caps-1.37 6).
    /// </summary>
    public static void Labels(ByteWriter writer, Host host, Capabilities agreed)
    {
        if ((agreed & Capabilities.HostLabels) == 0 || host.Labels.Length == 0)
        {
            return;
        }

        // 1.32 and later: always quoted, the source a mask.
        bool isNew = (agreed & Capabilities.ChartLabels) != 0;
        foreach (Label label in host.Labels)
        {
            int start = writer.Count;
            writer.Add("LABEL "u8).AddQuoted(label.Key).Add(" = "u8);
            writer.Add(isNew ? ChartLabelsText.Mask(label) : label.Source).Add((byte)' ');

            // Two bytes less for the quotes that the value may need; without room for any value no label.
            int room = Limits.LineBytes - (writer.Count - start) - 2;
            _ = isNew ? writer.AddQuoted(label.Value, room) : writer.AddWord(label.Value, room);
            writer.Add((byte)'\n');
            if (room < 1)
            {
                writer.Truncate(start);
            }
        }

        writer.Add("OVERWRITE labels\n"u8);
    }

    private static void CutLine(ByteWriter writer, int start)
    {
        if (writer.Count - start - 1 > Limits.LineBytes)
        {
            writer.Truncate(start);
        }
    }
}
