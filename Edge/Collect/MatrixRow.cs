using System.Text;
using Edge.Store;

namespace Edge.Collect;

/// <summary>
/// One counter of a <see cref="CpuMatrix"/> and its dimensions, each there once it had something to show.
/// </summary>
internal sealed class MatrixRow
{
    public MatrixRow(ReadOnlySpan<byte> id, ReadOnlySpan<byte> device, int cores)
    {
        Id = Encoding.UTF8.GetString(id);
        IdBytes = id.ToArray();
        Device = device.ToArray();
        Name = NameOf(Device);
        Cores = new Dimension?[cores];
    }

    public string Id { get; }

    public byte[] IdBytes { get; }

    /// <summary>Empty: none.</summary>
    public byte[] Device { get; private set; }

    public string Name { get; private set; }

    public Dimension? Total { get; set; }

    public Dimension?[] Cores { get; }

    /// <summary>A chart had no room for it: not tried again.</summary>
    public bool IsRefused { get; set; }

    /// <summary>The interrupt serves another device now.</summary>
    public void Rename(ReadOnlySpan<byte> device, LazyChart total, LazyChart[] cores)
    {
        Device = device.ToArray();
        Name = NameOf(Device);
        if (Total != null)
        {
            total.Add(Id, Name, Algorithm.Incremental);
        }

        for (int cpu = 0; cpu < Cores.Length; cpu++)
        {
            if (Cores[cpu] != null)
            {
                cores[cpu].Add(Id, Name, Algorithm.Incremental);
            }
        }
    }

    /// <summary><c>device_id</c>; of a long name the part of the device is cut.</summary>
    private string NameOf(byte[] device)
    {
        if (device.Length == 0)
        {
            return Id;
        }

        int room = Math.Max(0, Limits.InterruptNameBytes - IdBytes.Length - 1);
        return $"{Encoding.UTF8.GetString(device, 0, Math.Min(room, device.Length))}_{Id}";
    }
}
