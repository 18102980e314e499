using MiniTorch.Kernels;

namespace MiniTorch;

public partial class NDArray
{
    /// <summary>exp(x − max) / Σ exp(x − max) along a dimension; stable for any finite values. PyTorch: <c>torch.softmax</c>.</summary>
    public NDArray Softmax(int dim) => AlongRows(dim, "softmax", logarithm: false);

    /// <summary>ln softmax(x) along a dimension: x − ln Σ exp(x). PyTorch: <c>torch.log_softmax</c>.</summary>
    public NDArray LogSoftmax(int dim) => AlongRows(dim, "log_softmax", logarithm: true);

    /// <summary>
    /// For each row of logits [n, c] and its class in <paramref name="classes"/> [n]: −ln softmax(row)[class], as [n]. A class equal to
    /// <paramref name="ignored"/> gives 0.
    /// </summary>
    internal NDArray CrossEntropyRows(NDArray classes, long ignored)
    {
        NDArray result = Empty([Shape[0]], DType);
        var body = new RowKernels.Loss { Logits = Contiguous(), Classes = classes.Contiguous(), Result = result, Ignored = ignored };
        RowKernels.Run(ref body, Shape[0], Shape[1]);
        return result;
    }

    /// <summary>The gradient of <see cref="CrossEntropyRows"/> for the logits: (softmax(row) − one-hot(class)) · gradient[row].</summary>
    internal NDArray CrossEntropyBackward(NDArray classes, long ignored, NDArray gradient)
    {
        NDArray result = Empty(Shape, DType);
        var body = new RowKernels.LossGradient { Logits = Contiguous(), Classes = classes.Contiguous(), Gradient = gradient.Contiguous(), Result = result, Ignored = ignored };
        RowKernels.Run(ref body, Shape[0], Shape[1]);
        return result;
    }

    private NDArray AlongRows(int dim, string op, bool logarithm)
    {
        if (!DType.IsFloatingPoint())
        {
            return Throw.DType<NDArray>(op, DType, DType.Float32);
        }

        if (Rank == 0)
        {
            return Unsqueeze(0).AlongRows(dim, op, logarithm).Squeeze(0);
        }

        dim = Shape.Dim(dim, op);
        if (dim != Rank - 1)
        {
            return Transpose(dim, Rank - 1).AlongRows(Rank - 1, op, logarithm).Transpose(dim, Rank - 1);
        }

        NDArray result = Empty(Shape, DType);
        int length = Shape[-1];
        if (Count > 0)
        {
            var body = new RowKernels.SoftmaxRows { Source = Contiguous(), Result = result, Length = length, Logarithm = logarithm };
            RowKernels.Run(ref body, Count / length, length);
        }

        return result;
    }
}
