using System.Text.Json.Nodes;

namespace MiniTorch.Benchmarks;

/// <summary>What a kernel computed, as far as it is compared between programs: the shape, and about a thousand elements evenly apart.</summary>
internal sealed record KernelResult(string Shape, double[] Values)
{
    private const int Compared = 1000;
    private const double Tolerance = 1e-3;

    public static KernelResult Of(NDArray array)
    {
        double[] all = array.To(DType.Float64).ToArray<double>();
        int step = Math.Max(1, all.Length / Compared);
        return new KernelResult(string.Join('x', array.Shape), [.. all.Where((_, i) => i % step == 0)]);
    }

    public static KernelResult Of(JsonObject answer) =>
        new((string)answer["shape"]!, [.. answer["values"]!.AsArray().GetValues<double>()]);

    /// <summary>Throws if the other is not the same but for rounding.</summary>
    public void Compare(KernelResult other, string what)
    {
        if (Shape != other.Shape)
        {
            throw new InvalidOperationException($"{what}: the shape is {other.Shape}, ours {Shape}");
        }

        foreach ((double ours, double theirs) in Values.Zip(other.Values))
        {
            if (!(Math.Abs(ours - theirs) <= Tolerance * (1 + Math.Abs(theirs))))
            {
                throw new InvalidOperationException($"{what}: an element is {theirs}, ours {ours}");
            }
        }
    }
}
