using FsCheck;
using FsCheck.Fluent;

namespace MiniTorch.Tests;

/// <summary>Drawn indices, places that meet several times among them, and what else <see cref="OpWorkersTests"/> cannot grow.</summary>
[Collection(nameof(UsesWorkersAlone))]
public sealed class IndexWorkersTests : IDisposable
{
    private static readonly Dictionary<string, (int Inputs, Func<Tensor[], Tensor, int, Tensor> Op)> _along = new()
    {
        ["gather"] = (1, static (x, index, dim) => x[0].Gather(dim, index)),
        ["scatter"] = (1, static (x, index, dim) => x[0].Scatter(dim, index, 2)),
        ["scatter_add"] = (2, static (x, index, dim) => x[0].ScatterAdd(dim, index, x[1])),
        ["index_select"] = (1, static (x, index, dim) => x[0].IndexSelect(dim, One(index, dim))),
        ["index_add"] = (2, static (x, index, dim) => x[0].Clone().IndexAddInPlace(dim, One(index, dim), x[1], 0.5)),
        ["index_copy"] = (2, static (x, index, dim) => x[0].Clone().IndexCopyInPlace(dim, index.Select(1 - dim, 0).ArgSort(), x[1])),
        ["index_put"] = (2, static (x, index, dim) => x[0].Clone().IndexPutInPlace(dim == 0 ? [One(index, 0)] : [null, One(index, 1)], x[1], accumulate: true)),
        ["put"] = (2, static (x, index, _) => x[0].Put(index, x[1], accumulate: true)),
        ["take"] = (1, static (x, index, _) => x[0].Take(index)),
        ["masked_fill"] = (1, static (x, index, _) => x[0].MaskedFill(index.Gt(3), 7)),
        ["masked_fill_"] = (2, static (x, index, _) => x[0].Clone().MaskedFillInPlace(index.Gt(3), x[1].Select(0, 0).Select(0, 0))),
        ["masked_select"] = (1, static (x, index, _) => x[0].MaskedSelect(index.Gt(3))),
        ["cross"] = (2, static (x, _, dim) => Tensor.Stack([x[0], x[0], x[0]], dim).Cross(Tensor.Stack([x[1], x[1], x[1]], dim), dim)),
    };

    private readonly int _count = Workers.Count;

    public static TheoryData<string> Names => [.. _along.Keys];

    public void Dispose() => Workers.Count = _count;

    [Theory]
    [MemberData(nameof(Names))]
    public void Bits_do_not_depend_on_the_number_of_workers(string name)
    {
        (int inputs, Func<Tensor[], Tensor, int, Tensor> op) = _along[name];
        Prop.ForAll(Draws, draw =>
        {
            int[] sizes = draw.Dim == 0 ? [draw.Along, draw.Across] : [draw.Across, draw.Along];
            NDArray index = NDArray.RandInt(0, draw.Along, Shape.Of(sizes), generator: new Generator(7UL));
            NDArray[] values = [.. Enumerable.Range(0, inputs).Select(i => OpTest.Lay(NDArray.Randn(Shape.Of(sizes), draw.DType, new Generator((ulong)i)), draw.Layout))];
            Bits.SameForAnyNumberOfWorkers(() => Bits.OfValueAndGradients(x => op(x, new Tensor(index), draw.Dim), values), $"{name}, {draw}");
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(3));
    }

    private static Arbitrary<Draw> Draws { get; } = Arb.From(
        from dim in Gen.Choose(0, 1)
        from along in Gen.OneOf(Gen.Choose(5, 300), Gen.Choose(20_000, 40_000))
        from extra in Gen.Choose(0, 9)
        from layout in Gen.Elements(Enum.GetValues<OpTest.Layout>())
        from dtype in Gen.Elements(DType.Float32, DType.Float64)
        select new Draw(dim, along, (80_000 / along) + extra, layout, dtype));

    private static Tensor One(Tensor index, int dim) => index.Select(1 - dim, 0);

    private sealed record Draw(int Dim, int Along, int Across, OpTest.Layout Layout, DType DType);
}
