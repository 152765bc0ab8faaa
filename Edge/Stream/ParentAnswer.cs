using Edge.Protocol;
using Edge.Sys;

namespace Edge.Stream;

/// <summary>
/// The answers of a parent, byte for byte: written by the door (spec streaming 6), read by the sender (7).
/// None ends with a newline, so a reader compares with what it knows and takes everything else for a refusal.
/// </summary>
internal static class ParentAnswer
{
    public static ReadOnlySpan<byte> First => "Hit me baby, push them over..."u8;

    public static ReadOnlySpan<byte> Labels => "Hit me baby, push them over and bring the host labels..."u8;

    public static ReadOnlySpan<byte> Version => "Hit me baby, push them over with the version="u8;

    // Refusals are sent since 1.35 only. None may hold an '=', which children up to 1.36 take for acceptance.

    public static ReadOnlySpan<byte> Denied =>
        "You are not permitted to access this. Check the logs for more info."u8;

    public static ReadOnlySpan<byte> Forbidden => "You are not allowed to access this resource."u8;

    public static ReadOnlySpan<byte> AlreadyConnected => "This GUID is already streaming to this server"u8;

    public static ReadOnlySpan<byte> Busy =>
        "The server is too busy now to accept this request. Try later."u8;

    public static ReadOnlySpan<byte> Localhost =>
        "Don't hit me baby, you are trying to stream my localhost back"u8;

    /// <summary>The acceptance for a version (6.1). Returns its bytes.</summary>
    /// <param name="version">0 or more, already limited to what both sides know.</param>
    /// <param name="target">64 bytes are enough.</param>
    public static int Accept(int version, Span<byte> target)
    {
        Guard.That(version >= 0);
        ReadOnlySpan<byte> text = version == 0 ? First : version == 1 ? Labels : Version;
        text.CopyTo(target);
        if (version < 2)
        {
            return text.Length;
        }

        version.TryFormat(target[text.Length..], out int digits);
        return text.Length + digits;
    }

    /// <param name="bytes">Everything received so far.</param>
    /// <param name="offer">The <c>ver</c> of the request: a parent may answer less, never more.</param>
    /// <param name="version">What was agreed. With <see cref="AnswerKind.Incomplete"/>: what it is should
    /// nothing follow, since a number has no end mark; 0 if nothing was agreed.</param>
    public static AnswerKind Read(ReadOnlySpan<byte> bytes, int offer, out int version)
    {
        version = 0;
        if (bytes.StartsWith(Version))
        {
            return ReadVersion(bytes[Version.Length..], offer, out version);
        }

        if (bytes.SequenceEqual(Labels))
        {
            version = 1;
        }

        return bytes.SequenceEqual(First) || version == 1 ? AnswerKind.Accepted
            : bytes.SequenceEqual(Localhost) ? AnswerKind.Localhost
            : bytes.SequenceEqual(AlreadyConnected) ? AnswerKind.AlreadyConnected
            : bytes.SequenceEqual(Denied) ? AnswerKind.Denied
            : bytes.SequenceEqual(Forbidden) ? AnswerKind.Forbidden
            : bytes.SequenceEqual(Busy) ? AnswerKind.Busy
            : IsBeginning(bytes) ? AnswerKind.Incomplete
            : AnswerKind.Foreign;
    }

    /// <summary>Digits, and the line end that some peers add (7, last paragraph).</summary>
    private static AnswerKind ReadVersion(ReadOnlySpan<byte> bytes, int offer, out int version)
    {
        version = 0;
        long number = 0;
        int digits = 0;
        while (digits < bytes.Length && bytes[digits] is >= (byte)'0' and <= (byte)'9')
        {
            number = (number * 10) + (bytes[digits++] - '0');
            if (number > offer)
            {
                return AnswerKind.Foreign;
            }
        }

        if (bytes[digits..].ContainsAnyExcept((byte)'\r', (byte)'\n'))
        {
            return AnswerKind.Foreign;
        }

        if (digits == 0)
        {
            return bytes.IsEmpty ? AnswerKind.Incomplete : AnswerKind.Foreign;
        }

        if (number < 2)
        {
            // No parent writes 0 or 1 that way; a 1 may begin a longer number.
            return number == 1 && digits == bytes.Length && offer >= 10
                ? AnswerKind.Incomplete
                : AnswerKind.Foreign;
        }

        // No mask of a parent begins with a 3: 960 and the sums of it with 1024 and 4096 do not. So the
        // answer of 1.29 needs no waiting for more; a 5 may be the beginning of 5056.
        version = (int)number;
        bool isWhole = digits < bytes.Length || number * 10 > offer || number == Negotiation.NumberedMax;
        if (!isWhole && !Negotiation.IsAnswer(version))
        {
            // The rest is late, but without it nothing is agreed: a 9 is the beginning of 960.
            version = 0;
        }

        return isWhole ? AnswerKind.Accepted : AnswerKind.Incomplete;
    }

    private static bool IsBeginning(ReadOnlySpan<byte> bytes) =>
        First.StartsWith(bytes) || Labels.StartsWith(bytes) || Version.StartsWith(bytes)
        || Localhost.StartsWith(bytes) || AlreadyConnected.StartsWith(bytes) || Denied.StartsWith(bytes)
        || Forbidden.StartsWith(bytes) || Busy.StartsWith(bytes);
}
