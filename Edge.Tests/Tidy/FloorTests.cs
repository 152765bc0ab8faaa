using Xunit;

namespace Edge.Tests.Tidy;

/// <summary>Who may use whom.</summary>
public sealed class FloorTests
{
    private static readonly Floors Table =
        new(File.ReadAllText(Path.Combine(Checkout.Root, "ARCHITECTURE.md")));

    [Fact]
    public void EveryRoomIsInTheTable()
    {
        Assert.Contains("Store", Table.Rooms);
        string[] missing = [.. Checkout.Program.Select(file => file.Room).Distinct()
            .Where(room => room != "" && !Table.Rooms.Contains(room))];
        Verdict.None(missing.Select(room => $"ARCHITECTURE.md:1: the table of rooms lacks {room}"));
    }

    [Fact]
    public void RoomsUseOnlyWhatTheTableAllows()
    {
        Dictionary<string, HashSet<string>> types = Checkout.Program.Where(file => file.Room != "")
            .GroupBy(file => file.Room)
            .ToDictionary(room => room.Key, room => room.SelectMany(file => file.Outline.Types)
                .Where(type => !type.IsNested).Select(type => type.Name).ToHashSet());
        Verdict.None(
            from file in Checkout.Program
            where file.Room != ""
            from breach in Breaches(file, types)
            select breach);
    }

    [Fact]
    public void TheTableIsReadRowByRow()
    {
        var table = new Floors("""
            | room | may use |
            |---|---|
            | A, B | nothing of ours |
            | C | A (value types), B |
            | D | all |
            """);
        Assert.Equal(["A", "B", "C", "D"], table.Rooms);
        Assert.True(table.Allows("C", "A") && table.Allows("C", "B"));
        Assert.True(table.Allows("D", "C") && table.Allows("A", "A"));
        Assert.False(table.Allows("A", "B") || table.Allows("C", "D"));
    }

    /// <summary>
    /// <c>Edge.Room</c> anywhere in the code, and <c>Room.Type</c> where that is a type of the room.
    /// </summary>
    private static IEnumerable<string> Breaches(SourceFile file, Dictionary<string, HashSet<string>> types)
    {
        for (int i = 2; i < file.Code.Length; i++)
        {
            if (!file.Code[i - 1].Is("."))
            {
                continue;
            }

            string before = file.Code[i - 2].Text;
            string here = file.Code[i].Text;
            bool isFirst = i < 3 || !file.Code[i - 3].Is(".");
            bool isType = types.TryGetValue(before, out HashSet<string>? known) && known.Contains(here);
            string? used = !isFirst ? null
                : before == "Edge" && types.ContainsKey(here) ? here
                : isType ? before
                : null;
            if (used != null && !Table.Allows(file.Room, used))
            {
                yield return file.At(file.Code[i].Line, $"{file.Room} may not use {used}");
            }
        }
    }
}
