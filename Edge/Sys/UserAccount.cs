namespace Edge.Sys;

/// <summary>A user of the machine that the process may become.</summary>
internal sealed record UserAccount(string Name, uint UserId, uint GroupId);
