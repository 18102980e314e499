namespace MiniTorch.Benchmarks;

/// <summary>A product [M, K]·[K, N] of row-major matrices, each as it is or the transpose of what is stored.</summary>
internal sealed record GemmShape(string Name, int M, int N, int K, bool TransposedA = false, bool TransposedB = false)
{
    /// <summary>The length of a stored row of A.</summary>
    public int LdA => TransposedA ? M : K;

    /// <summary>The length of a stored row of B.</summary>
    public int LdB => TransposedB ? K : N;
}
