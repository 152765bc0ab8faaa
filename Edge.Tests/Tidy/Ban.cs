namespace Edge.Tests.Tidy;

/// <summary>Something that the sources of the program must not say outside some places.</summary>
/// <param name="What">Words and signs as they follow each other, separated by blanks.</param>
/// <param name="Why">The rest of the message.</param>
internal sealed record Ban(string What, string Why)
{
    /// <summary>Where it holds; null: everywhere.</summary>
    public string[]? Rooms { get; init; }

    /// <summary>Rooms and file stems (<c>Boot/Pulse</c>) that may say it.</summary>
    public string[] Except { get; init; } = [];

    /// <summary>Not when this stands before it: <c>.</c> for names that others have as a member.</summary>
    public string? NotAfter { get; init; }

    public IEnumerable<string> Findings(SourceFile file)
    {
        if ((Rooms != null && !Rooms.Contains(file.Room)) || Except.Contains(file.Room)
            || Except.Contains($"{file.Room}/{file.Stem}"))
        {
            yield break;
        }

        foreach (int index in file.Find(What.Split(' ')))
        {
            if (index == 0 || NotAfter == null || !file.Code[index - 1].Is(NotAfter))
            {
                yield return file.At(file.Code[index].Line, $"{What.Replace(" ", "")}: {Why}");
            }
        }
    }
}
