namespace Edge.Http;

/// <summary>What the web server has done, for self-monitoring. Any thread.</summary>
internal sealed class HttpTally
{
    private long _clients;
    private long _requests;
    private long _bytesIn;
    private long _bytesOut;
    private long _usedUsec;
    private long _longestUsec;
    private long _plainBytes;
    private long _packedBytes;

    /// <summary>Connected now; who has turned into a stream does not count.</summary>
    public long Clients => Interlocked.Read(ref _clients);

    /// <summary>Answered so far.</summary>
    public long Requests => Interlocked.Read(ref _requests);

    /// <summary>Of requests.</summary>
    public long BytesIn => Interlocked.Read(ref _bytesIn);

    /// <summary>Of answers, heads included.</summary>
    public long BytesOut => Interlocked.Read(ref _bytesOut);

    /// <summary>From the last byte of a request to its answer, sum of all.</summary>
    public long UsedUsec => Interlocked.Read(ref _usedUsec);

    /// <summary>Bodies before compression.</summary>
    public long PlainBytes => Interlocked.Read(ref _plainBytes);

    /// <summary>Bodies as sent.</summary>
    public long PackedBytes => Interlocked.Read(ref _packedBytes);

    public void Came() => Interlocked.Increment(ref _clients);

    public void Went() => Interlocked.Decrement(ref _clients);

    /// <summary>The longest answer since the last call.</summary>
    public long TakeLongestUsec() => Interlocked.Exchange(ref _longestUsec, 0);

    /// <param name="bytesIn">Of the request, when it is known.</param>
    /// <param name="bytesOut">Of the answer with its head.</param>
    /// <param name="plainBytes">Of its body.</param>
    /// <param name="packedBytes">Of its body as sent.</param>
    /// <param name="usec">It took to make.</param>
    public void Answered(long bytesIn, long bytesOut, long plainBytes, long packedBytes, long usec)
    {
        Interlocked.Increment(ref _requests);
        Interlocked.Add(ref _bytesIn, bytesIn);
        Interlocked.Add(ref _bytesOut, bytesOut);
        Interlocked.Add(ref _plainBytes, plainBytes);
        Interlocked.Add(ref _packedBytes, packedBytes);
        Interlocked.Add(ref _usedUsec, usec);
        long longest = Interlocked.Read(ref _longestUsec);
        while (usec > longest)
        {
            long seen = Interlocked.CompareExchange(ref _longestUsec, usec, longest);
            if (seen == longest)
            {
                break;
            }

            longest = seen;
        }
    }
}
