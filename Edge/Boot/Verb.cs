namespace Edge.Boot;

/// <summary>What the command line asks for.</summary>
internal enum Verb
{
    Run,
    Help,
    ShowVersion,

    /// <summary><c>--check</c>: read the configuration, say what is wrong with it, exit.</summary>
    Check,

    /// <summary><c>-W get SECTION OPTION DEFAULT</c>.</summary>
    Get,

    /// <summary><c>-W simple-pattern PATTERN TEXT</c>.</summary>
    MatchPattern,

    /// <summary><c>status</c>: ask the running node.</summary>
    Status,
}
