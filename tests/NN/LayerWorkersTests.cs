using MiniTorch.NN;

namespace MiniTorch.Tests;

/// <summary>Layers of sizes that are cut.</summary>
[Collection(nameof(UsesWorkersAlone))]
public sealed class LayerWorkersTests : IDisposable
{
    private static readonly Dictionary<string, (Func<Tensor[], Tensor> Function, Shape[] Shapes)> _functions = new()
    {
        ["layer norm"] = (static x => F.LayerNorm(x[0], [90], x[1], x[2]), [[801, 90], [90], [90]]),
        ["layer norm of long rows"] = (static x => F.LayerNorm(x[0], [20_011], x[1], x[2]), [[5, 20_011], [20_011], [20_011]]),
        ["rms norm"] = (static x => F.RmsNorm(x[0], [90], x[1]), [[801, 90], [90]]),
        ["group norm"] = (static x => F.GroupNorm(x[0], 4, x[1], x[2]), [[11, 16, 30, 13], [16], [16]]),
        ["batch norm of columns"] = (static x => F.BatchNorm(x[0], null, null, x[1], x[2], training: true), [[801, 90], [90], [90]]),
        ["batch norm of few columns"] = (static x => F.BatchNorm(x[0], null, null, x[1], x[2], training: true), [[20_011, 3], [3], [3]]),
        ["batch norm of short rows"] = (static x => F.BatchNorm(x[0], null, null, x[1], x[2], training: true), [[301, 30, 7], [30], [30]]),
        ["batch norm of rows"] = (static x => F.BatchNorm(x[0], null, null, x[1], x[2], training: true), [[11, 16, 30, 13], [16], [16]]),
        ["batch norm in evaluation"] = (
            static x => F.BatchNorm(x[0], x[1].Detach(), x[2].Detach().Square(), x[1], x[2]), [[11, 16, 30, 13], [16], [16]]),
        ["embedding"] = (static x => F.Embedding(Tensor.RandInt(0, 50, [3000], generator: new(1)), x[0]), [[50, 40]]),
        ["bilinear"] = (static x => F.Bilinear(x[0], x[1], x[2]), [[300, 20], [300, 30], [10, 20, 30]]),
        ["dropout 2d"] = (static x => F.Dropout2d(x[0], generator: new(5)), [[40, 50, 6, 7]]),
        ["alpha dropout"] = (static x => F.AlphaDropout(x[0], training: true, generator: new(5)), [[80_000]]),
    };

    private readonly int _count = Workers.Count;

    public static TheoryData<string> Names => [.. _functions.Keys];

    public void Dispose() => Workers.Count = _count;

    [Theory]
    [MemberData(nameof(Names))]
    public void Bits_do_not_depend_on_the_number_of_workers(string name)
    {
        (Func<Tensor[], Tensor> function, Shape[] shapes) = _functions[name];
        foreach (DType dtype in (DType[])[DType.Float32, DType.Float64])
        {
            NDArray[] values = [.. shapes.Select((shape, i) => NDArray.Randn(shape, dtype, new Generator((ulong)i)))];
            Bits.SameForAnyNumberOfWorkers(() => Bits.OfValueAndGradients(function, values), $"{name} in {dtype.Name()}");
        }
    }
}
