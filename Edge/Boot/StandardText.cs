using System.Globalization;
using System.Text;
using Edge.Sys;

namespace Edge.Boot;

/// <summary>
/// Standard output or error, unbuffered, as UTF-8. Console would bring terminals, key strokes and encodings
/// along, 100 KiB of binary.
/// </summary>
internal sealed class StandardText : TextWriter
{
    public static readonly StandardText Output = new(1);
    public static readonly StandardText Errors = new(2);

    private readonly int _descriptor;

    private StandardText(int descriptor)
        : base(CultureInfo.InvariantCulture)
    {
        _descriptor = descriptor;
    }

    public override Encoding Encoding => Encoding.UTF8;

    public override void Write(char value) => Write(value.ToString());

    public override void Write(string? value) =>
        LogFile.WriteAll(_descriptor, Encoding.UTF8.GetBytes(value ?? ""));

    public override void WriteLine(string? value) => Write(value + "\n");
}
