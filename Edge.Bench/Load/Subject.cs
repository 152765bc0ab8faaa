using System.Globalization;

namespace Edge.Bench.Load;

/// <summary>
/// A node to be measured: <c>NAME=PORT,PID[,NUMBER]</c>; what the number is, the verb says.
/// </summary>
internal sealed class Subject
{
    public Subject(string text)
    {
        string[] parts = text.Split('=', ',');
        Name = parts[0];
        Port = int.Parse(parts[1], CultureInfo.InvariantCulture);
        Pid = int.Parse(parts[2], CultureInfo.InvariantCulture);
        Number = parts.Length > 3 ? int.Parse(parts[3], CultureInfo.InvariantCulture) : 0;
    }

    public string Name { get; }

    public int Port { get; }

    public int Pid { get; }

    public int Number { get; }

    public double RssMib() =>
        ProcessCost.Kib(File.ReadAllLines($"/proc/{Pid}/status"), "VmRSS:") / 1024.0;
}
