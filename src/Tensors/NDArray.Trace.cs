namespace MiniTorch;

public partial class NDArray
{
    /// <summary>The sum of a matrix' diagonal, shape []; integers are summed as int64. PyTorch: <c>torch.trace</c>.</summary>
    /// <exception cref="ArgumentException">It is not a matrix.</exception>
    /// <exception cref="NotSupportedException">The type is bool.</exception>
    public NDArray Trace()
    {
        if (DType == DType.Bool)
        {
            Throw.DType<NDArray>("trace", DType, DType.Int64);
        }

        if (Rank != 2)
        {
            Throw.Argument("trace", $"a matrix is needed; got {Shape}");
        }

        return Diagonal().Sum();
    }
}
