namespace Edge.Sys;

/// <summary>Whose a file is and when it was written last.</summary>
/// <param name="UserId">Owner.</param>
/// <param name="GroupId">Its group.</param>
/// <param name="WrittenSec">Seconds since 1970.</param>
internal readonly record struct FileStatus(uint UserId, uint GroupId, long WrittenSec);
