namespace MiniTorch.NN;

// Values that make sense of a matrix, or of a convolution's kernel, as a whole.
public static partial class Init
{
    /// <summary>
    /// gain times a random matrix with orthonormal rows or columns, whichever are fewer, all such matrices equally likely: Q of a normal
    /// matrix, with signs that make R's diagonal positive (Saxe et al. 2013). PyTorch: <c>init.orthogonal_</c>.
    /// </summary>
    /// <param name="tensor">The tensor to fill; dimensions from the second on count as one.</param>
    /// <param name="gain">A factor, as <see cref="CalculateGain"/> gives it.</param>
    /// <param name="generator">Where the numbers come from; <see cref="Generator.Default"/> if null.</param>
    /// <exception cref="ArgumentException">The tensor has fewer than two dimensions.</exception>
    public static Tensor Orthogonal(Tensor tensor, double gain = 1, Generator? generator = null)
    {
        if (tensor.Rank < 2)
        {
            Throw.Argument("orthogonal", $"the tensor must have at least two dimensions; got {tensor.Shape}");
        }

        if (tensor.Count == 0)
        {
            return tensor;
        }

        int rows = tensor.Shape[0], columns = tensor.Count / rows;
        NDArray normal = NDArray.Empty([Math.Max(rows, columns), Math.Min(rows, columns)], DType.Float64).NormalInPlace(0, 1, generator);
        (NDArray q, NDArray r) = normal.Qr();
        q = q.Multiply(NDArray.Where(r.Diagonal().Lt(0), NDArray.Full([], -gain, DType.Float64), NDArray.Full([], gain, DType.Float64)));
        tensor.Value.CopyFrom((rows < columns ? q.Transpose(0, 1) : q).Reshape(tensor.Shape));
        return tensor;
    }

    /// <summary>
    /// Normal around 0, but for a share of each column, chosen at random, that is 0 (Martens 2010). PyTorch: <c>init.sparse_</c>.
    /// </summary>
    /// <param name="tensor">A matrix.</param>
    /// <param name="sparsity">The share, from 0 to 1; the number of zeros is rounded up.</param>
    /// <param name="std">The standard deviation of the others, at least 0.</param>
    /// <param name="generator">Where the numbers come from; <see cref="Generator.Default"/> if null.</param>
    /// <exception cref="ArgumentException">The tensor is no matrix, or an argument is out of range.</exception>
    public static Tensor Sparse(Tensor tensor, double sparsity, double std = 0.01, Generator? generator = null)
    {
        CheckIsMatrix("sparse", tensor);
        if (!(sparsity >= 0 && sparsity <= 1))
        {
            Throw.Argument("sparse", FormattableString.Invariant($"sparsity must be from 0 to 1; got {sparsity}"));
        }

        Normal(tensor, 0, std, generator);
        NDArray keys = NDArray.Empty(tensor.Shape, DType.Float64).UniformInPlace(0, 1, generator);
        NDArray zeros = keys.ArgSort(0).Narrow(0, 0, (int)Math.Ceiling(sparsity * tensor.Shape[0]));
        tensor.Value.Scatter(0, zeros, 0, tensor.Value);
        return tensor;
    }

    /// <summary>1 on the diagonal, 0 elsewhere, so that a linear layer passes on what it can. PyTorch: <c>init.eye_</c>.</summary>
    /// <exception cref="ArgumentException">The tensor is no matrix.</exception>
    public static Tensor Eye(Tensor tensor)
    {
        CheckIsMatrix("eye", tensor);
        Zeros(tensor).Value.Diagonal().Fill(1);
        return tensor;
    }

    /// <summary>
    /// A convolution that passes on as many channels as it can: 1 in the middle of the kernel from the i-th input channel of a group to its
    /// i-th output channel, 0 elsewhere. PyTorch: <c>init.dirac_</c>.
    /// </summary>
    /// <param name="tensor">A kernel, [out, in / groups, k₁, …] of one to three dimensions.</param>
    /// <param name="groups">The convolution's number of groups, which divides the number of output channels.</param>
    /// <exception cref="ArgumentException">The tensor is no such kernel.</exception>
    public static Tensor Dirac(Tensor tensor, int groups = 1)
    {
        if (tensor.Rank is < 3 or > 5)
        {
            Throw.Argument("dirac", $"a kernel has shape [out, in, …] with one to three dimensions more; got {tensor.Shape}");
        }

        if (groups <= 0 || tensor.Shape[0] % groups != 0)
        {
            Throw.Argument("dirac", $"groups must be positive and divide the number of output channels; got groups {groups} and {tensor.Shape}");
        }

        Zeros(tensor);
        int outputs = tensor.Shape[0] / groups, passed = tensor.Count == 0 ? 0 : Math.Min(outputs, tensor.Shape[1]);
        for (int channel = 0; channel < groups * passed; channel++)
        {
            NDArray kernel = tensor.Value.Select(0, (channel / passed * outputs) + (channel % passed)).Select(0, channel % passed);
            while (kernel.Rank > 0)
            {
                kernel = kernel.Select(0, kernel.Shape[0] / 2);
            }

            kernel.Fill(1);
        }

        return tensor;
    }

    private static void CheckIsMatrix(string op, Tensor tensor)
    {
        if (tensor.Rank != 2)
        {
            Throw.Argument(op, $"the tensor must have two dimensions; got {tensor.Shape}");
        }
    }
}
