namespace Edge.Sys;

/// <param name="Arrays">Sets of semaphores that exist.</param>
/// <param name="Semaphores">In all of them.</param>
/// <param name="ArraysMax">How many sets there may be.</param>
/// <param name="SemaphoresMax">How many semaphores there may be in all.</param>
internal readonly record struct SemaphoreUsage(
    int Arrays, int Semaphores, int ArraysMax, int SemaphoresMax);
