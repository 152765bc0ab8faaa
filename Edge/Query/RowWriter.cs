using System.Runtime.InteropServices;
using Edge.Store;
using Edge.Text;

namespace Edge.Query;

/// <summary>Writes the rows of a table in a shape, each as soon as it is read.</summary>
internal static class RowWriter
{
    /// <summary>All rows, newest first unless the question wants it otherwise.</summary>
    public static void Write(Table table, in RowShape shape, ByteWriter writer)
    {
        bool isReversed = table.Question.Has(TableOptions.Reversed);
        long rows = table.Visible.IsEmpty ? 0 : table.Window.Rows;
        int bytesMax = RowBytesMax(table, shape);
        bool isPlain = IsPlain(shape);
        ulong lead = isPlain ? StoredText.LeadWord(shape.Lead) : 0;
        Span<byte> opening = stackalloc byte[shape.Separator.Length + shape.Open.Length];
        Put(opening, Put(opening, 0, shape.Separator), shape.Open);
        bool isStraight = isPlain && table.IsRaw && shape.Note.IsEmpty;
        for (long i = 0; i < rows; i++)
        {
            long row = isReversed ? i : rows - 1 - i;
            ReadOnlySpan<uint> samples = default;
            if (isStraight)
            {
                samples = table.ReadShown(row);
            }
            else
            {
                table.Read(row);
            }

            // Room for a whole row is taken once; inside it nothing asks again.
            Span<byte> target = writer.GetSpan(bytesMax);
            int at = Put(target, 0, i > 0 ? opening : shape.Open);
            at = PutTime(target, at, shape, table.Window.RowSec(row), table.Question.Zone);
            if (!shape.Note.IsEmpty)
            {
                at = Put(target, at, table.DidReset ? shape.ResetNote : shape.Note);
            }

            at = isStraight
                ? StoredText.WriteRow(target, at, lead, shape.Lead.Length, samples, shape.NullToZero)
                : table.IsRaw ? PutSamples(target, at, shape, table.Shown())
                : isPlain ? PutPlainValues(target, at, lead, shape, table)
                : PutValues(target, at, shape, table);
            at = Put(target, at, shape.Close);
            writer.Advance(at);
            if (i == 0)
            {
                // All rows are about as long as the first: better to grow once than ten times.
                long rest = at * (rows - 1);
                writer.Reserve((int)Math.Min(rest + (rest / 8) + bytesMax, Limits.GuessedBytesMax));
            }
        }
    }

    /// <summary>A few bytes before each value and none after it.</summary>
    private static bool IsPlain(in RowShape shape) =>
        shape.Leads == null && shape.Lead.Length <= StoredText.LeadBytesMax && shape.Tail.IsEmpty;

    /// <summary>One value as all formats write it.</summary>
    public static int PutValue(Span<byte> target, Table table, int column)
    {
        if (table.IsRaw)
        {
            return PutSample(target, table.Packed[column], table.Question.Has(TableOptions.NullToZero));
        }

        return table.Exists[column]
            ? NumberText.Write(target, table.Values[column])
            : PutEmpty(target, table.Question.Has(TableOptions.NullToZero));
    }

    /// <summary>An empty point.</summary>
    public static int PutEmpty(Span<byte> target, bool nullToZero)
    {
        ReadOnlySpan<byte> text = nullToZero ? "0"u8 : "null"u8;
        text.CopyTo(target);
        return text.Length;
    }

    /// <summary>For shapes that <see cref="StoredText.WriteRow"/> does not know.</summary>
    private static int PutSamples(
        Span<byte> target, int at, in RowShape shape, ReadOnlySpan<uint> samples)
    {
        for (int i = 0; i < samples.Length; i++)
        {
            at = Put(target, at, shape.Leads == null ? shape.Lead : shape.Leads[i]);
            at += PutSample(target[at..], samples[i], shape.NullToZero);
            at = Put(target, at, shape.Tail);
        }

        return at;
    }

    private static int PutSample(Span<byte> target, uint sample, bool nullToZero) =>
        StoredNumber.DoesExist(sample) ? StoredText.Write(target, sample) : PutEmpty(target, nullToZero);

    private static int PutValues(Span<byte> target, int at, in RowShape shape, Table table)
    {
        ReadOnlySpan<int> visible = table.Visible;
        for (int i = 0; i < visible.Length; i++)
        {
            at = Put(target, at, shape.Leads == null ? shape.Lead : shape.Leads[i]);
            at += PutValue(target[at..], table, visible[i]);
            at = Put(target, at, shape.Tail);
        }

        return at;
    }

    /// <summary>The same for plain shapes: what leads is one store.</summary>
    private static int PutPlainValues(Span<byte> target, int at, ulong lead, in RowShape shape, Table table)
    {
        ReadOnlySpan<double> values = table.Values;
        ReadOnlySpan<bool> exists = table.Exists;
        foreach (int column in table.Visible)
        {
            Span<byte> rest = target[at..(at + StoredText.LeadBytesMax + NumberText.BytesMax)];
            NumberText.Put(ref MemoryMarshal.GetReference(rest), lead);
            rest = rest[shape.Lead.Length..];
            at += shape.Lead.Length + (exists[column]
                ? NumberText.Write(rest, values[column])
                : PutEmpty(rest, shape.NullToZero));
        }

        return at;
    }

    private static int PutTime(Span<byte> target, int at, in RowShape shape, long sec, TimeZoneInfo zone)
    {
        switch (shape.Time)
        {
            case TimeStyle.Date:
                return at + CivilTime.WriteDate(target[at..], sec, zone);
            case TimeStyle.Script:
                return at + CivilTime.WriteScript(target[at..], sec, zone);
            case TimeStyle.Milliseconds:
                at += CivilTime.WriteSeconds(target[at..], sec);
                return Put(target, at, "000"u8);
            default:
                return at + CivilTime.WriteSeconds(target[at..], sec);
        }
    }

    private static int Put(Span<byte> target, int at, ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length == 1)
        {
            // Most often so, and a copy is a call.
            target[at] = bytes[0];
            return at + 1;
        }

        bytes.CopyTo(target[at..]);
        return at + bytes.Length;
    }

    /// <summary>The most bytes that one row can take.</summary>
    private static int RowBytesMax(Table table, in RowShape shape)
    {
        int bytes = shape.Separator.Length + shape.Open.Length + CivilTime.BytesMax + shape.Close.Length
            + Math.Max(shape.Note.Length, shape.ResetNote.Length);
        bytes += table.Visible.Length * (NumberText.BytesMax + shape.Tail.Length
            + Math.Max(shape.Lead.Length, StoredText.LeadBytesMax));
        foreach (byte[] lead in shape.Leads ?? [])
        {
            bytes += lead.Length;
        }

        return bytes;
    }
}
