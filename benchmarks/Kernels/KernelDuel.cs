using System.Text.Json.Nodes;

namespace MiniTorch.Benchmarks;

/// <summary>A kernel of ours, with a <see cref="BufferScope"/> and without, beside its peers.</summary>
internal sealed class KernelDuel
{
    // Shorter samples would measure the clock.
    private const double SampleMicroseconds = 20;

    private readonly KernelTable _table;
    private readonly MeasuredKernel _kernel;
    private readonly Contestant _scoped;
    private readonly Contestant _unscoped;
    private readonly Contestant[] _inProcess;
    private readonly SortedDictionary<string, List<double>> _forms = new(StringComparer.Ordinal);
    private int _calls;

    public KernelDuel(KernelTable table, MeasuredKernel kernel)
    {
        (_table, _kernel) = (table, kernel);
        _scoped = new Contestant(kernel.Name, () => InScope(kernel.Ours));
        _unscoped = new Contestant(kernel.Name, () => kernel.Ours());
        _inProcess = [.. kernel.Peers.Select(static peer => new Contestant(peer.Name, () => InScope(peer.Run)))];
    }

    public MeasuredKernel Kernel => _kernel;

    public double Microseconds => _scoped.Median;

    /// <summary>The peers' libraries; each is shown in its fastest form.</summary>
    public IEnumerable<string> Libraries => PeerNames.Select(LibraryOf).Distinct();

    /// <summary>How many times as fast as the strongest peer; in a relative table how many times as long.</summary>
    public double? Ratio => RatioAt(50);

    public IEnumerable<Contestant> Contestants => [_scoped, _unscoped, .. _inProcess];

    private IEnumerable<string> PeerNames => _inProcess.Select(static peer => peer.Name).Concat(_forms.Keys);

    private bool Met => _table.Relative ? Ratio <= _kernel.Goal : Ratio >= _kernel.Goal;

    /// <summary>Throws if a peer computes something else.</summary>
    public void Check(Peer? peer)
    {
        if (_table.Relative)
        {
            return;
        }

        var ours = KernelResult.Of(_kernel.Ours());
        foreach ((string name, Func<NDArray> run) in _kernel.Peers)
        {
            ours.Compare(KernelResult.Of(run()), $"{_kernel.Name}, {name}");
        }

        if (peer is not null)
        {
            ours.Compare(KernelResult.Of(peer.Ask($"check {_kernel.Name}")), $"{_kernel.Name}, torch");
        }
    }

    /// <summary>Finds how many calls make a sample, which is the same for all.</summary>
    public void Calibrate()
    {
        _calls = 1;
        var trial = new Contestant(_kernel.Name, _scoped.Step);
        trial.RunFor(1);
        _calls = Math.Max(1, (int)Math.Ceiling(SampleMicroseconds / trial.Median));
    }

    /// <summary>A turn of all.</summary>
    public void Run(Peer? peer, int milliseconds)
    {
        foreach (Contestant contestant in Contestants)
        {
            contestant.RunFor(milliseconds, _calls);
            if (Workers.Count > 1)
            {
                // The threads of whoever had the turn still spin.
                Thread.Sleep(2);
            }
        }

        if (_table.Relative || peer is null)
        {
            return;
        }

        foreach ((string form, JsonNode? samples) in peer.Ask($"run {_kernel.Name} {milliseconds} {_calls}"))
        {
            _forms.TryAdd(form, []);
            _forms[form].AddRange(samples!.AsArray().GetValues<double>());
        }
    }

    public string ToString(IEnumerable<string> libraries)
    {
        string line = $"{_kernel.Name,-28} {Figure(_scoped.Median)} {Figure(_unscoped.Median)}";
        line += string.Concat(libraries.Select(library => $" {Figure(Best(PeerNames.Where(peer => LibraryOf(peer) == library), 50))}"));
        string verdict = _kernel.Goal is { } goal && Ratio is not null ? $"{goal,6:N2} {(Met ? "met" : "MISSED")}" : "";
        return $"{line} {Ratio,7:N2} {RatioAt(10),7:N2} {verdict}".TrimEnd();
    }

    public JsonObject ToJson()
    {
        var peers = new JsonObject();
        foreach (string peer in PeerNames)
        {
            peers[peer] = new JsonObject { ["us"] = Rounded(PeerAt(peer, 50)), ["us_p10"] = Rounded(PeerAt(peer, 10)) };
        }

        return new JsonObject
        {
            ["name"] = _kernel.Name,
            ["us"] = Rounded(_scoped.Median),
            ["us_p10"] = Rounded(_scoped.Percentile(10)),
            ["unscoped_us"] = Rounded(_unscoped.Median),
            ["unscoped_us_p10"] = Rounded(_unscoped.Percentile(10)),
            ["bytes"] = Math.Round(_scoped.Bytes),
            ["operations"] = _kernel.Operations,
            ["peers"] = peers,
            ["ratio"] = Rounded(Ratio),
            ["ratio_p10"] = Rounded(RatioAt(10)),
            ["goal"] = _kernel.Goal,
        };
    }

    private static void InScope(Func<NDArray> kernel)
    {
        using var scope = BufferScope.Begin();
        kernel();
    }

    private static string LibraryOf(string peer) => peer.Split('_')[0];

    private static double? Rounded(double? figure) => figure is { } value ? Math.Round(value, 4) : null;

    // GFLOP/s where operations are counted, else microseconds.
    private string Figure(double? microseconds) => $"{(_kernel.Operations / 1000 / microseconds) ?? microseconds,10:N1}";

    private double? RatioAt(double percent)
    {
        double? best = Best(PeerNames, percent);
        return _table.Relative ? _scoped.Percentile(percent) / best : best / _scoped.Percentile(percent);
    }

    private double? Best(IEnumerable<string> peers, double percent) => peers.Min(peer => PeerAt(peer, percent));

    private double? PeerAt(string peer, double percent) =>
        _forms.TryGetValue(peer, out List<double>? samples)
            ? Contestant.Percentile(samples, percent)
            : _inProcess.FirstOrDefault(contestant => contestant.Name == peer)?.Percentile(percent);
}
