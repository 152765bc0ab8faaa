using System.Text;
using Edge.Protocol;
using Edge.Store;
using Edge.Sys;
using Edge.Text;

namespace Edge.Stream;

/// <summary>What a parent that can replicate says on the stream (spec stream-caps 8.2).</summary>
internal sealed partial class Sender
{
    /// <summary>Returns how many bytes are used up. Answers go at once, as far as there is room.</summary>
    private int ReplayCommands(ReadOnlySpan<byte> bytes)
    {
        int used = 0;
        for (int end; (end = bytes[used..].IndexOf((byte)'\n')) >= 0; used += end + 1)
        {
            if (!_isLineCut)
            {
                Command(bytes.Slice(used, end));
            }

            _isLineCut = false;
        }

        Outlet.Replay(_nowUsec);
        return Rest(bytes, used);
    }

    // REPLAY_CHART "id" "true|false" after before

    private void Command(ReadOnlySpan<byte> line)
    {
        Span<Word> words = stackalloc Word[Protocol.Limits.WordsPerLine];
        int count = Words.Split(line, words);
        if (count == 0)
        {
            return;
        }

        if (!words[0].Of(line).SequenceEqual("REPLAY_CHART"u8))
        {
            SayCommand(line);
            return;
        }

        if (count < 5 || words[1].Length == 0)
        {
            if (_incomplete.Allows(_nowUsec, out long suppressed))
            {
                Log.Error(Tag, $"STREAM {_host.Info.Hostname} [send to {_where}] REPLAY_CHART command is "
                    + $"incomplete (chart={Said(line, words, count, 1)}, "
                    + $"start_streaming={Said(line, words, count, 2)}, "
                    + $"after={Said(line, words, count, 3)}, "
                    + $"before={Said(line, words, count, 4)}){Throttle.Note(suppressed)}");
            }

            return;
        }

        // Written for requests alone: what a peer sends that is none must not fill the disk.
        Log.Access($"STREAM: {ThreadId.Current} from '{_where}' for host '{_host.Info.Hostname}': "
            + Shown(line));
        var request = new ReplayRequest(words[2].Of(line).SequenceEqual("true"u8),
            CNumber.Parse(words[3].Of(line)), CNumber.Parse(words[4].Of(line)));
        Outlet.Asked(words[1].Of(line), in request);
    }

    private static string Said(ReadOnlySpan<byte> line, ReadOnlySpan<Word> words, int count, int index) =>
        index < count ? Encoding.UTF8.GetString(words[index].Of(line)) : "<unset>";

    private static string Shown(ReadOnlySpan<byte> line) => Encoding.Latin1.GetString(
        line[..Math.Min(line.Length, Limits.CommandBytes)]).ReplaceLineEndings(" ");
}
