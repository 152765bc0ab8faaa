namespace Edge.Archive;

/// <summary>A dimension's small part of a checkpoint. The low two bits: how often it was collected, 2 for
/// that and more.</summary>
[Flags]
internal enum DimensionMark : byte
{
    CollectionsMask = 3,
    Wide = 4,
}
