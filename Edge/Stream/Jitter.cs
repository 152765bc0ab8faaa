using Edge.Sys;

namespace Edge.Stream;

/// <summary>
/// Makes pauses differ by up to a fifth either way, so that a thousand children of a parent that comes back
/// do not knock in the same second. The same seed gives the same pauses; guarded by its owner.
/// </summary>
internal sealed class Jitter
{
    private ulong _state;

    /// <param name="seed">0: no jitter, for tests that count seconds.</param>
    public Jitter(ulong seed)
    {
        _state = seed;
    }

    /// <summary>From the machine GUID: hosts of one parent differ.</summary>
    public static Jitter Of(string guid)
    {
        const ulong offset = 14695981039346656037;
        const ulong prime = 1099511628211;
        ulong hash = offset;
        foreach (char c in guid)
        {
            hash = (hash ^ c) * prime;
        }

        return new Jitter(hash | 1);
    }

    /// <summary>The pause to make, in microseconds: 0.8 to 1.2 of what was asked for.</summary>
    public long Usec(long seconds)
    {
        Guard.That(seconds >= 0);
        long usec = seconds * Clock.UsecPerSecond;
        if (_state == 0 || usec == 0)
        {
            return usec;
        }

        // Marsaglia's xorshift; its upper bits are good enough for a pause.
        _state ^= _state << 13;
        _state ^= _state >> 7;
        _state ^= _state << 17;
        long spread = usec / 5;
        return usec - spread + (long)((_state >> 11) % (ulong)((2 * spread) + 1));
    }
}
