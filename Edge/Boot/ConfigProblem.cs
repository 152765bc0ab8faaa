using Edge.Sys;

namespace Edge.Boot;

/// <summary>Something in the configuration that will not do what the operator hopes.</summary>
/// <param name="File">As it was opened; <c>command line</c> for options given there.</param>
/// <param name="Line">1-based; 0: the file as a whole.</param>
/// <param name="IsError">False: of no consequence, worth a line in the log.</param>
/// <param name="Text">A complete sentence for the log.</param>
internal sealed record ConfigProblem(string File, int Line, bool IsError, string Text)
{
    /// <summary>As compilers write it, for editors to jump to.</summary>
    public override string ToString() =>
        $"{(Line > 0 ? $"{File}:{Line}" : File)}: {(IsError ? "error" : "note")}: {Text}";

    /// <summary>Into the log, with its place.</summary>
    public void Say()
    {
        string line = $"{Text} ({(Line > 0 ? $"{File}:{Line}" : File)})";
        if (IsError)
        {
            Log.Error("MAIN", line);
        }
        else
        {
            Log.Info("MAIN", line);
        }
    }
}
