namespace MiniTorch.Benchmarks;

/// <summary><c>reductions</c>: over the last, first and middle dimension, rows of softmax, and everything that moves elements, beside torch.</summary>
internal static class ReductionKernels
{
    private const double AsFast = 1;

    public static IEnumerable<KernelTable> Tables() =>
    [
        new(
            "reductions, µs",
            [
                .. Over("last", [1024, 1024], 1), .. Over("first", [1024, 1024], 0), .. Over("last", [256, 256], 1), .. Over("first", [256, 256], 0),
                .. Over("middle", [64, 128, 128], 1), .. SoftmaxRows(128, 10), .. SoftmaxRows(512, 1000),
            ]),
        new("gathers, scatters, copies, µs", [.. Gathers(), .. Copies()]),
    ];

    private static MeasuredKernel[] Over(string which, Shape shape, int dim)
    {
        NDArray x = KernelInput.Real(shape, 1);
        string place = $"{which}_{string.Join('x', shape)}";
        return
        [
            new($"sum_{place}", () => x.Sum(dim), AsFast),
            new($"mean_{place}", () => x.Mean(dim), AsFast),
            new($"max_{place}", () => x.Max(dim).Values, AsFast),
            new($"argmax_{place}", () => x.ArgMax(dim), AsFast),
            new($"var_{place}", () => x.Var(dim), AsFast),
        ];
    }

    private static MeasuredKernel[] SoftmaxRows(int rows, int columns)
    {
        NDArray x = KernelInput.Real([rows, columns], 1);
        return
        [
            new($"softmax_{rows}x{columns}", () => x.Softmax(-1), AsFast),
            new($"log_softmax_{rows}x{columns}", () => x.LogSoftmax(-1), AsFast),
        ];
    }

    private static MeasuredKernel[] Gathers()
    {
        NDArray x = KernelInput.Real([4096, 256], 1), source = KernelInput.Real([4096, 64], 2);
        NDArray columns = KernelInput.Index([4096, 64], 3, 256), rows = KernelInput.Index([4096], 4, 4096);
        return
        [
            new("gather", () => x.Gather(1, columns), AsFast),
            new("index_select", () => x.IndexSelect(0, rows), AsFast),
            new("scatter_add", () => x.ScatterAdd(1, columns, source), AsFast),
            new("index_add", () => x.IndexAdd(0, rows, x), AsFast),
        ];
    }

    private static MeasuredKernel[] Copies()
    {
        NDArray square = KernelInput.Real([1024, 1024], 1), wide = KernelInput.Real([512, 2048], 1), batch = KernelInput.Real([64, 128, 128], 1);
        NDArray images = KernelInput.Real([32, 28, 28, 16], 1), first = KernelInput.Real([512, 512], 1), second = KernelInput.Real([512, 512], 2);
        return
        [
            new("transpose_1024x1024", () => square.Transpose(0, 1).Contiguous(), AsFast),
            new("transpose_512x2048", () => wide.Transpose(0, 1).Contiguous(), AsFast),
            new("permute_0_2_1", () => batch.Permute(0, 2, 1).Contiguous(), AsFast),
            new("permute_0_3_1_2", () => images.Permute(0, 3, 1, 2).Contiguous(), AsFast),
            new("every_second_column", () => square.Slice(1, 0, step: 2).Contiguous(), AsFast),
            new("cat_0", () => NDArray.Cat([first, second], 0), AsFast),
            new("cat_1", () => NDArray.Cat([first, second], 1), AsFast),
        ];
    }
}
