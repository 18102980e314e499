using System.Numerics;
using MiniTorch.Kernels;

namespace MiniTorch;

public partial class NDArray
{
    /// <summary>
    /// The matrix product this · other, [m, k] · [k, n] → [m, n]. A vector on the left is a row, on the right a column, and that dimension
    /// vanishes from the result; leading dimensions are batches and broadcast. Integers wrap around. PyTorch: <c>torch.matmul</c>.
    /// </summary>
    /// <exception cref="ArgumentException">The inner sizes or the types differ, an operand is a scalar, or the batches do not broadcast.</exception>
    /// <exception cref="NotSupportedException">The type is bool.</exception>
    public NDArray MatMul(NDArray other) => MatMul(this, other, null, Epilogue.None);

    /// <summary>
    /// this · weightᵀ + bias, the forward of a linear layer: [n, in], [out, in], [out] → [n, out]; with a fused relu if wanted.
    /// </summary>
    internal NDArray Linear(NDArray weight, NDArray? bias, bool relu) =>
        MatMul(this, weight.Transpose(0, 1), bias, relu ? Epilogue.Relu : Epilogue.None);

    private static NDArray MatMul(NDArray a, NDArray b, NDArray? bias, Epilogue epilogue)
    {
        if (a.Rank == 0 || b.Rank == 0)
        {
            Throw.Argument("matmul", $"both operands need at least one dimension; got {a.Shape} and {b.Shape}");
        }

        CheckDTypes("matmul", a, b);
        int k = a.Shape[-1];
        if (k != (b.Rank == 1 ? b.Shape[0] : b.Shape[-2]))
        {
            string place = b.Rank == 1 ? "only dimension" : "second-to-last";
            Throw.Argument("matmul", $"the last dimension of the first operand must equal the {place} of the second; got {a.Shape} and {b.Shape}");
        }

        return a.DType switch
        {
            DType.Float32 => MatMul<float>(a, b, bias, epilogue),
            DType.Float64 => MatMul<double>(a, b, bias, epilogue),
            DType.Int64 => MatMul<long>(a, b, bias, epilogue),
            DType.Int32 => MatMul<int>(a, b, bias, epilogue),
            DType.UInt8 => MatMul<byte>(a, b, bias, epilogue),
            _ => Throw.DType<NDArray>("matmul", a.DType, DType.Int64),
        };
    }

    private static NDArray MatMul<T>(NDArray a, NDArray b, NDArray? bias, Epilogue epilogue)
        where T : unmanaged, INumber<T>
    {
        NDArray rows = a.Rank == 1 ? a.Unsqueeze(0) : a;
        NDArray columns = b.Rank == 1 ? b.Unsqueeze(1) : b;
        int m = rows.Shape[-2];
        int k = rows.Shape[-1];
        int n = columns.Shape[-1];
        NDArray result;
        if (rows.Rank == 2 && columns.Rank == 2)
        {
            result = Empty([m, n], a.DType);
            Product<T>(rows, columns, bias, result, 0, 0, 0, epilogue);
        }
        else if (columns.Rank == 2)
        {
            // A batch of matrices times one matrix is one product with more rows.
            int count = Shape.Of(rows.Shape.AsSpan()[..^1]).Count;
            result = Empty(rows.Shape.With(rows.Rank - 1, n), a.DType);
            Product<T>(rows.Reshape(count, k), columns, bias, result.Reshape(count, n), 0, 0, 0, epilogue);
        }
        else
        {
            result = Batched<T>(rows, columns, m, n);
        }

        if (a.Rank == 1)
        {
            result = result.Squeeze(-2).AsWhole();
        }

        return b.Rank == 1 ? result.Squeeze(-1).AsWhole() : result;
    }

    private static NDArray Batched<T>(NDArray a, NDArray b, int m, int n)
        where T : unmanaged, INumber<T>
    {
        Shape batch = BroadcastBatches("matmul", a, b);
        a = a.ExpandBatch(batch);
        b = b.ExpandBatch(batch);
        NDArray result = Empty(Shape.Of([.. batch, m, n]), a.DType);
        for (int i = 0; i < batch.Count; i++)
        {
            Product<T>(a, b, null, result, BatchOffset(a, batch, i), BatchOffset(b, batch, i), (nint)i * m * n, Epilogue.None);
        }

        return result;

        static nint BatchOffset(NDArray array, Shape batch, int index)
        {
            nint offset = 0;
            for (int i = batch.Rank - 1; i >= 0; i--)
            {
                (index, int at) = Math.DivRem(index, batch.AsSpan()[i]);
                offset += (nint)at * array.Strides[i];
            }

            return offset;
        }
    }

    private static unsafe void Product<T>(NDArray a, NDArray b, NDArray? bias, NDArray result, nint offsetA, nint offsetB, nint offsetResult, Epilogue epilogue)
        where T : unmanaged, INumber<T>
    {
        bias = bias?.Contiguous();
        T none = default;
        fixed (T* pa = &a.Ref<T>(), pb = &b.Ref<T>(), pc = &result.Ref<T>(), pbias = &(bias is null ? ref none : ref bias.Ref<T>()))
        {
            int m = result.Shape[-2], n = result.Shape[-1], k = a.Shape[-1];
            var left = new MatrixView<T>(pa + offsetA, a.Strides[^2], a.Strides[^1]);
            var right = new MatrixView<T>(pb + offsetB, b.Strides[^2], b.Strides[^1]);
            if (a.DType.IsFloatingPoint())
            {
                Gemm.Multiply(m, n, k, left, right, pc + offsetResult, n, bias is null ? null : pbias, epilogue, accumulate: false);
            }
            else
            {
                IntegerProduct<T>.Multiply(m, n, k, left, right, pc + offsetResult);
            }
        }

        result.BumpVersion();
        GC.KeepAlive(a);
        GC.KeepAlive(b);
        GC.KeepAlive(bias);
        GC.KeepAlive(result);
    }
}
