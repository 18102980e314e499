namespace MiniTorch.Tests;

/// <summary>The arguments of a golden case. One that nobody asked for is an option that MiniTorch lacks.</summary>
internal sealed class GoldenArgs(GoldenNode args)
{
    private readonly HashSet<string> _known = [];

    public IEnumerable<string> Unknown => args.Entries.Select(static entry => entry.Key).Where(name => !_known.Contains(name));

    public GoldenNode this[string name]
    {
        get
        {
            _known.Add(name);
            return args[name];
        }
    }

    public bool Has(string name) => args.Has(name);
}
