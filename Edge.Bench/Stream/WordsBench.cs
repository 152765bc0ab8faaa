using System.Runtime.InteropServices;
using BenchmarkDotNet.Attributes;
using Edge.Protocol;
using Edge.Stream;
using Edge.Text;

namespace Edge.Bench.Stream;

/// <summary>
/// Lines into words and numbers: the word path, and the digits of the path that knows what comes.
/// </summary>
public class WordsBench
{
    private readonly Word[] _words = new Word[Protocol.Limits.WordsPerLine];

    private static ReadOnlySpan<byte> Number => "123456789012\n                        "u8;

    private static ReadOnlySpan<byte> SetLine => "SET \"dim_001\" = 123456789012"u8;

    private static ReadOnlySpan<byte> ChartLine =>
        "CHART \"system.cpu\" \"\" \"Utilization\" \"percentage\" \"cpu\" \"system.cpu\" \"line\" 100 1"u8;

    [Benchmark]
    public int Set()
    {
        int count = Words.Split(SetLine, _words);
        return count + (int)Keywords.Parse(_words[0].Of(SetLine)) + (int)CNumber.Parse(_words[2].Of(SetLine));
    }

    [Benchmark]
    public int Chart() => Words.Split(ChartLine, _words);

    [Benchmark]
    public long Digits()
    {
        FastNumber.Read(ref MemoryMarshal.GetReference(Number), out long value);
        return value;
    }
}
