using System.Text.Json.Nodes;

namespace MiniTorch.Benchmarks;

/// <summary>An optimizer of ours beside the peer's, on the parameters of the MLP 784-512-256-10.</summary>
internal sealed class Duel
{
    private static readonly Shape[] Shapes = [[512, 784], [512], [256, 512], [256], [10, 256], [10]];

    private readonly MeasuredOptimizer _optimizer;
    private readonly Contestant _ours;
    private readonly SortedDictionary<string, List<double>> _forms = [];

    public Duel(MeasuredOptimizer optimizer)
    {
        _optimizer = optimizer;
        var stepping = new Stepping(optimizer, Shapes);
        _ours = new Contestant(optimizer.Name, stepping.Step, stepping.Prepare);
    }

    public void WarmUp() => Contestant.WarmUp(1, _ours);

    /// <summary>A turn of both.</summary>
    public void Run(Peer? peer, int milliseconds)
    {
        _ours.RunFor(milliseconds);
        foreach ((string form, JsonNode? samples) in peer?.Ask($"{_optimizer.Name} {milliseconds}") ?? [])
        {
            _forms.TryAdd(form, []);
            _forms[form].AddRange(samples!.AsArray().GetValues<double>());
        }
    }

    public override string ToString()
    {
        string line = $"{_optimizer.Name,-26} {_ours.Median,10:N1} µs";
        if (_forms.Count == 0)
        {
            return line;
        }

        (string form, double median) = Best(50);
        double ratio = median / _ours.Median;

        // Beside other work a long sample is interrupted more often than a short one; the fastest samples are free of that.
        double undisturbed = Best(10).Microseconds / _ours.Percentile(10);
        string verdict = _optimizer.Goal is { } goal ? $"{goal,6:N1} {(ratio >= goal ? "met" : "MISSED")}" : "";
        return $"{line} {median,10:N1} µs {form,-8} {ratio,6:N2} {undisturbed,6:N2} {verdict}".TrimEnd();
    }

    public JsonObject ToJson()
    {
        var json = new JsonObject { ["name"] = _optimizer.Name, ["us"] = Math.Round(_ours.Median, 2), ["bytes"] = Math.Round(_ours.Bytes) };
        foreach ((string form, List<double> samples) in _forms)
        {
            json[$"peer_{form}_us"] = Math.Round(Contestant.Percentile(samples, 50), 2);
            json[$"peer_{form}_us_p10"] = Math.Round(Contestant.Percentile(samples, 10), 2);
        }

        json["us_p10"] = Math.Round(_ours.Percentile(10), 2);
        json["goal"] = _optimizer.Goal;
        return json;
    }

    // The peer's faster form.
    private (string Form, double Microseconds) Best(double percent) =>
        _forms.Select(form => (form.Key, Contestant.Percentile(form.Value, percent))).MinBy(static form => form.Item2);
}
