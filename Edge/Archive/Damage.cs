namespace Edge.Archive;

/// <summary>What is wrong with bytes that were read; <see cref="DamageText"/> says it in words.</summary>
internal enum Damage : byte
{
    None,
    Short,
    Magic,
    HeaderSum,
    DirectorySum,
    ExtentSum,
    Lengths,
    Inflate,
    Page,
    Definition,
}
