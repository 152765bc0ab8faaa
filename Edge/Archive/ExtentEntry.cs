namespace Edge.Archive;

/// <summary>Where an extent lies in its row group.</summary>
/// <param name="Offset">From the first byte of the header.</param>
/// <param name="Bytes">Deflated.</param>
/// <param name="RawBytes">Inflated.</param>
/// <param name="Sum">CRC-32C of the deflated bytes.</param>
/// <param name="FirstPage">Index in the directory.</param>
internal readonly record struct ExtentEntry(int Offset, int Bytes, int RawBytes, uint Sum, int FirstPage);
