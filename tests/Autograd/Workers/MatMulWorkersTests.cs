using FsCheck;
using FsCheck.Fluent;

namespace MiniTorch.Tests;

/// <summary>Products of drawn sizes and batches, large enough that they are cut.</summary>
[Collection(nameof(UsesWorkersAlone))]
public sealed class MatMulWorkersTests : IDisposable
{
    private readonly int _count = Workers.Count;

    public void Dispose() => Workers.Count = _count;

    [Fact]
    public void Bits_do_not_depend_on_the_number_of_workers() => Prop.ForAll(Products, Layouts, static (shapes, layout) =>
    {
        foreach (DType dtype in (DType[])[DType.Float32, DType.Float64])
        {
            NDArray[] values = [.. shapes.Select((shape, i) => OpTest.Lay(NDArray.Randn(shape, dtype, new Generator((ulong)i)), layout))];
            Bits.SameForAnyNumberOfWorkers(() => Bits.OfValueAndGradients(static x => x[0].MatMul(x[1]), values), $"{shapes[0]} times {shapes[1]}, {layout} {dtype}");
        }
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(30));

    private static Arbitrary<OpTest.Layout> Layouts { get; } = Gen.Elements(Enum.GetValues<OpTest.Layout>()).ToArbitrary();

    private static Arbitrary<Shape[]> Products { get; } = Gen.OneOf(
        from m in Gen.Choose(60, 200) from n in Gen.Choose(60, 200) from k in Gen.Choose(60, 200) select (Shape[])[[m, k], [k, n]],
        from m in Gen.Choose(1, 12) from n in Gen.Choose(1, 600) from k in Gen.Choose(600, 1100) select (Shape[])[[m, k], [k, n]],
        from m in Gen.Choose(400, 600) from n in Gen.Choose(1, 12) from k in Gen.Choose(300, 600) select (Shape[])[[m, k], [k, n]],
        from n in Gen.Choose(500, 700) from k in Gen.Choose(500, 700) select (Shape[])[[k], [k, n]],
        from batch in Gen.Choose(2, 5) from m in Gen.Choose(1, 80) from n in Gen.Choose(60, 100) from k in Gen.Choose(60, 100) select (Shape[])[[batch, m, k], [batch, k, n]],
        from batch in Gen.Choose(2, 5) from m in Gen.Choose(1, 80) from n in Gen.Choose(60, 100) from k in Gen.Choose(60, 100) select (Shape[])[[batch, 1, m, k], [2, k, n]]).ToArbitrary();
}
