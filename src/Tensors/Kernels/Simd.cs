namespace MiniTorch.Kernels;

/// <summary>
/// A vector of <typeparamref name="T"/> (float or double) of one hardware width. Kernels are written once over it, compiled for
/// <see cref="Simd512{T}"/>, <see cref="Simd256{T}"/> and <see cref="Simd128{T}"/>, and called at the widest that the processor has.
/// </summary>
/// <remarks>
/// Comparisons give all-ones or all-zeros lanes, for <see cref="Select"/> and the bit operators. Members named Bits take lanes as integers.
/// </remarks>
internal unsafe interface ISimd<TSelf, T>
    where TSelf : unmanaged, ISimd<TSelf, T>
    where T : unmanaged
{
    static abstract int Count { get; }

    static abstract TSelf Zero { get; }

    static abstract TSelf Create(T value);

    /// <summary>Every lane the constant, rounded to <typeparamref name="T"/>.</summary>
    static abstract TSelf Create(double value);

    static abstract TSelf Load(T* source);

    /// <summary>The first lanes from memory, without reading beyond them; <paramref name="fill"/> in the others.</summary>
    static abstract TSelf LoadPartial(T* source, int count, TSelf fill);

    static abstract void Store(TSelf value, T* destination);

    /// <summary>Writes the first <paramref name="count"/> lanes and nothing beyond them.</summary>
    static abstract void StorePartial(TSelf value, T* destination, int count);

    /// <summary>As many numbers of single precision as a vector has lanes; of vectors of double alone, like its counterpart.</summary>
    static abstract TSelf LoadWidened(float* source);

    static abstract void StoreNarrowed(TSelf value, float* destination);

    static abstract TSelf operator +(TSelf left, TSelf right);

    static abstract TSelf operator -(TSelf left, TSelf right);

    static abstract TSelf operator *(TSelf left, TSelf right);

    static abstract TSelf operator /(TSelf left, TSelf right);

    static abstract TSelf operator &(TSelf left, TSelf right);

    static abstract TSelf operator |(TSelf left, TSelf right);

    /// <summary>a·b + c, rounded once where the processor has a fused instruction.</summary>
    static abstract TSelf MultiplyAdd(TSelf a, TSelf b, TSelf c);

    /// <summary>left·right − product, of which product is the rounded value: what rounding took, to the last bit unless it underflows.</summary>
    static abstract TSelf ProductError(TSelf left, TSelf right, TSelf product);

    /// <summary>sum = a·b + sum, as <see cref="MultiplyAdd"/>, for loops that keep many sums in registers.</summary>
    /// <remarks>Only a write to the field itself compiles to the bare instruction; assigning the struct often adds a move between registers.</remarks>
    static abstract void AddProduct(TSelf a, TSelf b, ref TSelf sum);

    /// <summary>The value held within [min, max]; NaN stays NaN.</summary>
    static abstract TSelf Clamp(TSelf value, TSelf min, TSelf max);

    /// <summary>The larger of the two; NaN if the right one is NaN, either of them if the left one is.</summary>
    static abstract TSelf Max(TSelf left, TSelf right);

    static abstract TSelf Abs(TSelf value);

    static abstract TSelf Sqrt(TSelf value);

    static abstract TSelf CopySign(TSelf magnitude, TSelf sign);

    /// <summary>The nearest whole number, ties to even.</summary>
    static abstract TSelf Round(TSelf value);

    static abstract TSelf LessThan(TSelf left, TSelf right);

    static abstract TSelf LessThanOrEqual(TSelf left, TSelf right);

    static abstract TSelf Equal(TSelf left, TSelf right);

    static abstract TSelf IsNaN(TSelf value);

    static abstract TSelf Select(TSelf mask, TSelf whenTrue, TSelf whenFalse);

    /// <summary>One value where left is below right, else the other; one instruction fewer than <see cref="LessThan"/> and <see cref="Select"/> where
    /// masks have registers of their own.</summary>
    static abstract TSelf SelectLess(TSelf left, TSelf right, TSelf whenLess, TSelf otherwise);

    /// <summary>The first lane that the mask sets, or −1.</summary>
    static abstract int IndexOfFirst(TSelf mask);

    static abstract TSelf AddBits(TSelf left, TSelf right);

    static abstract TSelf SubtractBits(TSelf left, TSelf right);

    static abstract TSelf MaxBits(TSelf left, TSelf right);

    static abstract TSelf ShiftLeftBits(TSelf value, int count);

    static abstract TSelf ShiftRightBits(TSelf value, int count);

    /// <summary>2ⁿ for whole n such that the result is a normal number.</summary>
    static abstract TSelf PowerOfTwo(TSelf n);

    /// <summary>Whether <see cref="RootOfTwo"/> is one instruction: for the widest vectors of float alone. Others do not have it.</summary>
    static abstract bool HasRootOfTwo { get; }

    /// <summary>2^(j / 32) with j the lowest five bits of a lane.</summary>
    static abstract TSelf RootOfTwo(TSelf bits);

    /// <summary>
    /// value · 2ⁿ, rounded once, for values near 1 and whole n of at most the largest exponent; 0 if n is far below the smallest.
    /// </summary>
    static abstract TSelf Scale(TSelf value, TSelf n);

    /// <summary>
    /// value = m·2ᵉ with m in [¾, 3/2). Zero gives e = −∞ and infinity e = +∞ with any finite m; a negative number or NaN gives m = NaN.
    /// </summary>
    static abstract TSelf Mantissa(TSelf value, out TSelf exponent);

    static abstract T FirstLane(TSelf value);

    /// <summary>The sum of the lanes, pairwise.</summary>
    static abstract T Sum(TSelf value);

    /// <summary>The sums of the lanes of four vectors, into four places.</summary>
    static abstract void Sums(TSelf a, TSelf b, TSelf c, TSelf d, T* sums);

    /// <summary>The largest lane, of lanes without NaN.</summary>
    static abstract T MaxLane(TSelf value);
}
