using Edge.Sys;

namespace Edge.Archive;

/// <summary>Called before each write to a host's ring file: where a process may be killed.</summary>
internal delegate void WriteCut(RawFile file, ReadOnlySpan<byte> bytes, long offset);
