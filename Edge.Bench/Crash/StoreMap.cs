using System.Globalization;
using Edge.Archive;
using KeptDefinitions = Edge.Archive.Definitions;

namespace Edge.Bench.Crash;

/// <summary>
/// The files of a compressed store before they are damaged: which bytes hold which seconds of which charts.
/// </summary>
internal sealed class StoreMap : IDefinitionReader
{
    private readonly string _folder;
    private readonly Dictionary<uint, string> _guids = [];
    private readonly Dictionary<uint, ((int Host, int Chart) Chart, int Every)> _layouts = [];
    private readonly Dictionary<string, int> _charts = [];
    private readonly Dictionary<string, int> _hosts = [];
    private readonly List<Piece> _pieces = [];
    private readonly List<(string File, long From, long To, int Names)> _names = [];
    private readonly HashSet<(string File, int Names)> _hitNames = [];
    private readonly Losses _inGroups = new();
    private JournalMap _journals = null!;

    private StoreMap(string folder, Load.Shape shape, int hosts)
    {
        _folder = folder;
        for (int i = 0; i < hosts; i++)
        {
            _hosts.Add(Flock.GuidOf(i), i);
        }

        for (int i = 0; i < shape.Charts; i++)
        {
            _charts.Add(shape.Chart(i), i);
        }
    }

    /// <summary>Reads all files; those of a store that was killed.</summary>
    public static StoreMap Of(string folder, Load.Shape shape, int hosts)
    {
        var map = new StoreMap(folder, shape, hosts);
        foreach (string path in map.Files(StoreFiles.Segments))
        {
            map.ReadSegment(path);
        }

        map._journals = new JournalMap(map);
        foreach (string path in map.Files(StoreFiles.Journals))
        {
            map._journals.Read(path, Path.Combine(folder, Path.GetFileName(path)
                .Replace(StoreFiles.Journals, StoreFiles.Twins, StringComparison.Ordinal)));
        }

        return map;
    }

    public string Folder => _folder;

    /// <summary>Oldest first.</summary>
    public string[] Files(string kind) =>
        [.. Directory.GetFiles(_folder, kind + "*.edge").Order(StringComparer.Ordinal)];

    /// <summary>What a flipped bit may cost: the extent, the group whose directory it is, or what the journal
    /// has from that frame on.</summary>
    public void Flip(string file, long offset, Losses losses) =>
        Lose(file, losses, piece => offset >= piece.From && offset < piece.To, offset);

    /// <summary>What lies behind the end of a file that is so long now.</summary>
    public void Cut(string file, long length, Losses losses) =>
        Lose(file, losses, piece => piece.GroupEnd > length, length);

    /// <summary>The file is gone, or not to be used.</summary>
    public void Lose(string file, Losses losses) => Lose(file, losses, static _ => true, 0);

    /// <summary>Null: not one of the flock's.</summary>
    public (int Host, int Chart)? ChartOf(uint layout) =>
        _layouts.TryGetValue(layout, out var known) ? known.Chart : null;

    void IDefinitionReader.Host(uint number, string guid, string hostname) => _guids[number] = guid;

    EngineChart? IDefinitionReader.Layout(uint number, uint host, ChartLayout layout)
    {
        if (_guids.TryGetValue(host, out string? guid) && _hosts.TryGetValue(guid, out int h)
            && _charts.TryGetValue(layout.ChartId, out int c))
        {
            _layouts[number] = ((h, c), layout.UpdateEvery);
        }

        return null;
    }

    private void Lose(string file, Losses losses, Func<Piece, bool> isLost, long from)
    {
        foreach (Piece piece in _pieces)
        {
            if (piece.File == file && isLost(piece))
            {
                foreach ((var chart, long first, long last) in piece.Rows)
                {
                    losses.Add(chart, first, last);
                }
            }
        }

        foreach ((string named, long first, long last, int names) in _names)
        {
            // Both copies of a record that names charts: then all of the file.
            if (named == file && from >= first && from < last && !_hitNames.Add((file, names)))
            {
                Lose(file, losses);
            }
        }

        _journals.Lose(file, from, losses, _inGroups);
    }

    private void ReadSegment(string path)
    {
        uint number = uint.Parse(Path.GetFileName(path)[StoreFiles.Segments.Length..^".edge".Length],
            CultureInfo.InvariantCulture);
        using Segment segment = Segment.Open(path, number, out string? complaint)
            ?? throw new IOException($"'{path}': {complaint}");
        using var packed = new ByteSink();
        using var plain = new ByteSink();
        List<byte[]> known = [];
        foreach (RecordPlace place in segment.Places)
        {
            if (place.Kind == RecordKind.Group)
            {
                ReadGroup(path, GroupPlace.Of(segment, place));
                continue;
            }

            packed.Clear();
            if (segment.Read(place, packed.Room(place.Length)) != null
                || !KeptDefinitions.TryRead(packed.Written, plain, this))
            {
                throw new IOException($"'{path}': names at {place.Offset} cannot be read");
            }

            byte[] bytes = packed.Written.ToArray();
            int copy = known.FindIndex(other => other.AsSpan().SequenceEqual(bytes));
            known.Add(bytes);
            _names.Add((path, place.Offset, place.Offset + RecordHead.Bytes + place.Length,
                copy < 0 ? known.Count - 1 : copy));
        }
    }

    private void ReadGroup(string path, GroupPlace group)
    {
        byte[] first = new byte[RowGroupHeader.Bytes];
        var directory = new RowGroupDirectory();
        byte[] bytes = [];
        bool isRead = group.TryRead(0, first)
            && RowGroupHeader.TryRead(first, out RowGroupHeader header) == Edge.Archive.Damage.None
            && group.TryRead(RowGroupHeader.Bytes, bytes = new byte[header.DirectoryBytes])
            && directory.TryRead(header, bytes) == Edge.Archive.Damage.None;
        if (!isRead)
        {
            throw new IOException($"'{path}': a group at {group.Offset} cannot be read");
        }

        long end = group.Offset + group.Length;
        var all = new Piece(path, group.Offset, group.Offset + RowGroupHeader.Bytes + bytes.Length, end, []);
        var extents = new List<Piece>();
        foreach (ExtentEntry extent in directory.Extents)
        {
            extents.Add(new Piece(path, group.Offset + extent.Offset,
                group.Offset + extent.Offset + extent.Bytes, end, []));
        }

        foreach (PageEntry page in directory.Pages)
        {
            if (!_layouts.TryGetValue(page.Chart, out var known))
            {
                continue;
            }

            long from = page.FirstSec - known.Every + 1;
            long to = page.FirstSec + ((page.Rows - 1L) * known.Every);
            all.Rows.Add((known.Chart, from, to));
            extents[page.Extent].Rows.Add((known.Chart, from, to));
            _inGroups.Add(known.Chart, from, to);
        }

        _pieces.Add(all);
        _pieces.AddRange(extents);
    }

    /// <summary>Bytes of a file, and what is lost with them.</summary>
    /// <param name="File">Path.</param>
    /// <param name="From">First byte.</param>
    /// <param name="To">Behind the last.</param>
    /// <param name="GroupEnd">Of all of its row group.</param>
    /// <param name="Rows">First and last second of charts.</param>
    private sealed record Piece(string File, long From, long To, long GroupEnd,
        List<((int Host, int Chart) Chart, long From, long To)> Rows);
}
