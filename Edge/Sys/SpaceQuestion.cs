namespace Edge.Sys;

/// <summary>
/// One mount point and the newest answer about it. Its owner asks and takes the answer; an asker's thread
/// answers in between. Who may touch the answer follows from the state.
/// </summary>
internal sealed class SpaceQuestion(string path)
{
    private const int Idle = 0;
    private const int Asked = 1;
    private const int InProgress = 2;
    private const int Answered = 3;

    private int _state;
    private FileSystemSpace? _answer;

    public string Path { get; } = path;

    /// <summary>A thread waits for the answer at this moment.</summary>
    public bool IsInProgress => Volatile.Read(ref _state) == InProgress;

    /// <summary>Asks; false: it is still being asked, or the answer was not taken.</summary>
    public bool TryAsk() => Interlocked.CompareExchange(ref _state, Asked, Idle) == Idle;

    /// <summary>False: no answer yet.</summary>
    /// <param name="answer">Null: no directory, or no permission.</param>
    public bool TryTake(out FileSystemSpace? answer)
    {
        if (Volatile.Read(ref _state) != Answered)
        {
            answer = null;
            return false;
        }

        answer = _answer;
        Volatile.Write(ref _state, Idle);
        return true;
    }

    /// <summary>Answers, if somebody asked. Thread of an asker.</summary>
    public void Answer(Func<string, FileSystemSpace?> ask)
    {
        if (Interlocked.CompareExchange(ref _state, InProgress, Asked) == Asked)
        {
            _answer = ask(Path);
            Volatile.Write(ref _state, Answered);
        }
    }
}
