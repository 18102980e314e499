using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace MiniTorch.Kernels;

/// <summary>What matrix multiplication needs of a vector type, and the register tile that fits the hardware which has it.</summary>
internal unsafe interface ITileSimd<T, TVector>
    where T : unmanaged
    where TVector : struct
{
    /// <summary>Elements in a vector.</summary>
    static abstract int Width { get; }

    /// <summary>Rows of a full tile: as many accumulators as there are registers, less those for one row of B and one element of A.</summary>
    static abstract int TileRows { get; }

    /// <summary>Vectors in a row of a full tile, at most 3.</summary>
    static abstract int TileVectors { get; }

    static abstract TVector Load(T* source);

    static abstract void Store(TVector vector, T* destination);

    static abstract TVector Create(T value);

    static abstract TVector Add(TVector x, TVector y);

    /// <summary>x·y + z, rounded as <see cref="MultiplyAdd(T, T, T)"/> does.</summary>
    static abstract TVector MultiplyAdd(TVector x, TVector y, TVector z);

    static abstract T MultiplyAdd(T x, T y, T z);

    /// <summary>x &lt; 0 ? 0 : x, which keeps NaN and −0.</summary>
    static abstract TVector Relu(TVector x);

    static abstract T Sum(TVector x);
}

/// <summary>AVX-512: 32 registers, of which 24 accumulate.</summary>
internal readonly unsafe struct TileSimd512<T> : ITileSimd<T, Vector512<T>>
    where T : unmanaged, INumber<T>
{
    public static int Width => Vector512<T>.Count;

    public static int TileRows => 8;

    public static int TileVectors => 3;

    public static Vector512<T> Load(T* source) => Vector512.Load(source);

    public static void Store(Vector512<T> vector, T* destination) => Vector512.Store(vector, destination);

    public static Vector512<T> Create(T value) => Vector512.Create(value);

    public static Vector512<T> Add(Vector512<T> x, Vector512<T> y) => x + y;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> MultiplyAdd(Vector512<T> x, Vector512<T> y, Vector512<T> z) =>
        typeof(T) == typeof(float)
            ? Vector512.FusedMultiplyAdd(x.AsSingle(), y.AsSingle(), z.AsSingle()).As<float, T>()
            : Vector512.FusedMultiplyAdd(x.AsDouble(), y.AsDouble(), z.AsDouble()).As<double, T>();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T MultiplyAdd(T x, T y, T z) => Fused.MultiplyAdd(x, y, z);

    public static Vector512<T> Relu(Vector512<T> x) => Vector512.ConditionalSelect(Vector512.LessThan(x, Vector512<T>.Zero), Vector512<T>.Zero, x);

    public static T Sum(Vector512<T> x) => Vector512.Sum(x);
}

/// <summary>AVX2 with FMA: 16 registers, of which 12 accumulate.</summary>
internal readonly unsafe struct TileSimd256<T> : ITileSimd<T, Vector256<T>>
    where T : unmanaged, INumber<T>
{
    public static int Width => Vector256<T>.Count;

    public static int TileRows => 6;

    public static int TileVectors => 2;

    public static Vector256<T> Load(T* source) => Vector256.Load(source);

    public static void Store(Vector256<T> vector, T* destination) => Vector256.Store(vector, destination);

    public static Vector256<T> Create(T value) => Vector256.Create(value);

    public static Vector256<T> Add(Vector256<T> x, Vector256<T> y) => x + y;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> MultiplyAdd(Vector256<T> x, Vector256<T> y, Vector256<T> z) =>
        typeof(T) == typeof(float)
            ? Vector256.FusedMultiplyAdd(x.AsSingle(), y.AsSingle(), z.AsSingle()).As<float, T>()
            : Vector256.FusedMultiplyAdd(x.AsDouble(), y.AsDouble(), z.AsDouble()).As<double, T>();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T MultiplyAdd(T x, T y, T z) => Fused.MultiplyAdd(x, y, z);

    public static Vector256<T> Relu(Vector256<T> x) => Vector256.ConditionalSelect(Vector256.LessThan(x, Vector256<T>.Zero), Vector256<T>.Zero, x);

    public static T Sum(Vector256<T> x) => Vector256.Sum(x);
}

/// <summary>Everything else: SSE, Arm, WebAssembly; multiplies and adds in two roundings where the hardware cannot fuse them.</summary>
internal readonly unsafe struct TileSimd128<T> : ITileSimd<T, Vector128<T>>
    where T : unmanaged, INumber<T>
{
    public static int Width => Vector128<T>.Count;

    public static int TileRows => 6;

    public static int TileVectors => 2;

    public static Vector128<T> Load(T* source) => Vector128.Load(source);

    public static void Store(Vector128<T> vector, T* destination) => Vector128.Store(vector, destination);

    public static Vector128<T> Create(T value) => Vector128.Create(value);

    public static Vector128<T> Add(Vector128<T> x, Vector128<T> y) => x + y;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<T> MultiplyAdd(Vector128<T> x, Vector128<T> y, Vector128<T> z)
    {
        if (!Fused.IsSupported)
        {
            return (x * y) + z;
        }

        return typeof(T) == typeof(float)
            ? Vector128.FusedMultiplyAdd(x.AsSingle(), y.AsSingle(), z.AsSingle()).As<float, T>()
            : Vector128.FusedMultiplyAdd(x.AsDouble(), y.AsDouble(), z.AsDouble()).As<double, T>();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T MultiplyAdd(T x, T y, T z) => Fused.IsSupported ? Fused.MultiplyAdd(x, y, z) : (x * y) + z;

    public static Vector128<T> Relu(Vector128<T> x) => Vector128.ConditionalSelect(Vector128.LessThan(x, Vector128<T>.Zero), Vector128<T>.Zero, x);

    public static T Sum(Vector128<T> x) => Vector128.Sum(x);
}

file static class Fused
{
    public static bool IsSupported => Fma.IsSupported || AdvSimd.Arm64.IsSupported;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T MultiplyAdd<T>(T x, T y, T z)
        where T : unmanaged =>
        typeof(T) == typeof(float)
            ? Unsafe.BitCast<float, T>(MathF.FusedMultiplyAdd(Unsafe.BitCast<T, float>(x), Unsafe.BitCast<T, float>(y), Unsafe.BitCast<T, float>(z)))
            : Unsafe.BitCast<double, T>(Math.FusedMultiplyAdd(Unsafe.BitCast<T, double>(x), Unsafe.BitCast<T, double>(y), Unsafe.BitCast<T, double>(z)));
}
