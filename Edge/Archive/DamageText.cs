namespace Edge.Archive;

/// <summary>For the log: what was found, to follow "row group at byte N of FILE: ".</summary>
internal static class DamageText
{
    public static string Of(Damage damage) => damage switch
    {
        Damage.None => "nothing is wrong",
        Damage.Short => "it ends early",
        Damage.Magic => "it does not begin as a row group of this version does",
        Damage.HeaderSum => "the checksum of its header is wrong",
        Damage.DirectorySum => "the checksum of its directory is wrong",
        Damage.ExtentSum => "the checksum of an extent is wrong",
        Damage.Lengths => "lengths in it contradict each other",
        Damage.Inflate => "an extent cannot be inflated",
        Damage.Page => "a page of a chart in it makes no sense",
        _ => "a page was written for another definition of its chart",
    };
}
