using Edge.Sys;

namespace Edge.Archive;

/// <summary>Where a row group is: in a segment, or in memory as long as no disk takes it.</summary>
/// <param name="Segment">Null: it is in memory.</param>
/// <param name="Offset">Of its first byte, behind the record's head.</param>
/// <param name="Length">Bytes.</param>
/// <param name="Memory">The bytes, where they are not in a segment.</param>
/// <param name="FirstSec">The first second that one of its rows stands for.</param>
/// <param name="LastSec">Of its newest row.</param>
internal readonly record struct GroupPlace(
    Segment? Segment, long Offset, int Length, NativeBlock? Memory, long FirstSec, long LastSec)
{
    public static GroupPlace Of(Segment segment, RecordPlace place) => new(
        segment, place.Offset + RecordHead.Bytes, place.Length, null, place.FirstSec, place.LastSec);

    /// <summary>A part of the group. False: it cannot be read.</summary>
    public bool TryRead(int offset, Span<byte> target)
    {
        if (offset < 0 || target.Length > Length - offset)
        {
            return false;
        }

        if (Segment != null)
        {
            return Segment.TryReadPart(Offset + offset, target);
        }

        Memory!.Span<byte>(offset, target.Length).CopyTo(target);
        return true;
    }
}
