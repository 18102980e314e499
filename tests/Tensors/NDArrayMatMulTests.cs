using FsCheck;
using FsCheck.Fluent;

namespace MiniTorch.Tests;

/// <summary>Products of small whole numbers, which are exact, against the triple sum.</summary>
public sealed class NDArrayMatMulTests
{
    public static TheoryData<string, string, string> Ranks => new()
    {
        { "3", "3", "" }, { "3", "3,4", "4" }, { "2,3", "3", "2" }, { "2,3", "3,4", "2,4" }, { "5,2,3", "3,4", "5,2,4" }, { "5,2,3", "3", "5,2" }, { "3", "5,3,4", "5,4" },
        { "2,3", "5,3,4", "5,2,4" }, { "5,2,3", "5,3,4", "5,2,4" }, { "1,2,3", "5,3,4", "5,2,4" }, { "6,1,2,3", "5,3,4", "6,5,2,4" }, { "6,5,2,3", "1,3,4", "6,5,2,4" },
        { "6,1,2,3", "1,5,3,4", "6,5,2,4" }, { "6,5,2,3", "3,4", "6,5,2,4" }, { "6,5,2,3", "3", "6,5,2" }, { "3", "6,5,3,4", "6,5,4" }, { "2,2,2,2,3", "2,1,3,1", "2,2,2,2,1" },
        { "0", "0", "" }, { "0,3", "3,4", "0,4" }, { "2,0", "0,4", "2,4" }, { "2,3", "3,0", "2,0" }, { "0", "0,4", "4" }, { "5,2,0", "0,4", "5,2,4" }, { "0,2,3", "3,4", "0,2,4" },
        { "0,2,3", "1,3,4", "0,2,4" }, { "5,2,0", "5,0,4", "5,2,4" }, { "5,0,3", "5,3,4", "5,0,4" }, { "1", "1", "" }, { "1,1", "1,1", "1,1" }, { "70,65", "65,80", "70,80" },
        { "3,70,65", "65,80", "3,70,80" }, { "3,70,65", "3,65,80", "3,70,80" }, { "1,500", "500,300", "1,300" },
    };

    [Theory]
    [MemberData(nameof(Ranks))]
    public void Every_pair_of_ranks_in_every_placement(string left, string right, string result)
    {
        foreach (Placement a in NDArrayOracle.AllPlacements)
        {
            foreach (Placement b in NDArrayOracle.AllPlacements.Where(b => left.Length + right.Length < 10 || (int)b == ((int)a + 1) % 6))
            {
                DType dtype = (DType)(((int)a + (int)b) % 4);
                NDArray product = Check(NDArrayOracle.Make(Sizes(left), dtype, a, 1), NDArrayOracle.Make(Sizes(right), dtype, b, 2));
                Assert.Equal(Shape.Of(Sizes(result)), product.Shape);
            }
        }
    }

    [Fact]
    public void Random_batches_and_permuted_operands() =>
        Prop.ForAll((byte[] batch, byte[] choices) =>
        {
            (int m, int n, int k, int mask, int order) = (At(0), At(1), At(2), At(3), At(4));
            int[] full = [.. batch.Take(3).Select(static b => b % 4)];
            int[] left = [.. full.Select((s, i) => (mask >> i & 1) == 1 ? 1 : s), m % 5, k % 6];
            int[] right = [.. full.Select((s, i) => (mask >> (i + 3) & 1) == 1 ? 1 : s), k % 6, n % 5];
            int[] dims = [.. Enumerable.Range(0, right.Length).OrderBy(d => (d * 7) + order ^ 5)];
            NDArray b = NDArrayOracle.Make([.. dims.Select(d => right[d])], DType.Float32, Placement.Contiguous, mask);
            int[] back = [.. Enumerable.Range(0, dims.Length).Select(d => Array.IndexOf(dims, d))];
            Check(NDArrayOracle.Make(left, DType.Float32, (Placement)(order % 6), order), b.Permute(back));

            int At(int i) => i < choices.Length ? choices[i] : 1;
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(500));

    [Fact]
    public void A_linear_layer_adds_its_bias_in_every_rank_and_placement()
    {
        NDArray weight = NDArrayOracle.Make([4, 3], DType.Float32, Placement.Contiguous, 1), bias = NDArrayOracle.Make([4], DType.Float32, Placement.Stepped, 2);
        foreach (int[] sizes in (int[][])[[3], [5, 3], [2, 5, 3], [2, 2, 5, 3], [0, 3], [2, 0, 3]])
        {
            foreach (Placement placement in NDArrayOracle.AllPlacements)
            {
                NDArray x = NDArrayOracle.Make(sizes, DType.Float32, placement, 3), expected = x.MatMul(weight.Transpose(0, 1)).Add(bias);
                Assert.Equal(NDArrayOracle.Read(expected), NDArrayOracle.Read(x.Linear(weight, bias, relu: false)));
                Assert.Equal(NDArrayOracle.Read(expected.Relu()), NDArrayOracle.Read(x.Linear(weight, bias, relu: true)));
                Assert.Equal(NDArrayOracle.Read(expected.Subtract(bias)), NDArrayOracle.Read(x.Linear(weight, null, relu: false)));
            }
        }
    }

    [Fact]
    public void Products_of_integers_wrap_around()
    {
        NDArray x = NDArray.Full([2, 2], 200, DType.UInt8);
        Assert.Equal([128, 128, 128, 128], x.MatMul(x).ToArray<byte>());
        Assert.Equal([unchecked((1 << 30) * 8)], NDArray.From([1 << 30, 1 << 30]).MatMul(NDArray.From([4, 4], [2, 1])).ToArray<int>());
        Assert.Equal(unchecked(long.MaxValue * 3), NDArray.From([long.MaxValue, 1]).MatMul(NDArray.From([3L, 0])).Item<long>());
    }

    [Fact]
    public void What_does_not_fit_is_refused_with_both_shapes()
    {
        Refused("both operands need at least one dimension; got [] and [3]", NDArray.Of(1f), NDArray.Zeros([3]));
        Refused("both operands need at least one dimension; got [3] and []", NDArray.Zeros([3]), NDArray.Of(1f));
        string rule = "the last dimension of the first operand must equal the";
        Refused($"{rule} second-to-last of the second; got [64, 784] and [256, 10]", NDArray.Zeros([64, 784]), NDArray.Zeros([256, 10]));
        Refused($"{rule} only dimension of the second; got [2, 3] and [2]", NDArray.Zeros([2, 3]), NDArray.Zeros([2]));
        Refused($"{rule} second-to-last of the second; got [2] and [5, 3, 4]", NDArray.Zeros([2]), NDArray.Zeros([5, 3, 4]));
        Refused("both operands must have one dtype; got float32 and float64", NDArray.Zeros([2, 3]), NDArray.Zeros([3], DType.Float64));
        rule = "the dimensions before the last two must broadcast: sizes aligned at their end are equal or 1";
        Refused($"{rule}; got [2, 3, 4] and [5, 4, 6]", NDArray.Zeros([2, 3, 4]), NDArray.Zeros([5, 4, 6]));
        NDArray x = NDArray.Ones([2, 2], DType.Bool);
        Assert.Equal("matmul: not defined for bool; convert with To(DType.Int64) first", Assert.Throws<NotSupportedException>(() => x.MatMul(x)).Message);

        static void Refused(string message, NDArray a, NDArray b) =>
            Assert.Equal("matmul: " + message, Assert.Throws<ArgumentException>(() => a.MatMul(b)).Message);
    }

    private static int[] Sizes(string text) => text.Length == 0 ? [] : [.. text.Split(',').Select(int.Parse)];

    private static NDArray Check(NDArray a, NDArray b)
    {
        NDArray product = a.MatMul(b);
        int[] left = a.Rank == 1 ? [1, a.Count] : a.Shape.ToArray(), right = b.Rank == 1 ? [b.Count, 1] : b.Shape.ToArray();
        double[] va = NDArrayOracle.Read(a), vb = NDArrayOracle.Read(b);
        int m = left[^2], n = right[^1], k = left[^1];
        int[] batchA = [.. left.SkipLast(2)], batchB = [.. right.SkipLast(2)];
        int[] batch = Shape.Broadcast(Shape.Of(batchA), Shape.Of(batchB)).ToArray();
        List<double> expected = [];
        foreach (int[] index in NDArrayOracle.Indices(batch))
        {
            int startA = NDArrayOracle.Place(batchA, index) * m * k, startB = NDArrayOracle.Place(batchB, index) * k * n;
            for (int i = 0; i < m; i++)
            {
                for (int j = 0; j < n; j++)
                {
                    double sum = 0;
                    for (int p = 0; p < k; p++)
                    {
                        sum += va[startA + (i * k) + p] * vb[startB + (p * n) + j];
                    }

                    expected.Add(sum);
                }
            }
        }

        Assert.Equal(a.DType, product.DType);
        Assert.True(
            expected.SequenceEqual(NDArrayOracle.Read(product)),
            $"matmul of {a.Shape}, strides {Shape.Describe(a.Strides)}, and {b.Shape}, strides {Shape.Describe(b.Strides)}");
        return product;
    }
}
