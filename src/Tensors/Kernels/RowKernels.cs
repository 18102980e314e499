using System.Numerics;
using TensorPrimitives = System.Numerics.Tensors.TensorPrimitives;

namespace MiniTorch.Kernels;

/// <summary>A kernel that works on whole rows of contiguous matrices, independently of each other.</summary>
internal interface IRowKernel
{
    DType DType { get; }

    void Run<T>(int firstRow, int endRow)
        where T : unmanaged, IFloatingPointIeee754<T>;
}

/// <summary>Softmax and cross entropy: row kernels run over the workers in chunks of rows.</summary>
internal static class RowKernels
{
    private const int Chunk = 1 << 14;

    public static void Run<TKernel>(ref TKernel kernel, int rows, int length)
        where TKernel : struct, IRowKernel
    {
        int perChunk = Math.Max(1, Chunk / Math.Max(length, 1));
        var body = new Body<TKernel> { Kernel = kernel, Rows = rows, PerChunk = perChunk };
        Workers.For((rows + perChunk - 1) / perChunk, ref body);
    }

    private struct Body<TKernel> : IParallelBody
        where TKernel : struct, IRowKernel
    {
        public TKernel Kernel;
        public int Rows;
        public int PerChunk;

        public void Invoke(int chunk)
        {
            int first = chunk * PerChunk;
            int end = Math.Min(Rows, first + PerChunk);
            if (Kernel.DType == DType.Float32)
            {
                Kernel.Run<float>(first, end);
            }
            else
            {
                Kernel.Run<double>(first, end);
            }
        }
    }

    internal struct SoftmaxRows : IRowKernel
    {
        public NDArray Source;
        public NDArray Result;
        public int Length;
        public bool Logarithm;

        public readonly DType DType => Source.DType;

        public readonly void Run<T>(int firstRow, int endRow)
            where T : unmanaged, IFloatingPointIeee754<T>
        {
            ReadOnlySpan<T> x = Source.Elements<T>();
            Span<T> y = Result.Elements<T>();
            for (int i = firstRow; i < endRow; i++)
            {
                if (Logarithm)
                {
                    RowSoftmax.LogSoftmax(x.Slice(i * Length, Length), y.Slice(i * Length, Length));
                }
                else
                {
                    RowSoftmax.Softmax(x.Slice(i * Length, Length), y.Slice(i * Length, Length));
                }
            }
        }
    }

    internal struct Loss : IRowKernel
    {
        public NDArray Logits;
        public NDArray Classes;
        public NDArray Result;
        public long Ignored;

        public readonly DType DType => Logits.DType;

        public readonly void Run<T>(int firstRow, int endRow)
            where T : unmanaged, IFloatingPointIeee754<T>
        {
            int length = Logits.Shape[1];
            ReadOnlySpan<T> x = Logits.Elements<T>();
            ReadOnlySpan<long> classes = Classes.Elements<long>();
            Span<T> y = Result.Elements<T>();
            for (int i = firstRow; i < endRow; i++)
            {
                y[i] = classes[i] == Ignored ? T.Zero : -RowSoftmax.LogSoftmax(x.Slice(i * length, length), Class(classes[i], length));
            }
        }
    }

    internal struct LossGradient : IRowKernel
    {
        public NDArray Logits;
        public NDArray Classes;
        public NDArray Gradient;
        public NDArray Result;
        public long Ignored;

        public readonly DType DType => Logits.DType;

        public readonly void Run<T>(int firstRow, int endRow)
            where T : unmanaged, IFloatingPointIeee754<T>
        {
            int length = Logits.Shape[1];
            ReadOnlySpan<T> x = Logits.Elements<T>();
            ReadOnlySpan<long> classes = Classes.Elements<long>();
            ReadOnlySpan<T> gradient = Gradient.Elements<T>();
            Span<T> y = Result.Elements<T>();
            for (int i = firstRow; i < endRow; i++)
            {
                Span<T> row = y.Slice(i * length, length);
                if (classes[i] == Ignored)
                {
                    row.Clear();
                }
                else
                {
                    ReadOnlySpan<T> logits = x.Slice(i * length, length);
                    RowSoftmax.Softmax(logits, row);
                    TensorPrimitives.Multiply(row, gradient[i], row);
                    row[Class(classes[i], length)] -= gradient[i];
                }
            }
        }
    }

    private static int Class(long index, int classes)
    {
        if ((ulong)index >= (ulong)classes)
        {
            Throw.Argument("cross_entropy", $"classes must lie in 0 to {classes - 1}; got {index}");
        }

        return (int)index;
    }
}
