namespace Edge.Bench.Outage;

/// <summary>What a peer may do that is no parent.</summary>
internal enum Rubbish
{
    /// <summary>4 KiB of bytes that mean nothing.</summary>
    Random,

    /// <summary>The first half of an acceptance, then silence.</summary>
    Half,

    /// <summary>What a web server says.</summary>
    BadRequest,

    /// <summary>An acceptance, then bytes that mean nothing.</summary>
    AcceptedThenRandom,

    /// <summary>An acceptance, then a line without end.</summary>
    EndlessLine,

    /// <summary>An acceptance with compression, then a frame that is none.</summary>
    BadFrame,

    /// <summary>Closes at once.</summary>
    Close,

    /// <summary>Takes the connection and never answers.</summary>
    Silence,
}
