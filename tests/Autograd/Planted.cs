namespace MiniTorch.Tests;

/// <summary>Operations made for tests: they count, wait, or are wrong in one chosen way.</summary>
internal static class Planted
{
    /// <summary>x with any derivative.</summary>
    public static Tensor Copy(Tensor x, Func<Tensor, Tensor> derivative, string name = "planted") =>
        Op.Record(name, x.Value.Clone(), derivative, save: [], (x, static (s, g) => s.State(g)));

    /// <summary>x; each run of the derivative is counted.</summary>
    public static Tensor Counted(Tensor x, Counter counter) => Copy(x, gradient =>
    {
        Interlocked.Increment(ref counter.Runs);
        return gradient;
    });

    internal sealed class Counter
    {
        public int Runs;
    }
}
