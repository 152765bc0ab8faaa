using Edge.Store;

namespace Edge.Tests.Store;

/// <summary>Takes everything and does nothing, and so do those that look at one thing only.</summary>
internal class SilentOutlet : IOutlet
{
    public virtual void Committed(
        Chart chart, ReadOnlySpan<long> values, ReadOnlySpan<byte> updated, long sinceUsec)
    {
    }

    public virtual void Flush(long nowUsec)
    {
    }

    public virtual void Obsoleted(Chart chart)
    {
    }

    public virtual void VariableChanged(string name, double value)
    {
    }

    public virtual void LabelsChanged()
    {
    }

    public virtual void ClaimChanged()
    {
    }

    /// <summary>ID=VALUE of what was set.</summary>
    protected static string Words(Chart chart, ReadOnlySpan<long> values, ReadOnlySpan<byte> updated)
    {
        var words = new List<string>();
        for (int i = 0; i < values.Length; i++)
        {
            if (updated.IsEmpty || updated[i] != 0)
            {
                words.Add($"{chart.Dimensions[i].Id}={values[i]}");
            }
        }

        return string.Join(' ', words);
    }
}
