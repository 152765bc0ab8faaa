namespace Edge.Boot;

/// <summary>One beat, with the one reading of the clock that everything in it shares.</summary>
/// <param name="NowUsec">Wall clock.</param>
/// <param name="Lost">Beats that should have come since the last one and did not.</param>
/// <param name="JumpUsec">By how much the wall clock went more than time did: somebody set it, or the machine
/// slept. 0: it did not, beyond <see cref="Pulse.JumpMinUsec"/>.</param>
internal readonly record struct Tick(long NowUsec, long Lost, long JumpUsec);
