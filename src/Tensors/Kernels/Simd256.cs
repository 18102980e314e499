using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace MiniTorch.Kernels;

/// <summary>256-bit vectors: AVX2.</summary>
internal readonly unsafe struct Simd256<T>(Vector256<T> vector) : ISimd<Simd256<T>, T>
    where T : unmanaged
{
    private readonly Vector256<T> _vector = vector;

    public static int Count => Vector256<T>.Count;

    public static Simd256<T> Zero => default;

    public static bool HasRootOfTwo => false;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd256<T> Create(T value) => new(Vector256.Create(value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd256<T> Create(double value) =>
        typeof(T) == typeof(float) ? Of(Vector256.Create((float)value)) : Of(Vector256.Create(value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd256<T> Load(T* source) => new(Vector256.Load(source));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd256<T> LoadPartial(T* source, int count, Simd256<T> fill)
    {
        if (!Avx.IsSupported)
        {
            return SimdFallback.LoadPartial(source, count, fill);
        }

        Vector256<T> mask = FirstLanes(count);
        Vector256<T> loaded = typeof(T) == typeof(float)
            ? Avx.MaskLoad((float*)source, mask.AsSingle()).As<float, T>()
            : Avx.MaskLoad((double*)source, mask.AsDouble()).As<double, T>();
        return new(Vector256.ConditionalSelect(mask, loaded, fill._vector));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Simd256<T> value, T* destination) => value._vector.Store(destination);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StorePartial(Simd256<T> value, T* destination, int count)
    {
        if (!Avx.IsSupported)
        {
            SimdFallback.StorePartial(value, destination, count);
            return;
        }

        if (typeof(T) == typeof(float))
        {
            Avx.MaskStore((float*)destination, FirstLanes(count).AsSingle(), value.Single);
        }
        else
        {
            Avx.MaskStore((double*)destination, FirstLanes(count).AsDouble(), value.Double);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd256<T> LoadWidened(float* source) => Of(Avx.ConvertToVector256Double(Vector128.Load(source)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreNarrowed(Simd256<T> value, float* destination) => Avx.ConvertToVector128Single(value.Double).Store(destination);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd256<T> operator +(Simd256<T> left, Simd256<T> right) => new(left._vector + right._vector);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd256<T> operator -(Simd256<T> left, Simd256<T> right) => new(left._vector - right._vector);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd256<T> operator *(Simd256<T> left, Simd256<T> right) => new(left._vector * right._vector);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd256<T> operator /(Simd256<T> left, Simd256<T> right) => new(left._vector / right._vector);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd256<T> operator &(Simd256<T> left, Simd256<T> right) => new(left._vector & right._vector);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd256<T> operator |(Simd256<T> left, Simd256<T> right) => new(left._vector | right._vector);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd256<T> MultiplyAdd(Simd256<T> a, Simd256<T> b, Simd256<T> c) => new(MultiplyAdd(a._vector, b._vector, c._vector));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd256<T> ProductError(Simd256<T> left, Simd256<T> right, Simd256<T> product) =>
        !Fma.IsSupported ? SimdFallback.ProductError<Simd256<T>, T>(left, right, product)
        : typeof(T) == typeof(float) ? Of(Fma.MultiplySubtract(left.Single, right.Single, product.Single))
        : Of(Fma.MultiplySubtract(left.Double, right.Double, product.Double));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void AddProduct(Simd256<T> a, Simd256<T> b, ref Simd256<T> sum) =>
        Unsafe.AsRef(in sum._vector) = MultiplyAdd(a._vector, b._vector, sum._vector);

    // The native minimum and maximum give their second operand if either is NaN (x86), or NaN itself (Arm).
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd256<T> Clamp(Simd256<T> value, Simd256<T> min, Simd256<T> max) =>
        new(Vector256.MinNative(max._vector, Vector256.MaxNative(min._vector, value._vector)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd256<T> Max(Simd256<T> left, Simd256<T> right) => new(Vector256.MaxNative(left._vector, right._vector));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd256<T> Abs(Simd256<T> value) => new(Vector256.Abs(value._vector));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd256<T> Sqrt(Simd256<T> value) => new(Vector256.Sqrt(value._vector));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd256<T> CopySign(Simd256<T> magnitude, Simd256<T> sign) => new(Vector256.CopySign(magnitude._vector, sign._vector));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd256<T> Round(Simd256<T> value) =>
        typeof(T) == typeof(float) ? Of(Vector256.Round(value.Single)) : Of(Vector256.Round(value.Double));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd256<T> LessThan(Simd256<T> left, Simd256<T> right) => new(Vector256.LessThan(left._vector, right._vector));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd256<T> LessThanOrEqual(Simd256<T> left, Simd256<T> right) =>
        new(Vector256.LessThanOrEqual(left._vector, right._vector));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd256<T> Equal(Simd256<T> left, Simd256<T> right) => new(Vector256.Equals(left._vector, right._vector));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd256<T> IsNaN(Simd256<T> value) => new(Vector256.IsNaN(value._vector));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd256<T> SelectLess(Simd256<T> left, Simd256<T> right, Simd256<T> whenLess, Simd256<T> otherwise) =>
        new(Vector256.ConditionalSelect(Vector256.LessThan(left._vector, right._vector), whenLess._vector, otherwise._vector));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd256<T> Select(Simd256<T> mask, Simd256<T> whenTrue, Simd256<T> whenFalse) =>
        new(Vector256.ConditionalSelect(mask._vector, whenTrue._vector, whenFalse._vector));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int IndexOfFirst(Simd256<T> mask) => Vector256.IndexOfWhereAllBitsSet(mask._vector);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd256<T> AddBits(Simd256<T> left, Simd256<T> right) =>
        typeof(T) == typeof(float)
            ? Of(left._vector.AsInt32() + right._vector.AsInt32())
            : Of(left._vector.AsInt64() + right._vector.AsInt64());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd256<T> SubtractBits(Simd256<T> left, Simd256<T> right) =>
        typeof(T) == typeof(float)
            ? Of(left._vector.AsInt32() - right._vector.AsInt32())
            : Of(left._vector.AsInt64() - right._vector.AsInt64());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd256<T> MaxBits(Simd256<T> left, Simd256<T> right) =>
        typeof(T) == typeof(float)
            ? Of(Vector256.Max(left._vector.AsInt32(), right._vector.AsInt32()))
            : Of(Vector256.Max(left._vector.AsInt64(), right._vector.AsInt64()));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd256<T> ShiftLeftBits(Simd256<T> value, int count) =>
        typeof(T) == typeof(float) ? Of(value._vector.AsInt32() << count) : Of(value._vector.AsInt64() << count);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd256<T> ShiftRightBits(Simd256<T> value, int count) =>
        typeof(T) == typeof(float) ? Of(value._vector.AsInt32() >>> count) : Of(value._vector.AsInt64() >>> count);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd256<T> PowerOfTwo(Simd256<T> n) => SimdFallback.PowerOfTwo<Simd256<T>, T>(n);

    public static Simd256<T> RootOfTwo(Simd256<T> bits) => throw new UnreachableException();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd256<T> Scale(Simd256<T> value, Simd256<T> n) => SimdFallback.Scale<Simd256<T>, T>(value, n);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd256<T> Mantissa(Simd256<T> value, out Simd256<T> exponent) =>
        SimdFallback.Mantissa<Simd256<T>, T>(value, out exponent);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T FirstLane(Simd256<T> value) => value._vector.ToScalar();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Sum(Simd256<T> value) => Vector256.Sum(value._vector);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Sums(Simd256<T> a, Simd256<T> b, Simd256<T> c, Simd256<T> d, T* sums) =>
        Simd128<T>.Sums(a.Halves, b.Halves, c.Halves, d.Halves, sums);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T MaxLane(Simd256<T> value) =>
        Simd128<T>.MaxLane(Simd128<T>.Max(new(value._vector.GetLower()), new(value._vector.GetUpper())));

    private Simd128<T> Halves
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => new(_vector.GetLower() + _vector.GetUpper());
    }

    private Vector256<float> Single => _vector.AsSingle();

    private Vector256<double> Double => _vector.AsDouble();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Simd256<T> Of<TFrom>(Vector256<TFrom> vector) => new(vector.As<TFrom, T>());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<T> MultiplyAdd(Vector256<T> a, Vector256<T> b, Vector256<T> c) =>
        typeof(T) == typeof(float)
            ? Vector256.MultiplyAddEstimate(a.AsSingle(), b.AsSingle(), c.AsSingle()).As<float, T>()
            : Vector256.MultiplyAddEstimate(a.AsDouble(), b.AsDouble(), c.AsDouble()).As<double, T>();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<T> FirstLanes(int count) =>
        typeof(T) == typeof(float)
            ? Vector256.LessThan(Vector256<int>.Indices, Vector256.Create(count)).As<int, T>()
            : Vector256.LessThan(Vector256<long>.Indices, Vector256.Create((long)count)).As<long, T>();
}
