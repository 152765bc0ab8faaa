namespace Edge.Sys;

internal enum LogLevel
{
    Info,
    Error,
    Fatal,
}
