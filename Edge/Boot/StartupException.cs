namespace Edge.Boot;

/// <summary>
/// The node cannot start, and the message says what the operator can do about it. Exit code 1.
/// </summary>
internal sealed class StartupException(string message) : Exception(message);
