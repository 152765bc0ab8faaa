using System.Text;

namespace Edge.Sys;

/// <summary>access.log: the date in front of what the rooms say (spec streaming 20). Any thread.</summary>
internal sealed class AccessLog(LogFile file, Func<long> nowUsec) : IDisposable
{
    /// <summary>A request line is at most some 16 KiB; a longer one is cut.</summary>
    private const int LineCharsMax = 20_000;
    private readonly Lock _lock = new();
    private readonly LogDate _date = new();
    private byte[] _line = new byte[1024];

    /// <summary>Opens the file, or opens it again after it was moved away. Null, or why not.</summary>
    public string? Reopen()
    {
        using (_lock.EnterScope())
        {
            return file.Open();
        }
    }

    /// <param name="text">The line without date and end.</param>
    public void Write(string text)
    {
        if (file.Target == LogTarget.Nowhere)
        {
            return;
        }

        using (_lock.EnterScope())
        {
            ReadOnlySpan<char> chars = text.Length <= LineCharsMax ? text : text.AsSpan(0, LineCharsMax);
            int bytesMax = LogDate.Bytes + 3 + Encoding.UTF8.GetMaxByteCount(chars.Length);
            if (_line.Length < bytesMax)
            {
                _line = new byte[bytesMax];
            }

            _date.Of(nowUsec() / Clock.UsecPerSecond).CopyTo(_line);
            ": "u8.CopyTo(_line.AsSpan(LogDate.Bytes));
            int count = LogDate.Bytes + 2;
            int added = Encoding.UTF8.GetBytes(chars, _line.AsSpan(count));
            LogText.Tame(_line.AsSpan(count, added));

            count += added;
            _line[count++] = (byte)'\n';
            file.Write(_line.AsSpan(0, count), LogLevel.Info);
        }
    }

    public void Dispose()
    {
        using (_lock.EnterScope())
        {
            file.Dispose();
        }
    }
}
