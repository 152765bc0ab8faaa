using System.Numerics;

namespace Edge.Archive;

/// <summary>
/// A column of 64-bit integers as residuals in varints; all arithmetic is modulo 2^64, so that any column is
/// exact. The code and its parameters go to the head, so that the residuals of many columns lie together for
/// deflate.
/// </summary>
internal static class ColumnCode
{
    private const int Same = 0;
    private const int Linear = 1;
    private const int Offset = 2;
    private const int Delta = 3;
    private const int Second = 4;
    private const int Kinds = 5;

    /// <summary>Residuals have a divisor in common, which follows the code.</summary>
    private const int Divided = 8;

    /// <param name="column">The values.</param>
    /// <param name="before">The value before the first.</param>
    /// <param name="head">Gets the code and its parameters.</param>
    /// <param name="data">Gets the residuals.</param>
    public static void Encode(ReadOnlySpan<long> column, long before, ByteSink head, ByteSink data)
    {
        long first = column.IsEmpty ? 0 : column[0] - before;
        long least = long.MaxValue;
        int offset = 0, delta = 0, second = 0;
        bool isSame = true, isLinear = true;
        foreach (long value in column)
        {
            least = Math.Min(least, value);
        }

        (long last, long step) = (before, 0);
        foreach (long value in column)
        {
            long move = value - last;
            isSame &= move == 0;
            isLinear &= move == first;
            offset += Price((ulong)(value - least));
            delta += Price(ByteSink.Folded(move));
            second += Price(ByteSink.Folded(move - step));
            (last, step) = (value, move);
        }

        int code = isSame ? Same : isLinear ? Linear
            : delta <= second && delta <= offset + 24 ? Delta : second <= offset + 24 ? Second : Offset;
        ulong divisor = code >= Offset ? DivisorOf(column, before, code, least) : 1;
        head.Byte((byte)(code | (divisor > 1 ? Divided : 0)));
        if (divisor > 1)
        {
            head.Varint(divisor);
        }

        if (code is Linear or Offset)
        {
            head.Zigzag(code == Linear ? first : least - before);
        }

        if (code >= Offset)
        {
            Residuals(column, before, (code, least, (long)divisor), data);
        }
    }

    /// <summary>The other way round. What is damaged sets <see cref="ByteSource.Failed"/>.</summary>
    public static void Decode(
        Span<long> column, long before, ref ByteSource head, ref ByteSource data)
    {
        int code = head.Byte();
        long divisor = (code & Divided) != 0 ? (long)head.Varint() : 1;
        code &= ~Divided;
        long parameter = code is Linear or Offset ? head.Zigzag() : 0;
        if (code >= Kinds)
        {
            head.Fail();
            return;
        }

        (long last, long step) = (before, 0);
        for (int i = 0; i < column.Length; i++)
        {
            switch (code)
            {
                case Same:
                    break;
                case Linear:
                    last += parameter;
                    break;
                case Offset:
                    last = before + parameter + ((long)data.Varint() * divisor);
                    break;
                case Delta:
                    last += data.Zigzag() * divisor;
                    break;
                default:
                    step += data.Zigzag() * divisor;
                    last += step;
                    break;
            }

            column[i] = last;
        }
    }

    /// <summary>About the bits that deflate makes of a residual: next to nothing of a run of zeros.</summary>
    private static int Price(ulong folded) => folded == 0 ? 1 : 67 - BitOperations.LeadingZeroCount(folded);

    private static void Residuals(
        ReadOnlySpan<long> column, long before, (int Code, long Least, long Divisor) how, ByteSink data)
    {
        (long last, long step) = (before, 0);
        foreach (long value in column)
        {
            long move = value - last;
            if (how.Code == Offset)
            {
                data.Varint((ulong)(value - how.Least) / (ulong)how.Divisor);
            }
            else
            {
                data.Zigzag((how.Code == Delta ? move : move - step) / how.Divisor);
            }

            (last, step) = (value, move);
        }
    }

    /// <summary>Of all residuals; 1 when there is none worth its byte.</summary>
    private static ulong DivisorOf(ReadOnlySpan<long> column, long before, int code, long least)
    {
        ulong divisor = 0;
        (long last, long step) = (before, 0);
        foreach (long value in column)
        {
            long move = value - last;
            long residual = code == Offset ? value - least : code == Delta ? move : move - step;
            ulong size = residual < 0 && code != Offset ? (ulong)-residual : (ulong)residual;
            while (size != 0)
            {
                (divisor, size) = (size, divisor % size);
            }

            if (divisor == 1)
            {
                return 1;
            }

            (last, step) = (value, move);
        }

        return divisor is 0 or > int.MaxValue ? 1 : divisor;
    }
}
