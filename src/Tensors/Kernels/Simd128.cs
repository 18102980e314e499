using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace MiniTorch.Kernels;

/// <summary>128-bit vectors: SSE4.1, Arm AdvSimd.</summary>
internal readonly unsafe struct Simd128<T>(Vector128<T> vector) : ISimd<Simd128<T>, T>
    where T : unmanaged
{
    private readonly Vector128<T> _vector = vector;

    public static int Count => Vector128<T>.Count;

    public static Simd128<T> Zero => default;

    public static bool HasRootOfTwo => false;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd128<T> Create(T value) => new(Vector128.Create(value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd128<T> Create(double value) =>
        typeof(T) == typeof(float) ? Of(Vector128.Create((float)value)) : Of(Vector128.Create(value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd128<T> Load(T* source) => new(Vector128.Load(source));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd128<T> LoadPartial(T* source, int count, Simd128<T> fill)
    {
        if (!Avx.IsSupported)
        {
            return SimdFallback.LoadPartial(source, count, fill);
        }

        Vector128<T> mask = FirstLanes(count);
        Vector128<T> loaded = typeof(T) == typeof(float)
            ? Avx.MaskLoad((float*)source, mask.AsSingle()).As<float, T>()
            : Avx.MaskLoad((double*)source, mask.AsDouble()).As<double, T>();
        return new(Vector128.ConditionalSelect(mask, loaded, fill._vector));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Simd128<T> value, T* destination) => value._vector.Store(destination);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StorePartial(Simd128<T> value, T* destination, int count)
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
    public static Simd128<T> LoadWidened(float* source) => Of(Vector128.WidenLower(Vector128.CreateScalarUnsafe(Unsafe.ReadUnaligned<double>(source)).AsSingle()));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreNarrowed(Simd128<T> value, float* destination) => Unsafe.WriteUnaligned(destination, Vector128.Narrow(value.Double, value.Double).AsDouble().ToScalar());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd128<T> operator +(Simd128<T> left, Simd128<T> right) => new(left._vector + right._vector);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd128<T> operator -(Simd128<T> left, Simd128<T> right) => new(left._vector - right._vector);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd128<T> operator *(Simd128<T> left, Simd128<T> right) => new(left._vector * right._vector);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd128<T> operator /(Simd128<T> left, Simd128<T> right) => new(left._vector / right._vector);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd128<T> operator &(Simd128<T> left, Simd128<T> right) => new(left._vector & right._vector);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd128<T> operator |(Simd128<T> left, Simd128<T> right) => new(left._vector | right._vector);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd128<T> MultiplyAdd(Simd128<T> a, Simd128<T> b, Simd128<T> c) => new(MultiplyAdd(a._vector, b._vector, c._vector));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd128<T> ProductError(Simd128<T> left, Simd128<T> right, Simd128<T> product) =>
        !Fma.IsSupported ? SimdFallback.ProductError<Simd128<T>, T>(left, right, product)
        : typeof(T) == typeof(float) ? Of(Fma.MultiplySubtract(left.Single, right.Single, product.Single))
        : Of(Fma.MultiplySubtract(left.Double, right.Double, product.Double));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void AddProduct(Simd128<T> a, Simd128<T> b, ref Simd128<T> sum) =>
        Unsafe.AsRef(in sum._vector) = MultiplyAdd(a._vector, b._vector, sum._vector);

    // The native minimum and maximum give their second operand if either is NaN (x86), or NaN itself (Arm).
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd128<T> Clamp(Simd128<T> value, Simd128<T> min, Simd128<T> max) =>
        new(Vector128.MinNative(max._vector, Vector128.MaxNative(min._vector, value._vector)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd128<T> Max(Simd128<T> left, Simd128<T> right) => new(Vector128.MaxNative(left._vector, right._vector));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd128<T> Abs(Simd128<T> value) => new(Vector128.Abs(value._vector));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd128<T> Sqrt(Simd128<T> value) => new(Vector128.Sqrt(value._vector));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd128<T> CopySign(Simd128<T> magnitude, Simd128<T> sign) => new(Vector128.CopySign(magnitude._vector, sign._vector));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd128<T> Round(Simd128<T> value) =>
        typeof(T) == typeof(float) ? Of(Vector128.Round(value.Single)) : Of(Vector128.Round(value.Double));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd128<T> LessThan(Simd128<T> left, Simd128<T> right) => new(Vector128.LessThan(left._vector, right._vector));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd128<T> LessThanOrEqual(Simd128<T> left, Simd128<T> right) =>
        new(Vector128.LessThanOrEqual(left._vector, right._vector));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd128<T> Equal(Simd128<T> left, Simd128<T> right) => new(Vector128.Equals(left._vector, right._vector));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd128<T> IsNaN(Simd128<T> value) => new(Vector128.IsNaN(value._vector));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd128<T> SelectLess(Simd128<T> left, Simd128<T> right, Simd128<T> whenLess, Simd128<T> otherwise) =>
        new(Vector128.ConditionalSelect(Vector128.LessThan(left._vector, right._vector), whenLess._vector, otherwise._vector));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd128<T> Select(Simd128<T> mask, Simd128<T> whenTrue, Simd128<T> whenFalse) =>
        new(Vector128.ConditionalSelect(mask._vector, whenTrue._vector, whenFalse._vector));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int IndexOfFirst(Simd128<T> mask) => Vector128.IndexOfWhereAllBitsSet(mask._vector);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd128<T> AddBits(Simd128<T> left, Simd128<T> right) =>
        typeof(T) == typeof(float)
            ? Of(left._vector.AsInt32() + right._vector.AsInt32())
            : Of(left._vector.AsInt64() + right._vector.AsInt64());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd128<T> SubtractBits(Simd128<T> left, Simd128<T> right) =>
        typeof(T) == typeof(float)
            ? Of(left._vector.AsInt32() - right._vector.AsInt32())
            : Of(left._vector.AsInt64() - right._vector.AsInt64());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd128<T> MaxBits(Simd128<T> left, Simd128<T> right) =>
        typeof(T) == typeof(float)
            ? Of(Vector128.Max(left._vector.AsInt32(), right._vector.AsInt32()))
            : Of(Vector128.Max(left._vector.AsInt64(), right._vector.AsInt64()));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd128<T> ShiftLeftBits(Simd128<T> value, int count) =>
        typeof(T) == typeof(float) ? Of(value._vector.AsInt32() << count) : Of(value._vector.AsInt64() << count);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd128<T> ShiftRightBits(Simd128<T> value, int count) =>
        typeof(T) == typeof(float) ? Of(value._vector.AsInt32() >>> count) : Of(value._vector.AsInt64() >>> count);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd128<T> PowerOfTwo(Simd128<T> n) => SimdFallback.PowerOfTwo<Simd128<T>, T>(n);

    public static Simd128<T> RootOfTwo(Simd128<T> bits) => throw new UnreachableException();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd128<T> Scale(Simd128<T> value, Simd128<T> n) => SimdFallback.Scale<Simd128<T>, T>(value, n);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd128<T> Mantissa(Simd128<T> value, out Simd128<T> exponent) =>
        SimdFallback.Mantissa<Simd128<T>, T>(value, out exponent);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T FirstLane(Simd128<T> value) => value._vector.ToScalar();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Sum(Simd128<T> value) => Vector128.Sum(value._vector);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Sums(Simd128<T> a, Simd128<T> b, Simd128<T> c, Simd128<T> d, T* sums)
    {
        if (typeof(T) == typeof(float) && Sse.IsSupported)
        {
            Vector128<float> ab = Sse.UnpackLow(a.Single, b.Single) + Sse.UnpackHigh(a.Single, b.Single);
            Vector128<float> cd = Sse.UnpackLow(c.Single, d.Single) + Sse.UnpackHigh(c.Single, d.Single);
            (Sse.MoveLowToHigh(ab, cd) + Sse.MoveHighToLow(cd, ab)).Store((float*)sums);
        }
        else if (typeof(T) == typeof(double) && Sse2.IsSupported)
        {
            (Sse2.UnpackLow(a.Double, b.Double) + Sse2.UnpackHigh(a.Double, b.Double)).Store((double*)sums);
            (Sse2.UnpackLow(c.Double, d.Double) + Sse2.UnpackHigh(c.Double, d.Double)).Store((double*)sums + 2);
        }
        else
        {
            (sums[0], sums[1], sums[2], sums[3]) = (Sum(a), Sum(b), Sum(c), Sum(d));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T MaxLane(Simd128<T> value)
    {
        if (typeof(T) == typeof(float))
        {
            Vector128<float> pairs = Vector128.MaxNative(value.Single, Vector128.Shuffle(value.Single, Vector128.Create(2, 3, 0, 1)));
            return (T)(object)MathF.Max(pairs[0], pairs[1]);
        }

        return (T)(object)Math.Max(value.Double[0], value.Double[1]);
    }

    private Vector128<float> Single => _vector.AsSingle();

    private Vector128<double> Double => _vector.AsDouble();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Simd128<T> Of<TFrom>(Vector128<TFrom> vector) => new(vector.As<TFrom, T>());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<T> MultiplyAdd(Vector128<T> a, Vector128<T> b, Vector128<T> c) =>
        typeof(T) == typeof(float)
            ? Vector128.MultiplyAddEstimate(a.AsSingle(), b.AsSingle(), c.AsSingle()).As<float, T>()
            : Vector128.MultiplyAddEstimate(a.AsDouble(), b.AsDouble(), c.AsDouble()).As<double, T>();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<T> FirstLanes(int count) =>
        typeof(T) == typeof(float)
            ? Vector128.LessThan(Vector128<int>.Indices, Vector128.Create(count)).As<int, T>()
            : Vector128.LessThan(Vector128<long>.Indices, Vector128.Create((long)count)).As<long, T>();
}
