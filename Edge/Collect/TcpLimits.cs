using Edge.Sys;

namespace Edge.Collect;

/// <summary>
/// The host variables <c>tcp_max_orphans</c> and <c>tcp_mem_*</c> (KiB) (spec collectors 1.8, 5.5).
/// </summary>
internal sealed class TcpLimits(Site site, long everySeconds)
{
    private ProcFile? _maxOrphans = new(site.Path("/proc/sys/net/ipv4/tcp_max_orphans"), keepOpen: false);
    private ProcFile? _memory = new(site.Path("/proc/sys/net/ipv4/tcp_mem"), keepOpen: false);
    private Pace _pace = new(everySeconds);

    /// <summary>Reads them when their time has come; a file that fails once is not read again.</summary>
    public void Refresh(long nowUsec)
    {
        if (!_pace.IsDue(nowUsec))
        {
            return;
        }

        if (_maxOrphans != null)
        {
            if (site.TryReadNumber(_maxOrphans) is ulong max)
            {
                site.Host.SetVariable("tcp_max_orphans", max);
            }
            else
            {
                _maxOrphans = null;
            }
        }

        if (_memory != null && !RefreshMemory(_memory))
        {
            _memory = null;
        }
    }

    private bool RefreshMemory(ProcFile file)
    {
        if (!site.TryRead(file, out ReadOnlySpan<byte> text, Limits.SmallFileBytesMax))
        {
            return false;
        }

        var words = new Words(text, Separators.Blanks);
        ulong low = words.Number();
        ulong pressure = words.Number();
        ulong high = words.Number();
        if (words.Taken < 3)
        {
            return false;
        }

        double kibPerPage = Environment.SystemPageSize / 1024.0;
        site.Host.SetVariable("tcp_mem_low", low * kibPerPage);
        site.Host.SetVariable("tcp_mem_pressure", pressure * kibPerPage);
        site.Host.SetVariable("tcp_mem_high", high * kibPerPage);
        return true;
    }
}
