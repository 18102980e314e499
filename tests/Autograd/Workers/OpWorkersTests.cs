using FsCheck;
using FsCheck.Fluent;

namespace MiniTorch.Tests;

/// <summary>
/// Every operation on inputs so large that its work is cut into chunks. Their shapes are those of the operation's proof, grown: equal sizes
/// by equal factors, which are drawn, so that what fitted together still does.
/// </summary>
[Collection(nameof(UsesWorkersAlone))]
public sealed class OpWorkersTests : IDisposable
{
    // More than two chunks of 2¹⁵, which few kernels exceed.
    private const int Enough = 70_000;

    // Those whose proofs' arguments fit the proofs' shapes alone; what of it shares work is in IndexWorkersTests.
    private static readonly string[] _fixed =
    [
        "Cross", "ExpandAs", "IndexAddInPlace", "IndexCopyInPlace", "IndexPutInPlace", "MaskedFill", "MaskedFillInPlace", "Put", "ReshapeAs", "View", "ViewAs",
    ];

    private readonly int _count = Workers.Count;

    public static TheoryData<string> Names => [.. OpProofs.All.Select(static proof => proof.Name).Except(_fixed)];

    public void Dispose() => Workers.Count = _count;

    [Theory]
    [MemberData(nameof(Names))]
    public void Bits_do_not_depend_on_the_number_of_workers(string name)
    {
        IReadOnlyList<OpCase> cases = OpProofs.Named(name).Cases;
        Prop.ForAll(Draws, draw =>
        {
            foreach (OpCase item in Enumerable.Range(draw.Case, cases.Count).Select(i => cases[i % cases.Count]))
            {
                if ((Grow(item, draw) ?? Grow(item, draw with { Shapes = 0, Factors = [1, 1, 1, 1] })) is { } values)
                {
                    string shapes = string.Join(" and ", values.Select(static value => value.Shape.ToString()));
                    Bits.SameForAnyNumberOfWorkers(() => Bits.OfValueAndGradients(item.Op, values), $"{name} of {shapes}, {draw.Layout} {draw.DType.Name()}");
                    return;
                }
            }

            Assert.Fail($"{name} takes no larger shapes");
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(1));
    }

    private static Arbitrary<Draw> Draws { get; } = Arb.From(
        from item in Gen.Choose(0, 1000)
        from shapes in Gen.Choose(0, 1000)
        from factors in Gen.Choose(1, 5).ArrayOf(4)
        from layout in Gen.Elements(Enum.GetValues<OpTest.Layout>())
        from dtype in Gen.Elements(DType.Float32, DType.Float64)
        select new Draw(item, shapes, factors, layout, dtype));

    // Inputs of which one, or the result, has enough elements; null if the operation takes no such shapes.
    private static NDArray[]? Grow(OpCase item, Draw draw)
    {
        Shape[][] candidates = [.. item.Shapes.Where(static shapes => shapes.All(static shape => shape.Count > 0) && shapes.Any(static shape => shape.Count > 1))];
        if (candidates.Length == 0)
        {
            return null;
        }

        Shape[] chosen = candidates[draw.Shapes % candidates.Length];
        for (double scale = 1; ;)
        {
            Shape[] shapes = [.. chosen.Select(shape => Shape.Of([.. shape.ToArray().Select(size => size == 1 ? 1 : size * (int)Math.Ceiling(scale * draw.Factors[size % 4]))]))];
            NDArray[] values = [.. OpTest.Inputs(shapes, item.Options).Select(value => OpTest.Lay(value.To(draw.DType), draw.Layout))];
            try
            {
                Tensor output = item.Op([.. values.Select(static value => new Tensor(value))]);
                int count = Math.Max(output.Value.Count, shapes.Max(static shape => shape.Count));
                if (count >= Enough)
                {
                    return values;
                }

                // A result has at most the dimensions of two inputs.
                scale *= Math.Max(1.2, Math.Pow((double)Enough / count, 0.5 / shapes.Max(static shape => shape.Rank)));
            }
            catch (ArgumentException)
            {
                return null;
            }
        }
    }

    private sealed record Draw(int Case, int Shapes, int[] Factors, OpTest.Layout Layout, DType DType);
}
