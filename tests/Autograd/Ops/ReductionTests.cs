namespace MiniTorch.Tests;

/// <summary>Reductions where their proofs (ReductionProofs) do not look: types, infinities and NaN, nothing to reduce, errors. The numbers are PyTorch 1.13's.</summary>
public sealed class ReductionTests
{
    private const double Inf = double.PositiveInfinity;
    private const double NaN = double.NaN;

    [Fact]
    public void A_variance_that_no_number_of_the_type_holds_is_infinite()
    {
        Assert.Equal(float.PositiveInfinity, Tensor.From([1e30f, -1e30f, 0.5f]).Var().Item<float>());
        Assert.Equal(float.PositiveInfinity, Tensor.From([-1e30f, 0.6f, -0.1f, 3]).Std().Item<float>());
        Assert.Equal(float.NaN, Tensor.From([float.PositiveInfinity, 1]).Var().Item<float>());
    }

    [Fact]
    public void Softmax_is_stable_for_huge_logits()
    {
        Tensor x = Tensor.From([1e6, 0, -1e6], requiresGrad: true);
        Assert.Equal([1, 0, 0], x.Softmax(0).ToArray<double>());
        Tensor log = x.LogSoftmax(0);
        Assert.Equal([0, -1e6, -2e6], log.ToArray<double>());
        log.Backward(Tensor.From([0.0, 1, 0]));
        Assert.Equal([-1, 1, 0], x.Grad!.ToArray<double>());
    }

    [Fact]
    public void LogSumExp_is_stable_and_right_with_infinities()
    {
        Assert.Equal(1e6 + Math.Log(2), Tensor.From([1e6, 1e6]).LogSumExp().Item<double>());
        Assert.Equal(-1e6, Tensor.From([-1e6, -Inf]).LogSumExp().Item<double>());
        Assert.Equal([-Inf, 1, Inf, NaN], Tensor.From([-Inf, -Inf, -Inf, 1, Inf, 1, NaN, Inf], [4, 2]).LogSumExp(1).ToArray<double>());
        Assert.Equal([-Inf, -Inf], Tensor.Zeros([2, 0], DType.Float64).LogSumExp(1).ToArray<double>());
    }

    [Fact]
    public void A_sum_over_nothing_is_zero_however_large_the_result()
    {
        // Every way to bring the dimensions together; the result's memory comes from the pool and held NaN before.
        foreach ((Shape shape, int[] dims) in ((Shape, int[])[])[([0, 1000, 0], [0, 2]), ([1000, 0], [1]), ([0, 1000], [0])])
        {
            using (BufferScope.Begin())
            {
                _ = NDArray.Full([1000], NaN, DType.Float64);
            }

            Assert.All(NDArray.Empty(shape, DType.Float64).Sum(dims).ToArray<double>(), static x => Assert.Equal(0, x));
        }
    }

    [Fact]
    public void Of_nothing()
    {
        Tensor x = Tensor.Zeros([2, 0], DType.Float64);
        Assert.Equal((false, true, 0L), (x.Any().Item<bool>(), x.All().Item<bool>(), x.CountNonzero().Item<long>()));
        Assert.Equal([false, false], x.Any(1).ToArray<bool>());
        Assert.Equal([true, true], x.All(1).ToArray<bool>());
        foreach (Tensor y in (Tensor[])[x.Mean(1), x.Var(1), x.Std(1), x.Var(1, correction: 0), x.NanMean(1), x.StdMean(1).Std, x.VarMean(1).Mean])
        {
            Assert.Equal([NaN, NaN], y.ToArray<double>());
        }

        Assert.Equal((1, 0, NaN), (x.Prod().Item<double>(), x.NanSum().Item<double>(), x.Std().Item<double>()));
    }

    [Fact]
    public void Variances_of_few_numbers()
    {
        Tensor x = Tensor.From([1.0, 2, 4]);
        Close.Assert(
            [1.5555555555555556, 2.3333333333333333, 4.666666666666667, Inf, Inf, 1.1666666666666667],
            [.. new[] { 0, 1, 2, 3, 4, -1 }.Select(c => x.Var(correction: c).Item<double>())]);
        Assert.Equal((NaN, 0, NaN), (Tensor.From([5.0]).Var().Item<double>(), Tensor.From([5.0]).Var(correction: 0).Item<double>(), Tensor.Full([], 5, DType.Float64).Std().Item<double>()));
        Assert.Equal((NaN, NaN), (Tensor.From([1, Inf]).Var().Item<double>(), Tensor.From([1, NaN]).Std().Item<double>()));
        Assert.Equal(1, Tensor.From([1e8, 1e8 + 1, 1e8 + 2]).Std().Item<double>());
    }

    [Fact]
    public void Equal_numbers_vary_by_nothing_at_all()
    {
        for (int length = 2; length <= 256; length++)
        {
            Assert.Equal(0, Tensor.Full([length], 0.1, DType.Float32).Std().Item<float>());
            Assert.Equal([0, 0], Tensor.Full([length, 2], 1.0 / 3, DType.Float64).Var(0).ToArray<double>());
        }
    }

    [Fact]
    public void NaN_is_left_out_only_where_it_is_asked_for()
    {
        Tensor x = Tensor.From([NaN, 1, NaN, NaN], [2, 2]);
        Assert.Equal([1, 0], x.NanSum(1).ToArray<double>());
        Assert.Equal([1, NaN], x.NanMean(1).ToArray<double>());
        Assert.Equal((NaN, NaN), (x.Sum().Item<double>(), x.Mean().Item<double>()));
        Assert.Equal((true, true, 4L), (x.Any().Item<bool>(), x.All().Item<bool>(), x.CountNonzero().Item<long>()));
        Assert.False(Tensor.From([-0.0]).Any().Item<bool>());
    }

    [Fact]
    public void The_type_to_reduce_in_may_be_named()
    {
        Tensor x = Tensor.From([2.5, 3.5], requiresGrad: true), bytes = Tensor.From([300L, 2]);
        Assert.Equal((DType.Int64, 5L, 6L), (x.Sum(DType.Int64).DType, x.Sum(DType.Int64).Item<long>(), x.Prod(DType.Int64).Item<long>()));
        Assert.Equal([2L, 5], x.Cumsum(0, DType.Int64).ToArray<long>());
        Assert.Equal([2, 6], x.Cumprod(0, DType.Int32).ToArray<int>());
        Assert.Equal(((byte)46, 302), (bytes.Sum(DType.UInt8).Item<byte>(), bytes.Sum(0, dtype: DType.Int32).Item<int>()));
        Assert.Equal([(byte)200, 44, 47], Tensor.From([200L, 100, 3]).Cumsum(0, DType.UInt8).ToArray<byte>());
        Assert.Equal((DType.Float32, 151f), (bytes.Mean(DType.Float32).DType, bytes.Mean(DType.Float32).Item<float>()));
        Assert.Equal((true, false), (bytes.Sum(DType.Bool).Item<bool>(), Tensor.From([1L, 0]).Prod(0, dtype: DType.Bool).Item<bool>()));
        Assert.Equal(DType.Float64, bytes.NanSum(DType.Float64).DType);

        // The gradient comes back in the type of what was reduced.
        Tensor single = Tensor.From([2.5f, 3.5f], requiresGrad: true);
        Tensor sum = single.Sum(DType.Float64) + single.Mean(DType.Float64) + single.Prod(DType.Float64) + single.Cumprod(0, DType.Float64).Sum() + single.NanSum(DType.Float64);
        sum.Backward();
        Assert.Equal((DType.Float64, DType.Float32), (sum.DType, single.Grad!.DType));
        Assert.Equal([1 + 0.5f + 3.5f + 4.5f + 1, 1 + 0.5f + 2.5f + 2.5f + 1], single.Grad.ToArray<float>());
    }

    [Fact]
    public void Bytes_ask_for_truth_in_bytes_as_in_PyTorch()
    {
        Tensor x = Tensor.From([2L, 0]).To(DType.UInt8);
        Assert.Equal((DType.UInt8, (byte)1, (byte)0), (x.Any().DType, x.Any().Item<byte>(), x.All(0).Item<byte>()));
        Assert.Equal(DType.Bool, x.To(DType.Int64).Any().DType);
    }

    [Fact]
    public void An_extreme_over_nothing_is_an_error()
    {
        Tensor x = Tensor.Zeros([2, 0, 3]);
        foreach ((string op, Action call) in ((string, Action)[])
        [
            ("max", () => x.Max()), ("min", () => x.Min()), ("amax", () => x.Amax([])), ("amin", () => x.Amin([1])),
            ("aminmax", () => x.Aminmax()), ("aminmax", () => x.Aminmax(1)),
        ])
        {
            Says($"{op}: of no elements there is none; got shape [2, 0, 3]", call);
        }

        Says("max: dimension 1 has no elements; got shape [2, 0, 3]", () => x.Max(1));
        Says("min: dimension -2 has no elements; got shape [2, 0, 3]", () => x.Min(-2));
        Says("argmax: dimension 1 has no elements; got shape [2, 0, 3]", () => x.ArgMax(1));
        Says("argmin: dimension 1 has no elements; got shape [2, 0, 3]", () => x.ArgMin(1));
    }

    [Fact]
    public void Wrong_dimensions_and_types_are_named_by_the_operation_that_was_called()
    {
        Tensor x = Tensor.Zeros([2, 3]), number = Tensor.Zeros([]);
        foreach ((string op, Action<Tensor, int> call) in ((string, Action<Tensor, int>)[])
        [
            ("sum", (x, d) => x.Sum(d)), ("mean", (x, d) => x.Mean(d)), ("prod", (x, d) => x.Prod(d)), ("var", (x, d) => x.Var(d)), ("std", (x, d) => x.Std(d)),
            ("amax", (x, d) => x.Amax([d])), ("amin", (x, d) => x.Amin([d])), ("max", (x, d) => x.Max(d)), ("min", (x, d) => x.Min(d)), ("aminmax", (x, d) => x.Aminmax(d)),
            ("argmax", (x, d) => x.ArgMax(d)), ("argmin", (x, d) => x.ArgMin(d)), ("any", (x, d) => x.Any(d)), ("all", (x, d) => x.All(d)),
            ("count_nonzero", (x, d) => x.CountNonzero(d)), ("logsumexp", (x, d) => x.LogSumExp(d)), ("nansum", (x, d) => x.NanSum(d)), ("nanmean", (x, d) => x.NanMean(d)),
        ])
        {
            Says($"{op}: dimension 2 is out of range for shape [2, 3], which has 2 dimensions", () => call(x, 2));
            Says($"{op}: dimension 1 is out of range for shape [], which has 0 dimensions", () => call(number, 1));
        }

        Says("sum: dimension -1 occurs twice in [1, -1]", () => x.Sum([1, -1]));
        Says("var: dimension 0 occurs twice in [0, 0]", () => x.Var([0, 0]));
        Says("std: the correction must be a number; got NaN", () => x.Std(correction: NaN));
        Says("mean: defined for floating-point types; got int64; convert with To(DType.Float32) first", static () => Tensor.Arange(3).Mean());
        Says("mean: defined for floating-point types; got int32; convert with To(DType.Float32) first", () => x.Mean(DType.Int32));
        Says("var: defined for floating-point types; got bool; convert with To(DType.Float32) first", static () => Tensor.From([true]).Var());
        Says("nanmean: defined for floating-point types; got int64; convert with To(DType.Float32) first", static () => Tensor.Arange(3).NanMean());
    }

    private static void Says(string message, Action call) => Assert.Equal(message, Assert.Throws<ArgumentException>(call).Message);
}
