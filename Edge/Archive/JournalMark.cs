namespace Edge.Archive;

/// <summary>How much of a block the journal has.</summary>
internal sealed class JournalMark
{
    /// <summary>Life of the journal that <see cref="Count"/> is about; another one has to begin the block
    /// again.</summary>
    public int Epoch { get; set; }

    /// <summary>Collections written; of rows that did not come from collections: 1 for all.</summary>
    public int Count { get; set; }

    /// <summary>Number of the file that the block begins in; 0: none yet.</summary>
    public uint File { get; set; }

    /// <summary>Number of the newest file that has some of it.</summary>
    public uint NewestFile { get; set; }

    /// <summary>It is told from its begin again, in the file that is newest then.</summary>
    public void Forget() => Epoch = 0;
}
