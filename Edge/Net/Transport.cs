namespace Edge.Net;

internal enum Transport : byte
{
    Tcp,
    Udp,
    Unix,
}
