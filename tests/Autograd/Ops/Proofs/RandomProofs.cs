namespace MiniTorch.Tests;

/// <summary>
/// Random numbers, where their distribution leaves no choice, or cut to whole numbers where it leaves one. That the distribution is right
/// stands in the tests of generators.
/// </summary>
internal static class RandomProofs
{
    private static readonly OpTestOptions _wholes = new() { DType = DType.Int64 };

    public static OpProof[] All =>
    [
        Cut("Rand", "torch.rand", static x => Tensor.Rand(x.Shape, x.DType), 0),
        Cut("RandLike", "torch.rand_like", static x => Tensor.RandLike(x), 0),
        CreationProofs.Made("Randn", "torch.randn", static x => Tensor.Randn(x.Shape, x.DType, generator: new(1)) - Tensor.Randn(x.Shape, x.DType, generator: new(1)), 0),
        CreationProofs.Made("RandnLike", "torch.randn_like", static x => Tensor.RandnLike(x, generator: new(1)) - Tensor.Randn(x.Shape, x.DType, generator: new(1)), 0),
        CreationProofs.Made("RandInt", "torch.randint", static x => Tensor.RandInt(7, 8, x.Shape, x.DType), 7),
        CreationProofs.Made("RandIntLike", "torch.randint_like", static x => Tensor.RandIntLike(x, 7, 8), 7),
        new OpProof("RandPerm", "torch.randperm").Case(
            static x => Tensor.RandPerm(x.Count).Sum(), static x => new Plain([], [x.Data.Select(static (_, i) => (double)i).Sum()]), options: _wholes),
        Cut("Uniform", "Tensor.uniform_", static x => Tensor.Uniform(2, 3, x.Shape, x.DType), 2),
        new OpProof("Normal", "torch.normal")
            .Case(static x => CreationProofs.Of(x, Tensor.Normal(2.5, 0, x.Shape, x.DType)), static x => x.Map(static _ => 2.5))
            .Case(static x => CreationProofs.Of(x, Tensor.Normal(Tensor.FullLike(x, 2), 0)), static x => x.Map(static _ => 2))
            .Case(static x => CreationProofs.Of(x, Tensor.Normal(2, Tensor.ZerosLike(x))), static x => x.Map(static _ => 2))
            .Case(
                static x => CreationProofs.Of(x, Tensor.Normal(Tensor.Arange(3, x.DType), Tensor.Zeros([2, 1], x.DType))),
                static x => Plain.Build([2, 3], static index => index[1]),
                [[2]])
            .WithoutGradient(),
        Cut("TruncatedNormal", "torch.nn.init.trunc_normal_", static x => Tensor.TruncatedNormal(0, 1, 2, 2.9, x.Shape, x.DType), 2),
        Cut("Exponential", "Tensor.exponential_", static x => Tensor.Exponential(100, x.Shape, x.DType), 0),
        new OpProof("Bernoulli", "torch.bernoulli")
            .Case(static x => CreationProofs.Of(x, Tensor.Bernoulli(1, x.Shape, x.DType)), static x => x.Map(static _ => 1))
            .Case(static x => CreationProofs.Of(x, Tensor.Bernoulli(0, x.Shape, x.DType)), static x => x.Map(static _ => 0))
            .Case(static x => CreationProofs.Of(x, Tensor.Bernoulli(Tensor.OnesLike(x))), static x => x.Map(static _ => 1))
            .Case(static x => CreationProofs.Of(x, Tensor.Bernoulli(Tensor.Eye(4, dtype: x.DType))), static x => Plain.Build([4, 4], static i => i[0] == i[1] ? 1 : 0), [[2]])
            .WithoutGradient(),
        new OpProof("Multinomial", "torch.multinomial")
            .Case(static x => Tensor.Multinomial(Tensor.Eye(4, dtype: x.DType), 3, replacement: true), static x => Plain.Build([4, 3], static i => i[0]), [[2]], _wholes)
            .Case(static x => Tensor.Multinomial(Tensor.Eye(4, dtype: x.DType), 1), static x => Plain.Build([4, 1], static i => i[0]), [[2]], _wholes)
            .Case(static x => Tensor.Multinomial(Tensor.Ones([5], x.DType), 5).Sum(), static x => new Plain([], [10]), [[2]], _wholes),
        InPlace("UniformInPlace", "Tensor.uniform_", static x => x.UniformInPlace(2.5, 2.5), 2.5),
        InPlace("NormalInPlace", "Tensor.normal_", static x => x.NormalInPlace(2.5, 0), 2.5),
        InPlace("TruncatedNormalInPlace", "torch.nn.init.trunc_normal_", static x => x.TruncatedNormalInPlace(1.5, 1e-30, 1, 2), 1.5),
        InPlace("ExponentialInPlace", "Tensor.exponential_", static x => x.ExponentialInPlace(double.PositiveInfinity), 0),
        InPlace("BernoulliInPlace", "Tensor.bernoulli_", static x => x.BernoulliInPlace(1), 1)
            .Case(static x => x.Clone().BernoulliInPlace(Tensor.From(1f)), static x => x.Map(static _ => 1)),
        InPlace("RandIntInPlace", "Tensor.random_", static x => x.RandIntInPlace(7, 8), 7),
    ];

    private static OpProof Cut(string name, string torch, Func<Tensor, Tensor> op, double value) => new OpProof(name, torch).Case(
        x =>
        {
            Tensor drawn = op(x);
            Assert.Equal((x.DType, false), (drawn.DType, drawn.RequiresGrad));
            return drawn.To(DType.Int64);
        },
        x => x.Map(_ => value),
        options: _wholes);

    private static OpProof InPlace(string name, string torch, Func<Tensor, Tensor> op, double value) =>
        new OpProof(name, torch).Case(x => op(x.Clone()), x => x.Map(_ => value));
}
