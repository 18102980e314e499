using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace MiniTorch.Kernels;

/// <summary>A matrix in memory: element (i, j) is at i·RowStride + j·ColumnStride. Strides may be 0 or negative.</summary>
[StructLayout(LayoutKind.Sequential)]
internal readonly unsafe struct MatrixView<T>(T* data, nint rowStride, nint columnStride)
    where T : unmanaged
{
    public readonly T* Data = data;
    public readonly nint RowStride = rowStride;
    public readonly nint ColumnStride = columnStride;

    public MatrixView<T> Transposed => new(Data, ColumnStride, RowStride);

    public T* At(nint row, nint column) => Data + (row * RowStride) + (column * ColumnStride);
}

/// <summary>What is done to a sum before it is stored.</summary>
internal enum Epilogue : byte
{
    None,
    Relu,
}

/// <summary>One product: C = A·B (+ C) (+ bias), then the epilogue.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct Product<T>
    where T : unmanaged
{
    public int M, N, K;
    public MatrixView<T> A, B;
    public T* C;
    public nint CRow;
    public T* Bias;
    public bool Relu, Accumulate;

    /// <summary>The operands of Cᵀ = Bᵀ·Aᵀ; C and what becomes of its sums stay as they are.</summary>
    public readonly Product<T> Transposed
    {
        get
        {
            Product<T> product = this;
            (product.M, product.N, product.A, product.B) = (N, M, B.Transposed, A.Transposed);
            return product;
        }
    }
}

/// <summary>Matrix multiplication.</summary>
/// <remarks>
/// The path is chosen from the sizes and strides of the whole product, and in each path the order in which an element is summed depends on k alone.
/// So the bits depend neither on the number of workers nor on how the work is cut.
/// </remarks>
[SkipLocalsInit]
internal static unsafe partial class Gemm
{
    /// <summary>C = A·B (+ C if <paramref name="accumulate"/>) (+ <paramref name="bias"/>, one value a column), then the epilogue.</summary>
    /// <param name="m">Rows of A and C; may be 0.</param>
    /// <param name="n">Columns of B and C; may be 0.</param>
    /// <param name="k">Columns of A, rows of B; if 0, the product is 0.</param>
    /// <param name="a">m×k, any strides.</param>
    /// <param name="b">k×n, any strides.</param>
    /// <param name="c">m×n, row-major with row stride <paramref name="ldc"/>; overlaps neither A nor B.</param>
    /// <param name="ldc">Elements from one row of C to the next.</param>
    /// <param name="bias"><paramref name="n"/> values, or null.</param>
    /// <param name="epilogue">What is done to each sum before it is stored.</param>
    /// <param name="accumulate">Whether what C holds is added; otherwise it is not read.</param>
    internal static void Multiply<T>(
        int m, int n, int k, MatrixView<T> a, MatrixView<T> b, T* c, nint ldc, T* bias, Epilogue epilogue, bool accumulate)
        where T : unmanaged
    {
        Product<T> product = new()
        {
            M = m,
            N = n,
            K = k,
            A = a,
            B = b,
            C = c,
            CRow = ldc,
            Bias = bias,
            Relu = epilogue == Epilogue.Relu,
            Accumulate = accumulate,
        };
        if (typeof(T) == typeof(float))
        {
            ForHardware((Product<float>*)&product);
        }
        else if (typeof(T) == typeof(double))
        {
            ForHardware((Product<double>*)&product);
        }
        else
        {
            throw new NotSupportedException($"gemm: the element type must be float or double; got {typeof(T)}");
        }
    }

    private static void ForHardware<T>(Product<T>* product)
        where T : unmanaged, INumber<T>
    {
        if (Vector512.IsHardwareAccelerated)
        {
            ChoosePath<T, Simd512<T>>(*product);
        }
        else if (Vector256.IsHardwareAccelerated)
        {
            ChoosePath<T, Simd256<T>>(*product);
        }
        else
        {
            ChoosePath<T, Simd128<T>>(*product);
        }
    }

    private static void ChoosePath<T, TSimd>(in Product<T> product)
        where T : unmanaged, INumber<T>
        where TSimd : unmanaged, ISimd<TSimd, T>
    {
        if (product.M > 0 && product.N > 0
            && !DotProducts<T, TSimd>.TryMultiply(product)
            && !RowProduct<T, TSimd>.TryMultiply(product)
            && !TransposedProduct<T, TSimd>.TryMultiply(product))
        {
            BlockedProduct<T, TSimd>.Multiply(product);
        }
    }
}
