using Edge.Sys;

namespace Edge.Stream;

/// <summary>One parent of the list, and what is held against it. Guarded by the host's gate.</summary>
/// <param name="text">As the operator wrote it, <c>:SSL</c> included.</param>
internal sealed class DestinationItem(string text)
{
    private long _pauseUsec;

    public string Text => text;

    /// <summary>Not to be dialled before. Microseconds; 0: any time.</summary>
    public long PostponedUntilUsec { get; private set; }

    /// <summary>Why it is left alone.</summary>
    public Setback Setback { get; private set; }

    /// <summary>Setbacks since it last worked.</summary>
    public int InARow { get; private set; }

    /// <summary>The log has heard that it is skipped.</summary>
    public bool IsSkipTold { get; set; }

    public bool IsPostponed(long nowUsec) => PostponedUntilUsec > nowUsec;

    /// <summary>A round need not pass it over. What is due before the next tick counts as due: the pause
    /// after the round would otherwise be added to its own.</summary>
    public bool IsDue(long nowUsec) => PostponedUntilUsec - nowUsec < Clock.UsecPerSecond;

    /// <summary>Something went wrong with it.</summary>
    public void Suffer(Setback setback, long nowUsec, int delaySeconds, Jitter jitter)
    {
        Guard.That(setback != Setback.None);
        Setback = setback;
        InARow = setback == Setback.Lost ? 0 : Math.Min(InARow + 1, 1000);
        _pauseUsec = jitter.Usec(Backoff.Seconds(setback, InARow, delaySeconds));
        PostponedUntilUsec = _pauseUsec == 0 ? 0 : nowUsec + _pauseUsec;
        IsSkipTold = false;
    }

    /// <summary>A clock that was set back must neither prolong the pause nor bring one back that is
    /// over.</summary>
    public void Recall(long nowUsec) => PostponedUntilUsec = IsPostponed(nowUsec)
        ? Math.Min(PostponedUntilUsec, nowUsec + _pauseUsec)
        : 0;
}
