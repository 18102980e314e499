using FsCheck;
using FsCheck.Fluent;
using MiniTorch.NN;

namespace MiniTorch.Tests;

/// <summary>Layers and losses of drawn sizes, large enough that they are cut.</summary>
[Collection(nameof(UsesWorkersAlone))]
public sealed class WorkersTests : IDisposable
{
    // Of a batch [n, c] and another, or of the first alone.
    private static readonly Dictionary<string, Func<Tensor[], Tensor>> _functions = new()
    {
        ["linear"] = static x => F.Linear(x[0], x[1][..37], x[1][0, ..37]),
        ["linear relu"] = static x => F.Linear(x[0], x[1][..37], x[1][0, ..37], Activation.Relu),
        ["dropout"] = static x => F.Dropout(x[0], 0.3, generator: new(5)),
        ["mse"] = static x => F.MseLoss(x[0], x[1]),
        ["l1"] = static x => F.L1Loss(x[0], x[1]),
        ["huber"] = static x => F.HuberLoss(x[0], x[1]),
        ["cross entropy"] = static x => F.CrossEntropy(x[0], Classes(x[0])),
        ["cross entropies"] = static x => F.CrossEntropy(x[0], Classes(x[0]), Reduction.None),
        ["smoothed cross entropy"] = static x => F.CrossEntropy(x[0], Classes(x[0]), weight: x[1][0].Detach().Abs(), labelSmoothing: 0.1),
        ["cross entropy of probabilities"] = static x => F.CrossEntropy(x[0], x[1].Softmax(1)),
        ["binary cross entropy"] = static x => F.BinaryCrossEntropyWithLogits(x[0], x[1].Sigmoid(), posWeight: x[1][0].Detach().Abs()),
        ["triplet margin"] = static x => F.TripletMarginLoss(x[0], x[1], x[0] * x[1]),
        ["rrelu"] = static x => F.RRelu(x[0], training: true, generator: new(5)),
        ["prelu"] = static x => F.PRelu(x[0], x[1][0]),
        ["mish"] = static x => F.Mish(x[0]),
        ["glu"] = static x => F.Glu(Tensor.Stack(x), 0),
        ["nll"] = static x => F.NllLoss(x[0].LogSoftmax(1), Classes(x[0])),
    };

    private readonly int _count = Workers.Count;

    public static TheoryData<string> Names => [.. _functions.Keys];

    public void Dispose() => Workers.Count = _count;

    [Theory]
    [MemberData(nameof(Names))]
    public void Bits_do_not_depend_on_the_number_of_workers(string name) => Prop.ForAll(Sizes, Layouts, (shape, layout) =>
    {
        foreach (DType dtype in (DType[])[DType.Float32, DType.Float64])
        {
            NDArray[] values = [.. Enumerable.Range(0, 2).Select(i => OpTest.Lay(NDArray.Randn(shape, dtype, new Generator((ulong)i)), layout))];
            Bits.SameForAnyNumberOfWorkers(() => Bits.OfValueAndGradients(_functions[name], values), $"{name} of {shape}, {layout} {dtype.Name()}");
        }
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(2));

    private static Arbitrary<OpTest.Layout> Layouts { get; } = Gen.Elements(Enum.GetValues<OpTest.Layout>()).ToArbitrary();

    private static Arbitrary<Shape> Sizes { get; } = (
        from classes in Gen.Choose(40, 1200)
        from extra in Gen.Choose(0, 9)
        select Shape.Of(40 + (70_000 / classes) + extra, classes)).ToArbitrary();

    private static Tensor Classes(Tensor x) => Tensor.RandInt(0, x.Shape[1], [x.Shape[0]], generator: new(9));
}
