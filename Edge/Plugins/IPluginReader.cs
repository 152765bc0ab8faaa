using Edge.Sys;

namespace Edge.Plugins;

/// <summary>What makes charts of a program's lines. The local host's gate is held.</summary>
internal interface IPluginReader
{
    /// <summary>What was stored in this run, in END lines.</summary>
    long Collections { get; }

    /// <summary>It asked for it, or said what it must not: it is not started again, however it
    /// ends.</summary>
    bool IsDisabled { get; }

    /// <summary>A new run.</summary>
    void Begin();

    /// <returns>Null: go on. Else why the program has to end.</returns>
    string? Line(ReadOnlySpan<byte> line, long nowUsec);

    /// <summary>What follows its end.</summary>
    EndVerdict Verdict(int process, ChildEnd end, RunRecord record);

    /// <summary>It does not come again: nobody collects its charts any more.</summary>
    void Retire();
}
