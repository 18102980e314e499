using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace MiniTorch.Kernels;

/// <summary>512-bit vectors: AVX-512.</summary>
internal readonly unsafe struct Simd512<T>(Vector512<T> vector) : ISimd<Simd512<T>, T>
    where T : unmanaged
{
    private readonly Vector512<T> _vector = vector;

    public static int Count => Vector512<T>.Count;

    public static Simd512<T> Zero => default;

    public static bool HasRootOfTwo
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => typeof(T) == typeof(float);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd512<T> Create(T value) => new(Vector512.Create(value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd512<T> Create(double value) =>
        typeof(T) == typeof(float) ? new(Vector512.Create((float)value).As<float, T>()) : new(Vector512.Create(value).As<double, T>());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd512<T> Load(T* source) => new(Vector512.Load(source));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd512<T> LoadPartial(T* source, int count, Simd512<T> fill) =>
        typeof(T) == typeof(float)
            ? Of(Avx512F.MaskLoad((float*)source, FirstLanes(count).AsSingle(), fill.Single))
            : Of(Avx512F.MaskLoad((double*)source, FirstLanes(count).AsDouble(), fill.Double));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Simd512<T> value, T* destination) => value._vector.Store(destination);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StorePartial(Simd512<T> value, T* destination, int count)
    {
        if (typeof(T) == typeof(float))
        {
            Avx512F.MaskStore((float*)destination, FirstLanes(count).AsSingle(), value.Single);
        }
        else
        {
            Avx512F.MaskStore((double*)destination, FirstLanes(count).AsDouble(), value.Double);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd512<T> LoadWidened(float* source) => Of(Avx512F.ConvertToVector512Double(Vector256.Load(source)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreNarrowed(Simd512<T> value, float* destination) => Avx512F.ConvertToVector256Single(value.Double).Store(destination);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd512<T> operator +(Simd512<T> left, Simd512<T> right) => new(left._vector + right._vector);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd512<T> operator -(Simd512<T> left, Simd512<T> right) => new(left._vector - right._vector);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd512<T> operator *(Simd512<T> left, Simd512<T> right) => new(left._vector * right._vector);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd512<T> operator /(Simd512<T> left, Simd512<T> right) => new(left._vector / right._vector);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd512<T> operator &(Simd512<T> left, Simd512<T> right) => new(left._vector & right._vector);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd512<T> operator |(Simd512<T> left, Simd512<T> right) => new(left._vector | right._vector);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd512<T> MultiplyAdd(Simd512<T> a, Simd512<T> b, Simd512<T> c) =>
        typeof(T) == typeof(float)
            ? new(Vector512.MultiplyAddEstimate(a._vector.AsSingle(), b._vector.AsSingle(), c._vector.AsSingle()).As<float, T>())
            : new(Vector512.MultiplyAddEstimate(a._vector.AsDouble(), b._vector.AsDouble(), c._vector.AsDouble()).As<double, T>());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd512<T> ProductError(Simd512<T> left, Simd512<T> right, Simd512<T> product) =>
        typeof(T) == typeof(float)
            ? Of(Avx512F.FusedMultiplySubtract(left.Single, right.Single, product.Single))
            : Of(Avx512F.FusedMultiplySubtract(left.Double, right.Double, product.Double));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void AddProduct(Simd512<T> a, Simd512<T> b, ref Simd512<T> sum) =>
        Unsafe.AsRef(in sum._vector) = MultiplyAdd(a._vector, b._vector, sum._vector);

    // The native minimum and maximum give their second operand if either is NaN (x86), or NaN itself (Arm).
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd512<T> Clamp(Simd512<T> value, Simd512<T> min, Simd512<T> max) =>
        new(Vector512.MinNative(max._vector, Vector512.MaxNative(min._vector, value._vector)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd512<T> Max(Simd512<T> left, Simd512<T> right) => new(Vector512.MaxNative(left._vector, right._vector));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd512<T> Abs(Simd512<T> value) => new(Vector512.Abs(value._vector));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd512<T> Sqrt(Simd512<T> value) => new(Vector512.Sqrt(value._vector));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd512<T> CopySign(Simd512<T> magnitude, Simd512<T> sign) => new(Vector512.CopySign(magnitude._vector, sign._vector));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd512<T> Round(Simd512<T> value) =>
        typeof(T) == typeof(float) ? Of(Vector512.Round(value.Single)) : Of(Vector512.Round(value.Double));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd512<T> LessThan(Simd512<T> left, Simd512<T> right) => new(Vector512.LessThan(left._vector, right._vector));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd512<T> LessThanOrEqual(Simd512<T> left, Simd512<T> right) =>
        new(Vector512.LessThanOrEqual(left._vector, right._vector));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd512<T> Equal(Simd512<T> left, Simd512<T> right) => new(Vector512.Equals(left._vector, right._vector));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd512<T> IsNaN(Simd512<T> value) => new(Vector512.IsNaN(value._vector));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd512<T> SelectLess(Simd512<T> left, Simd512<T> right, Simd512<T> whenLess, Simd512<T> otherwise) =>
        new(Vector512.ConditionalSelect(Vector512.LessThan(left._vector, right._vector), whenLess._vector, otherwise._vector));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd512<T> Select(Simd512<T> mask, Simd512<T> whenTrue, Simd512<T> whenFalse) =>
        new(Vector512.ConditionalSelect(mask._vector, whenTrue._vector, whenFalse._vector));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int IndexOfFirst(Simd512<T> mask) => Vector512.IndexOfWhereAllBitsSet(mask._vector);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd512<T> AddBits(Simd512<T> left, Simd512<T> right) =>
        typeof(T) == typeof(float)
            ? Of(left._vector.AsInt32() + right._vector.AsInt32())
            : Of(left._vector.AsInt64() + right._vector.AsInt64());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd512<T> SubtractBits(Simd512<T> left, Simd512<T> right) =>
        typeof(T) == typeof(float)
            ? Of(left._vector.AsInt32() - right._vector.AsInt32())
            : Of(left._vector.AsInt64() - right._vector.AsInt64());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd512<T> MaxBits(Simd512<T> left, Simd512<T> right) =>
        typeof(T) == typeof(float)
            ? Of(Vector512.Max(left._vector.AsInt32(), right._vector.AsInt32()))
            : Of(Vector512.Max(left._vector.AsInt64(), right._vector.AsInt64()));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd512<T> ShiftLeftBits(Simd512<T> value, int count) =>
        typeof(T) == typeof(float) ? Of(value._vector.AsInt32() << count) : Of(value._vector.AsInt64() << count);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd512<T> ShiftRightBits(Simd512<T> value, int count) =>
        typeof(T) == typeof(float) ? Of(value._vector.AsInt32() >>> count) : Of(value._vector.AsInt64() >>> count);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd512<T> PowerOfTwo(Simd512<T> n) => Scale(Create(1.0), n);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd512<T> RootOfTwo(Simd512<T> bits)
    {
        Vector512<float> belowHalf = Vector512.Create(
            1f, 1.0218972f, 1.0442737f, 1.0671405f, 1.0905077f, 1.1143868f, 1.1387886f, 1.1637249f,
            1.1892071f, 1.2152474f, 1.2418578f, 1.269051f, 1.2968396f, 1.3252367f, 1.3542556f, 1.38391f);
        Vector512<float> fromHalf = Vector512.Create(
            1.4142135f, 1.4451808f, 1.4768262f, 1.5091645f, 1.5422108f, 1.5759809f, 1.6104903f, 1.6457555f,
            1.6817929f, 1.7186193f, 1.7562522f, 1.7947091f, 1.8340081f, 1.8741677f, 1.9152066f, 1.9571441f);
        return Of(Avx512F.PermuteVar16x32x2(belowHalf, bits._vector.AsInt32(), fromHalf));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd512<T> Scale(Simd512<T> value, Simd512<T> n) =>
        typeof(T) == typeof(float) ? Of(Avx512F.Scale(value.Single, n.Single)) : Of(Avx512F.Scale(value.Double, n.Double));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd512<T> Mantissa(Simd512<T> value, out Simd512<T> exponent)
    {
        // Mantissas in [¾, 3/2); NaN for negative numbers.
        const byte Interval = 0b1011;
        if (typeof(T) == typeof(float))
        {
            Vector512<float> m = Avx512F.GetMantissa(value.Single, Interval);
            exponent = Of(Avx512F.GetExponent(value.Single) - Avx512F.GetExponent(m));
            return Of(m);
        }
        else
        {
            Vector512<double> m = Avx512F.GetMantissa(value.Double, Interval);
            exponent = Of(Avx512F.GetExponent(value.Double) - Avx512F.GetExponent(m));
            return Of(m);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T FirstLane(Simd512<T> value) => value._vector.ToScalar();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Sum(Simd512<T> value) => Vector512.Sum(value._vector);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Sums(Simd512<T> a, Simd512<T> b, Simd512<T> c, Simd512<T> d, T* sums)
    {
        if (typeof(T) == typeof(float))
        {
            // In each quarter the sums over that quarter of a, b, c and d.
            Vector512<float> ab = Avx512F.UnpackLow(a.Single, b.Single) + Avx512F.UnpackHigh(a.Single, b.Single);
            Vector512<float> cd = Avx512F.UnpackLow(c.Single, d.Single) + Avx512F.UnpackHigh(c.Single, d.Single);
            Vector512<float> quarters = Avx512F.UnpackLow(ab.AsDouble(), cd.AsDouble()).AsSingle() + Avx512F.UnpackHigh(ab.AsDouble(), cd.AsDouble()).AsSingle();
            Vector256<float> halves = quarters.GetLower() + quarters.GetUpper();
            (halves.GetLower() + halves.GetUpper()).Store((float*)sums);
        }
        else
        {
            Vector512<double> ab = Avx512F.UnpackLow(a.Double, b.Double) + Avx512F.UnpackHigh(a.Double, b.Double);
            Vector512<double> cd = Avx512F.UnpackLow(c.Double, d.Double) + Avx512F.UnpackHigh(c.Double, d.Double);
            Vector256<double> halvesAb = ab.GetLower() + ab.GetUpper(), halvesCd = cd.GetLower() + cd.GetUpper();
            (halvesAb.GetLower() + halvesAb.GetUpper()).Store((double*)sums);
            (halvesCd.GetLower() + halvesCd.GetUpper()).Store((double*)sums + 2);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T MaxLane(Simd512<T> value) =>
        Simd256<T>.MaxLane(Simd256<T>.Max(new(value._vector.GetLower()), new(value._vector.GetUpper())));

    private Vector512<float> Single => _vector.AsSingle();

    private Vector512<double> Double => _vector.AsDouble();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Simd512<T> Of<TFrom>(Vector512<TFrom> vector) => new(vector.As<TFrom, T>());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<T> MultiplyAdd(Vector512<T> a, Vector512<T> b, Vector512<T> c) =>
        typeof(T) == typeof(float)
            ? Vector512.MultiplyAddEstimate(a.AsSingle(), b.AsSingle(), c.AsSingle()).As<float, T>()
            : Vector512.MultiplyAddEstimate(a.AsDouble(), b.AsDouble(), c.AsDouble()).As<double, T>();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<T> FirstLanes(int count) =>
        typeof(T) == typeof(float)
            ? Vector512.LessThan(Vector512<int>.Indices, Vector512.Create(count)).As<int, T>()
            : Vector512.LessThan(Vector512<long>.Indices, Vector512.Create((long)count)).As<long, T>();
}
