namespace Edge.Bench.Footprint;

/// <param name="Name">Of the process.</param>
/// <param name="RssKib">Resident, at the end.</param>
/// <param name="PssKib">With shared pages divided by their users.</param>
/// <param name="AnonymousKib">Not backed by a file.</param>
/// <param name="Threads">At the end.</param>
/// <param name="CpuPercent">Of one CPU.</param>
/// <param name="Charts">That a parent shows of it.</param>
/// <param name="Dimensions">Of these charts.</param>
/// <param name="UsecPerDimension">CPU a second and dimension.</param>
internal sealed record Row(
    string Name,
    long RssKib,
    long PssKib,
    long AnonymousKib,
    int Threads,
    double CpuPercent,
    int Charts,
    int Dimensions,
    double UsecPerDimension);
