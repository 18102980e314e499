namespace MiniTorch.Tests;

/// <summary>Tensors made from nothing: a case takes shape and type from its input, and no gradient flows there.</summary>
internal static class CreationProofs
{
    // Where the oracle in double says nothing of integers, which are cut.
    private static readonly OpTestOptions _reals = new() { OracleKnowsIntegers = false };

    public static OpProof[] All =>
    [
        Made("Empty", "torch.empty", static x => Tensor.Empty(x.Shape, x.DType).FillInPlace(1), 1),
        Made("Zeros", "torch.zeros", static x => Tensor.Zeros(x.Shape, x.DType), 0),
        Made("Ones", "torch.ones", static x => Tensor.Ones(x.Shape, x.DType), 1),
        Made("Full", "torch.full", static x => Tensor.Full(x.Shape, 3, x.DType), 3),
        Made("EmptyLike", "torch.empty_like", static x => Tensor.EmptyLike(x).FillInPlace(1), 1),
        Made("ZerosLike", "torch.zeros_like", static x => Tensor.ZerosLike(x), 0),
        Made("OnesLike", "torch.ones_like", static x => Tensor.OnesLike(x), 1),
        Made("FullLike", "torch.full_like", static x => Tensor.FullLike(x, 3), 3),
        new OpProof("Arange", "torch.arange")
            .Case(static x => Of(x, Tensor.Arange(x.Count, x.DType)), static x => Row(x.Shape.Count, static i => i))
            .Case(static x => Of(x, Tensor.Arange(20, 3, -4, x.DType)), static x => Row(5, static i => 20 - (4 * i)), [[2]])
            .Case(static x => Of(x, Tensor.Arange(-1.5, 2.0, 0.7, x.DType)), static x => Row(5, static i => -1.5 + (0.7 * i)), [[2]], _reals)
            .Case(static x => Of(x, Tensor.Arange(4.5, x.DType)), static x => Row(5, static i => i), [[2]], _reals).WithoutGradient(),
        new OpProof("Linspace", "torch.linspace")
            .Case(static x => Of(x, Tensor.Linspace(12, 3, 4, x.DType)), static x => Row(4, static i => 12 - (3 * i)), [[2]])
            .Case(static x => Of(x, Tensor.Linspace(-1, 2.5, 8, x.DType)), static x => Row(8, static i => -1 + (0.5 * i)), [[2]], _reals)
            .Case(static x => Of(x, Tensor.Linspace(5, 7, 1, x.DType)), static x => Row(1, static i => 5), [[2]])
            .Case(static x => Of(x, Tensor.Linspace(5, 7, 0, x.DType)), static x => Row(0, static i => 0), [[2]]).WithoutGradient(),
        new OpProof("Logspace", "torch.logspace")
            .Case(static x => Of(x, Tensor.Logspace(0, 2, 3, dtype: x.DType)), static x => Row(3, static i => Math.Pow(10, i)), [[2]])
            .Case(static x => Of(x, Tensor.Logspace(-1, 1.5, 6, 2, x.DType)), static x => Row(6, static i => Math.Pow(2, -1 + (0.5 * i))), [[2]], _reals).WithoutGradient(),
        new OpProof("Eye", "torch.eye")
            .Case(static x => Of(x, Tensor.Eye(3, dtype: x.DType)), static x => Identity(3, 3), [[2]])
            .Case(static x => Of(x, Tensor.Eye(2, 4, x.DType)), static x => Identity(2, 4), [[2]])
            .Case(static x => Of(x, Tensor.Eye(4, 2, x.DType)), static x => Identity(4, 2), [[2]])
            .Case(static x => Of(x, Tensor.Eye(0, 2, x.DType)), static x => Identity(0, 2), [[2]]).WithoutGradient(),
        new OpProof("From", "torch.tensor").Case(static x => Of(x, From(Tensor.FullLike(x, 1))), static x => x.Map(static _ => 1)).WithoutGradient(),
        new OpProof("Wrap", "torch.from_numpy").Case(static x => Of(x, Wrap(Tensor.FullLike(x, 1))), static x => x.Map(static _ => 1)).WithoutGradient(),
    ];

    /// <summary>An operation that gives the input's shape and type, and one value.</summary>
    internal static OpProof Made(string name, string torch, Func<Tensor, Tensor> op, double value) =>
        new OpProof(name, torch).Case(x => Of(x, op(x)), x => x.Map(_ => value)).WithoutGradient();

    /// <summary>What was made, which has the input's type and no history.</summary>
    internal static Tensor Of(Tensor x, Tensor made)
    {
        Assert.Equal((x.DType, false), (made.DType, made.RequiresGrad));
        return made;
    }

    private static Plain Row(int count, Func<int, double> value) => Plain.Build([count], index => value(index[0]));

    private static Plain Identity(int rows, int columns) => Plain.Build([rows, columns], static index => index[0] == index[1] ? 1 : 0);

    private static Tensor From(Tensor x) => x.DType switch
    {
        DType.Float32 => Tensor.From(x.ToArray<float>(), x.Shape),
        DType.Float64 => Tensor.From(x.ToArray<double>(), x.Shape),
        DType.Int64 => Tensor.From(x.ToArray<long>(), x.Shape),
        DType.Int32 => Tensor.From(x.ToArray<int>(), x.Shape),
        DType.UInt8 => Tensor.From(x.ToArray<byte>(), x.Shape),
        _ => Tensor.From(x.ToArray<bool>(), x.Shape),
    };

    private static Tensor Wrap(Tensor x) => x.DType switch
    {
        DType.Float32 => Tensor.Wrap(x.ToArray<float>(), x.Shape),
        DType.Float64 => Tensor.Wrap(x.ToArray<double>(), x.Shape),
        DType.Int64 => Tensor.Wrap(x.ToArray<long>(), x.Shape),
        DType.Int32 => Tensor.Wrap(x.ToArray<int>(), x.Shape),
        DType.UInt8 => Tensor.Wrap(x.ToArray<byte>(), x.Shape),
        _ => Tensor.Wrap(x.ToArray<bool>(), x.Shape),
    };
}
