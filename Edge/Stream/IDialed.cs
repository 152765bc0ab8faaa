using Edge.Net;

namespace Edge.Stream;

/// <summary>Who asked for a connection.</summary>
internal interface IDialed
{
    /// <summary>Done. Whoever does not want it any more aborts it.</summary>
    /// <param name="connection">Open; its bytes go to the session of the order.</param>
    /// <param name="item">The item of the list that was reached, as written there.</param>
    /// <param name="nowUsec">Wall clock.</param>
    void Connected(IConnection connection, string item, long nowUsec);

    /// <summary>One address, name or handshake failed; the round goes on.</summary>
    /// <param name="text">The line for error.log, such as <c>Failed to connect to '10.0.0.1', port '19999'
    /// (...)</c>.</param>
    void Refused(string text);

    /// <summary>Connected, but not through TLS; to be told before <see cref="Failed"/>, so that the parent is
    /// left alone for longer than one that is away.</summary>
    /// <param name="isCertificate">Its certificate is not trusted; false: any other reason.</param>
    void TlsFailed(bool isCertificate);

    /// <summary>The round is over without a connection.</summary>
    void Failed(long nowUsec);
}
