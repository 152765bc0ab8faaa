using Edge.Store;
using Edge.Sys;

namespace Edge.Collect;

/// <summary>
/// The variables <c>nic_speed_max</c>, <c>duplex</c> and <c>operstate</c> of an interface's bandwidth chart,
/// from
/// files of /sys that change seldom. They are opened for each read: there are too many interfaces to keep
/// them open.
/// </summary>
internal sealed class NetLink
{
    private readonly Site _site;

    // Null: not for this interface, or failed once (a speed file does while the link is down).
    private ProcFile? _speed;
    private ProcFile? _duplex;
    private ProcFile? _operstate;
    private Pace _speedPace;
    private Pace _duplexPace;
    private Pace _operstatePace;
    private bool _isStarted;

    public NetLink(Site site, NetdevOptions options, string name, bool isVirtual)
    {
        _site = site;
        _speedPace = new Pace(options.SpeedEverySeconds);
        _duplexPace = new Pace(options.DuplexEverySeconds);
        _operstatePace = new Pace(options.OperstateEverySeconds);
        _operstate = new ProcFile(Site.Fill(options.OperstatePath, name), keepOpen: false);
        if (!isVirtual)
        {
            _speed = new ProcFile(Site.Fill(options.SpeedPath, name), keepOpen: false);
            _duplex = new ProcFile(Site.Fill(options.DuplexPath, name), keepOpen: false);
        }
    }

    /// <summary>
    /// The first refresh comes one period after the first call, that is after the chart's creation.
    /// </summary>
    public void Refresh(Chart chart, long nowUsec)
    {
        if (!_isStarted)
        {
            _isStarted = true;
            _speedPace.Start(nowUsec);
            _duplexPace.Start(nowUsec);
            _operstatePace.Start(nowUsec);
            return;
        }

        if (_speed != null && _speedPace.IsDue(nowUsec))
        {
            if (TryReadWord(ref _speed, out ReadOnlySpan<byte> mbit))
            {
                chart.SetVariable("nic_speed_max", Numbers.Unsigned(mbit));
            }
        }

        if (_duplex != null && _duplexPace.IsDue(nowUsec))
        {
            if (TryReadWord(ref _duplex, out ReadOnlySpan<byte> word))
            {
                chart.SetVariable("duplex", word.StartsWith("f"u8) ? 2 : word.StartsWith("h"u8) ? 1 : 0);
            }
        }

        if (_operstate != null && _operstatePace.IsDue(nowUsec))
        {
            if (TryReadWord(ref _operstate, out ReadOnlySpan<byte> state))
            {
                chart.SetVariable("operstate", Operstate(state));
            }
        }
    }

    private bool TryReadWord(ref ProcFile? file, out ReadOnlySpan<byte> word)
    {
        if (!_site.TryRead(file!, out ReadOnlySpan<byte> text, Limits.SmallFileBytesMax))
        {
            file = null;
            word = [];
            return false;
        }

        word = new Words(text, Separators.Blanks).Next();
        return true;
    }

    private static int Operstate(ReadOnlySpan<byte> word) =>
        word.SequenceEqual("notpresent"u8) ? 1
        : word.SequenceEqual("down"u8) ? 2
        : word.SequenceEqual("lowerlayerdown"u8) ? 3
        : word.SequenceEqual("testing"u8) ? 4
        : word.SequenceEqual("dormant"u8) ? 5
        : word.SequenceEqual("up"u8) ? 6
        : 0;
}
