using FsCheck;
using FsCheck.Fluent;
using MiniTorch.NN;

namespace MiniTorch.Tests;

/// <summary>Convolutions and poolings of drawn sizes, large enough that they are cut.</summary>
[Collection(nameof(UsesWorkersAlone))]
public sealed class ConvolutionWorkersTests : IDisposable
{
    // The batch, channels, outputs, height, width and kernel, each up to a drawn few more.
    private static readonly Dictionary<string, int[]> _convolutions = new()
    {
        ["images"] = [20, 8, 12, 14, 15, 3],
        ["one image"] = [1, 16, 24, 40, 41, 3],
        ["small images"] = [90, 16, 24, 3, 4, 3],
        ["points"] = [12, 32, 40, 11, 12, 1],
        ["a large weight"] = [3, 90, 600, 5, 5, 5],
        ["few channels"] = [30, 1, 16, 22, 22, 3],
    };

    private static readonly Dictionary<string, Func<Tensor[], Tensor>> _pools = new()
    {
        ["max"] = static x => F.MaxPool2d(x[0], 2),
        ["overlapping max"] = static x => F.MaxPool2d(x[0], 3, 2, 1, ceilMode: true),
        ["mean"] = static x => F.AvgPool2d(x[0], 3, 2, 1),
        ["adaptive"] = static x => F.AdaptiveAvgPool2d(x[0], (5, 3)),
    };

    private readonly int _count = Workers.Count;

    public static TheoryData<string> Convolutions => [.. _convolutions.Keys];

    public static TheoryData<string> Pools => [.. _pools.Keys];

    public void Dispose() => Workers.Count = _count;

    [Theory]
    [MemberData(nameof(Convolutions))]
    public void Bits_of_a_convolution_do_not_depend_on_the_number_of_workers(string name) =>
        Prop.ForAll(Gen.Choose(0, 4).ArrayOf(6).ToArbitrary(), Gen.Elements(1, 2).ToArbitrary(), (extra, groups) =>
        {
            int[] sizes = [.. _convolutions[name].Zip(extra, static (size, more) => size == 1 ? 1 : size + (more / (size < 6 ? 4 : 1)))];
            (int channels, int outputs, int kernel) = (sizes[1] * groups, sizes[2] * groups, sizes[5]);
            Shape[] shapes = [[sizes[0], channels, sizes[3], sizes[4]], [outputs, channels / groups, kernel, kernel], [outputs]];
            NDArray[] values = [.. shapes.Select(static (shape, i) => NDArray.Randn(shape, DType.Float32, new Generator((ulong)i)))];
            Bits.SameForAnyNumberOfWorkers(
                () => Bits.OfValueAndGradients(x => F.Conv2d(x[0], x[1], x[2], padding: kernel / 2, groups: groups), values),
                $"{name} of {shapes[0]} and {shapes[1]}");
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(2));

    [Theory]
    [MemberData(nameof(Pools))]
    public void Bits_of_a_pooling_do_not_depend_on_the_number_of_workers(string name) =>
        Prop.ForAll(Gen.Choose(20, 40).ArrayOf(2).ToArbitrary(), Gen.Choose(60, 80).ToArbitrary(), (sizes, planes) =>
        {
            NDArray value = NDArray.Randn([2, planes, sizes[0], sizes[1]], DType.Float32, new Generator(1));
            Bits.SameForAnyNumberOfWorkers(() => Bits.OfValueAndGradients(_pools[name], [value]), $"{name} of {value.Shape}");
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(2));
}
