namespace MiniTorch.Tests;

/// <summary>Results beyond 2 GB: refused by the operation's own name, before anything of that size is made.</summary>
public sealed class TooLargeTests
{
    private static readonly Tensor _one = Tensor.Zeros([1]);
    private static readonly Tensor _many = _one.Expand(2_000_000_000);
    private static readonly Tensor _places = Tensor.Zeros([1], DType.Int64).Expand(1_000_000_000);
    private static readonly Tensor _mask = Tensor.Ones([1], DType.Bool).Expand(1 << 28);
    private static readonly Tensor _bytes = Tensor.Zeros([1], DType.UInt8).Expand(1_000_000_000);

    private static readonly (string Op, Func<object> Make)[] _results =
    [
        ("repeat_interleave", static () => Tensor.Zeros([2]).RepeatInterleave(Tensor.From([1_000_000_000L, 1_000_000_000]))),
        ("repeat_interleave", static () => Tensor.Zeros([2]).RepeatInterleave(Tensor.From([long.MaxValue, long.MaxValue]))),
        ("repeat_interleave", static () => Tensor.Zeros([2]).RepeatInterleave(1_000_000_000)),
        ("combinations", static () => _one.Expand(40_000).Combinations()),
        ("combinations", static () => _one.Combinations(1_000_000_000, withReplacement: true)),
        ("nonzero", static () => _mask.Nonzero()),
        ("index", static () => _one.Expand(1 << 28)[_mask]),
        ("index", static () => _one[_places]),
        ("index", static () => Tensor.Zeros([3, 60_000])[.., Tensor.Zeros([60_000], DType.Int64)][Tensor.Zeros([60_000], DType.Int64)]),
        ("take", static () => _one.Take(_places)),
        ("index_put", static () => _one.IndexPut([_places], _one)),
        ("gather", static () => _one.Gather(0, _places)),
        ("gather", static () => _one.Gather(0, Tensor.Zeros([1], DType.Int32).Expand(400_000_000))),
        ("take_along_dim", static () => _one.TakeAlongDim(_places, 0)),
        ("index_select", static () => Tensor.Zeros([10, 1]).IndexSelect(1, _places[..100_000_000])),
        ("index_select", static () => Tensor.Zeros([10, 1]).IndexSelect(1, _places)),
        ("one_hot", static () => Tensor.Zeros([1000], DType.Int64).OneHot(1_000_000)),
        ("one_hot", static () => Tensor.Zeros([100_000], DType.Int64).OneHot(1_000_000)),
        ("bincount", static () => Tensor.From([2_000_000_000L]).Bincount()),
        ("bincount", static () => Tensor.From([1L]).Bincount(minLength: int.MaxValue)),
        ("histc", static () => _one.Histc(2_000_000_000)),
        ("histc", static () => _one.Histc(int.MaxValue)),
        ("sort", static () => _bytes.Sort()),
        ("argsort", static () => _bytes.ArgSort()),
        ("topk", static () => _bytes.Topk(1)),
        ("median", static () => _bytes.Median(0)),
        ("searchsorted", static () => _one.SearchSorted(_many)),
        ("bucketize", static () => _many.Bucketize(_one)),
        ("tril_indices", static () => Tensor.TrilIndices(100_000, 100_000)),
        ("randperm", static () => Tensor.RandPerm(2_000_000_000)),
        ("randperm", static () => Tensor.RandPerm(int.MaxValue)),
        ("randint", static () => Tensor.RandInt(0, 2, [2_000_000_000])),
        ("bernoulli", static () => Tensor.Bernoulli(_many)),
        ("normal", static () => Tensor.Normal(_many, 1)),
        ("cat", static () => Tensor.Cat([_many, _many])),
        ("stack", static () => Tensor.Stack([_many, _many])),
        ("repeat", static () => Tensor.Zeros([2, 2]).Repeat(50_000, 50_000)),
        ("pad", static () => Tensor.Zeros([2, 2]).Pad([1_000_000_000, 0], PadMode.Replicate)),
        ("roll", static () => _many.Roll(1)),
        ("flip", static () => _many.Flip(0)),
        ("tril", static () => Tensor.Zeros([1, 1]).Expand(50_000, 40_000).Tril()),
        ("diag_embed", static () => _one.Expand(100_000).DiagEmbed()),
        ("meshgrid", static () => Tensor.Meshgrid(_many, _many)),
        ("clone", static () => _many.Clone()),
        ("to", static () => _bytes.To(DType.Float32)),
    ];

    public static TheoryData<int, string> Results
    {
        get
        {
            var data = new TheoryData<int, string>();
            for (int i = 0; i < _results.Length; i++)
            {
                data.Add(i, _results[i].Op);
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Results))]
    public void The_operation_names_itself(int number, string op)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        string message = Assert.Throws<ArgumentException>(() => _results[number].Make()).Message;
        Assert.StartsWith(op + ": ", message, StringComparison.Ordinal);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 300_000_000);
    }

    [Fact]
    public void Rows_without_elements_of_a_triangle_cost_nothing()
    {
        Assert.Equal([2, 0], Tensor.TrilIndices(int.MaxValue, 0).Shape);
        Assert.Equal([2, 0], Tensor.TriuIndices(int.MaxValue, int.MaxValue, int.MaxValue).Shape);
        Assert.Equal([int.MaxValue - 1, 0], Tensor.TrilIndices(int.MaxValue, 3, -int.MaxValue + 1).ToArray<long>());
        Assert.Equal([0, 0], Tensor.TriuIndices(int.MaxValue, 1).ToArray<long>());
    }
}
