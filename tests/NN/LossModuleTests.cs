using MiniTorch.NN;

namespace MiniTorch.Tests;

/// <summary>Losses as modules, and what losses refuse.</summary>
public sealed class LossModuleTests
{
    private static readonly Tensor X = Tensor.Rand([5, 3], DType.Float64, generator: new(1)), Y = Tensor.Rand([5, 3], DType.Float64, generator: new(2));
    private static readonly Tensor Z = Tensor.Rand([5, 3], DType.Float64, generator: new(3)), W = Tensor.From([1, 2, 0.5]);
    private static readonly Tensor Signs = Tensor.From([1L, -1, 1, -1, 1]), Classes = Tensor.From([0L, 2, 1, 2, 0]);

    private static readonly Dictionary<string, (Func<Tensor> Module, Func<Tensor> Function)> _modules = new()
    {
        ["NLLLoss"] = (static () => new NLLLoss().Forward(X, Classes), static () => F.NllLoss(X, Classes)),
        ["NLLLoss(sum, weight)"] = (static () => new NLLLoss(Reduction.Sum, W, 1).Forward(X, Classes), static () => F.NllLoss(X, Classes, Reduction.Sum, W, 1)),
        ["BCELoss"] = (static () => new BCELoss().Forward(X, Y), static () => F.BinaryCrossEntropy(X, Y)),
        ["BCELoss(sum, weight)"] = (static () => new BCELoss(Reduction.Sum, W).Forward(X, Y), static () => F.BinaryCrossEntropy(X, Y, Reduction.Sum, W)),
        ["BCEWithLogitsLoss"] = (static () => new BCEWithLogitsLoss().Forward(X, Y), static () => F.BinaryCrossEntropyWithLogits(X, Y)),
        ["BCEWithLogitsLoss(sum, weight, pos_weight)"] = (
            static () => new BCEWithLogitsLoss(Reduction.Sum, W, W * 2).Forward(X, Y), static () => F.BinaryCrossEntropyWithLogits(X, Y, Reduction.Sum, W, W * 2)),
        ["KLDivLoss"] = (static () => new KLDivLoss().Forward(X, Y), static () => F.KlDiv(X, Y)),
        ["KLDivLoss(batchmean, log_target)"] = (
            static () => new KLDivLoss(Reduction.BatchMean, true).Forward(X, Y), static () => F.KlDiv(X, Y, Reduction.BatchMean, true)),
        ["PoissonNLLLoss"] = (static () => new PoissonNLLLoss().Forward(X, Y), static () => F.PoissonNllLoss(X, Y)),
        ["PoissonNLLLoss(sum, ...)"] = (
            static () => new PoissonNLLLoss(Reduction.Sum, false, true, 0.1).Forward(X, Y * 3), static () => F.PoissonNllLoss(X, Y * 3, Reduction.Sum, false, true, 0.1)),
        ["GaussianNLLLoss"] = (static () => new GaussianNLLLoss().Forward(X, Y, Z), static () => F.GaussianNllLoss(X, Y, Z)),
        ["GaussianNLLLoss(sum, ...)"] = (
            static () => new GaussianNLLLoss(Reduction.Sum, true, 0.5).Forward(X, Y, Z), static () => F.GaussianNllLoss(X, Y, Z, Reduction.Sum, true, 0.5)),
        ["CosineEmbeddingLoss"] = (static () => new CosineEmbeddingLoss().Forward(X, Y, Signs), static () => F.CosineEmbeddingLoss(X, Y, Signs)),
        ["CosineEmbeddingLoss(sum, margin)"] = (
            static () => new CosineEmbeddingLoss(Reduction.Sum, 0.4).Forward(X, Y, Signs), static () => F.CosineEmbeddingLoss(X, Y, Signs, Reduction.Sum, 0.4)),
        ["MarginRankingLoss"] = (static () => new MarginRankingLoss().Forward(X, Y, Z), static () => F.MarginRankingLoss(X, Y, Z)),
        ["MarginRankingLoss(sum, margin)"] = (
            static () => new MarginRankingLoss(Reduction.Sum, 0.4).Forward(X, Y, Z), static () => F.MarginRankingLoss(X, Y, Z, Reduction.Sum, 0.4)),
        ["HingeEmbeddingLoss"] = (static () => new HingeEmbeddingLoss().Forward(X, Tensor.Ones([5, 3])), static () => F.HingeEmbeddingLoss(X, Tensor.Ones([5, 3]))),
        ["HingeEmbeddingLoss(sum, margin)"] = (
            static () => new HingeEmbeddingLoss(Reduction.Sum, 2).Forward(X, -Tensor.Ones([5, 3])), static () => F.HingeEmbeddingLoss(X, -Tensor.Ones([5, 3]), Reduction.Sum, 2)),
        ["TripletMarginLoss"] = (static () => new TripletMarginLoss().Forward(X, Y, Z), static () => F.TripletMarginLoss(X, Y, Z)),
        ["TripletMarginLoss(sum, ...)"] = (
            static () => new TripletMarginLoss(Reduction.Sum, 2, 1, 0.1, true).Forward(X, Y, Z), static () => F.TripletMarginLoss(X, Y, Z, Reduction.Sum, 2, 1, 0.1, true)),
        ["MultiMarginLoss"] = (static () => new MultiMarginLoss().Forward(X, Classes), static () => F.MultiMarginLoss(X, Classes)),
        ["MultiMarginLoss(sum, ...)"] = (
            static () => new MultiMarginLoss(Reduction.Sum, 2, 0.4, W).Forward(X, Classes), static () => F.MultiMarginLoss(X, Classes, Reduction.Sum, 2, 0.4, W)),
        ["SoftMarginLoss"] = (static () => new SoftMarginLoss().Forward(X, Y), static () => F.SoftMarginLoss(X, Y)),
        ["SoftMarginLoss(sum)"] = (static () => new SoftMarginLoss(Reduction.Sum).Forward(X, Y), static () => F.SoftMarginLoss(X, Y, Reduction.Sum)),
    };

    private static readonly Func<Reduction, Module>[] _constructors =
    [
        static r => new CrossEntropyLoss(r), static r => new NLLLoss(r), static r => new MSELoss(r), static r => new L1Loss(r), static r => new SmoothL1Loss(r),
        static r => new HuberLoss(r), static r => new BCELoss(r), static r => new BCEWithLogitsLoss(r), static r => new PoissonNLLLoss(r), static r => new GaussianNLLLoss(r),
        static r => new CosineEmbeddingLoss(r), static r => new MarginRankingLoss(r), static r => new HingeEmbeddingLoss(r), static r => new TripletMarginLoss(r),
        static r => new MultiMarginLoss(r), static r => new SoftMarginLoss(r),
    ];

    private static readonly Dictionary<string, Func<Reduction, Tensor>> _functions = new()
    {
        ["cross_entropy"] = static r => F.CrossEntropy(X, Classes, r),
        ["nll_loss"] = static r => F.NllLoss(X, Classes, r),
        ["mse_loss"] = static r => F.MseLoss(X, Y, r),
        ["l1_loss"] = static r => F.L1Loss(X, Y, r),
        ["smooth_l1_loss"] = static r => F.SmoothL1Loss(X, Y, r),
        ["huber_loss"] = static r => F.HuberLoss(X, Y, r),
        ["binary_cross_entropy"] = static r => F.BinaryCrossEntropy(X, Y, r),
        ["binary_cross_entropy_with_logits"] = static r => F.BinaryCrossEntropyWithLogits(X, Y, r),
        ["poisson_nll_loss"] = static r => F.PoissonNllLoss(X, Y, r),
        ["gaussian_nll_loss"] = static r => F.GaussianNllLoss(X, Y, Z, r),
        ["cosine_embedding_loss"] = static r => F.CosineEmbeddingLoss(X, Y, Signs, r),
        ["margin_ranking_loss"] = static r => F.MarginRankingLoss(X, Y, Z, r),
        ["hinge_embedding_loss"] = static r => F.HingeEmbeddingLoss(X, Y, r),
        ["triplet_margin_loss"] = static r => F.TripletMarginLoss(X, Y, Z, r),
        ["multi_margin_loss"] = static r => F.MultiMarginLoss(X, Classes, r),
        ["soft_margin_loss"] = static r => F.SoftMarginLoss(X, Y, r),
    };

    public static TheoryData<string> Modules => [.. _modules.Keys];

    [Theory]
    [MemberData(nameof(Modules))]
    public void A_module_is_its_function(string name) => Check.SameBits(_modules[name].Function(), _modules[name].Module(), name);

    [Fact]
    public void Weights_are_buffers_with_PyTorchs_keys()
    {
        Assert.Equal(["weight"], new NLLLoss(weight: W).StateDict().Keys);
        Assert.Equal(["weight"], new BCELoss(weight: W).StateDict().Keys);
        Assert.Equal(["weight", "pos_weight"], new BCEWithLogitsLoss(weight: W, posWeight: W).StateDict().Keys);
        Assert.Equal(["weight"], new MultiMarginLoss(weight: W).StateDict().Keys);
        Assert.Empty(new BCEWithLogitsLoss().StateDict().Keys);
    }

    [Fact]
    public void Losses_print_as_PyTorchs_by_their_names_alone()
    {
        foreach (Func<Reduction, Module> build in _constructors.Append(static r => new KLDivLoss(r)))
        {
            Module module = build(Reduction.Sum);
            Assert.Equal($"{module.GetType().Name}()", module.ToString());
        }
    }

    [Fact]
    public void A_literal_0_that_was_meant_for_the_margin_is_the_mean() => Assert.Equal(Reduction.Mean, default);

    [Fact]
    public void Only_the_divergence_has_a_batch_mean()
    {
        const string Rule = ": the reduction must be None, Mean or Sum; got BatchMean, which only kl_div has";
        foreach (Func<Reduction, Module> build in _constructors)
        {
            string name = build(Reduction.Mean).GetType().Name;
            Assert.Equal(name + Rule, Assert.Throws<ArgumentException>(() => build(Reduction.BatchMean)).Message);
        }

        foreach ((string name, Func<Reduction, Tensor> loss) in _functions)
        {
            Assert.Equal(name + Rule, Assert.Throws<ArgumentException>(() => loss(Reduction.BatchMean)).Message);
            Assert.Equal($"{name}: the reduction must be None, Mean or Sum; got 7", Assert.Throws<ArgumentException>(() => loss((Reduction)7)).Message);
        }

        Says("KLDivLoss: the reduction must be None, Mean, BatchMean or Sum; got 7", static () => new KLDivLoss((Reduction)7));
        Says("kl_div: the reduction must be None, Mean, BatchMean or Sum; got 7", static () => F.KlDiv(X, Y, (Reduction)7));
        Says("kl_div: the batch mean divides by the size of the first dimension; got shape []", static () => F.KlDiv(Tensor.From(1f), Tensor.From(1f), Reduction.BatchMean));
    }

    [Fact]
    public void Shapes_that_differ_are_an_error_that_names_them()
    {
        Tensor column = Tensor.Zeros([4, 1]), row = Tensor.Zeros([4]);
        foreach (Func<Tensor, Tensor, Tensor> loss in (Func<Tensor, Tensor, Tensor>[])
        [
            static (a, b) => F.BinaryCrossEntropy(a, b), static (a, b) => F.BinaryCrossEntropyWithLogits(a, b), static (a, b) => F.KlDiv(a, b),
            static (a, b) => F.PoissonNllLoss(a, b), static (a, b) => F.GaussianNllLoss(a, b, a), static (a, b) => F.HingeEmbeddingLoss(a, b), static (a, b) => F.SoftMarginLoss(a, b),
        ])
        {
            Assert.EndsWith(": input and target must have one shape; got [4, 1] and [4]", Assert.Throws<ArgumentException>(() => loss(column, row)).Message, StringComparison.Ordinal);
            Assert.Contains("of a floating-point type; got int64", Assert.Throws<ArgumentException>(() => loss(Tensor.Arange(3), Tensor.Arange(3))).Message, StringComparison.Ordinal);
        }

        Says("margin_ranking_loss: input1, input2 and target must have one shape; got [4, 1], [4, 1] and [4]", () => F.MarginRankingLoss(column, column, row));
        Says("margin_ranking_loss: input1, input2 and target must have one shape; got [4, 1], [4] and [4, 1]", () => F.MarginRankingLoss(column, row, column));
        Says("triplet_margin_loss: anchor, positive and negative must have one shape [..., d]; got [4, 1], [4] and [4, 1]", () => F.TripletMarginLoss(column, row, column));
        Says("triplet_margin_loss: anchor, positive and negative must have one shape [..., d]; got [4, 1], [4, 1] and [4]", () => F.TripletMarginLoss(column, column, row));
        Says("triplet_margin_loss: anchor, positive and negative must have one shape [..., d]; got [], [] and []", static () => F.TripletMarginLoss(Tensor.From(1f), Tensor.From(1f), Tensor.From(1f)));
        const string Cosine = "cosine_embedding_loss: input1 and input2 must have one shape [..., d] and the target that without the last dimension; got ";
        Says(Cosine + "[4, 1], [4, 1] and [4, 1]", () => F.CosineEmbeddingLoss(column, column, column));
        Says(Cosine + "[4, 1], [4] and [4]", () => F.CosineEmbeddingLoss(column, row, row));
        Says(Cosine + "[], [] and []", static () => F.CosineEmbeddingLoss(Tensor.From(1f), Tensor.From(1f), Tensor.From(1f)));
        const string Variance = "gaussian_nll_loss: the variance must have the input's shape, or that without the last dimension or with size 1 there; got ";
        Says(Variance + "[3] for an input of shape [5, 3]", static () => F.GaussianNllLoss(X, Y, W));
        Says(Variance + "[1] for an input of shape [5, 3]", static () => F.GaussianNllLoss(X, Y, W[..1]));
        Says(Variance + "[1] for an input of shape []", static () => F.GaussianNllLoss(Tensor.From(1f), Tensor.From(1f), Tensor.Ones([1])));
        Says(Variance + "[5, 2] for an input of shape [5, 3]", static () => F.GaussianNllLoss(X, Y, X[.., ..2]));
        Says(Variance + "[5, 1, 1] for an input of shape [5, 3]", static () => F.GaussianNllLoss(X, Y, Tensor.Ones([5, 1, 1])));
        Says("binary_cross_entropy: the weight must broadcast to the input's shape [5, 3]; got [2, 5, 3]", static () => F.BinaryCrossEntropy(X, Y, weight: Tensor.Ones([2, 5, 3])));
        Says("binary_cross_entropy_with_logits: the weight must broadcast to the input's shape [5, 3]; got [5]", static () => F.BinaryCrossEntropyWithLogits(X, Y, weight: Tensor.Ones([5])));
        Says("binary_cross_entropy_with_logits: the pos_weight must broadcast to the input's shape [5, 3]; got [5]", static () => F.BinaryCrossEntropyWithLogits(X, Y, posWeight: Tensor.Ones([5])));
        const string Margin = "multi_margin_loss: the input must have shape [n, c] and the target be int64 class indices of shape [n], or [c] and []; got ";
        Says(Margin + "[5, 3], and int64 [1]", static () => F.MultiMarginLoss(X, Classes[..1]));
        Says(Margin + "[5, 3], and float64 [5]", static () => F.MultiMarginLoss(X, Classes.To(DType.Float64)));
        Says(Margin + "[5, 3, 1], and int64 [5, 1]", static () => F.MultiMarginLoss(X.Unsqueeze(2), Classes.Unsqueeze(1)));
        Says("margin_ranking_loss: one of input1, input2 and target must be of a floating-point type; got int64, int64 and int64", static () => F.MarginRankingLoss(Classes, Classes, Classes));
    }

    [Fact]
    public void Numbers_out_of_range_are_named()
    {
        Says("binary_cross_entropy: the input must be probabilities, from 0 to 1; got 0.5 to 1.5 in shape [2]: use binary_cross_entropy_with_logits for logits", static () => F.BinaryCrossEntropy(Tensor.From([0.5, 1.5]), Tensor.From([0.0, 1])));
        Says("binary_cross_entropy: the input must be probabilities, from 0 to 1; got -0.5 to 1 in shape [2]: use binary_cross_entropy_with_logits for logits", static () => F.BinaryCrossEntropy(Tensor.From([1, -0.5]), Tensor.From([0.0, 1])));
        Says("binary_cross_entropy: the input must be probabilities, from 0 to 1; got NaN to NaN in shape [2]: use binary_cross_entropy_with_logits for logits", static () => F.BinaryCrossEntropy(Tensor.From([1, double.NaN]), Tensor.From([0.0, 1])));
        Says("gaussian_nll_loss: a variance must not be negative; got -1 in shape [2]", static () => F.GaussianNllLoss(Tensor.From([0.0, 1]), Tensor.From([0.0, 1]), Tensor.From([2.0, -1])));
        Says("gaussian_nll_loss: eps must be finite and not negative; got -1", static () => F.GaussianNllLoss(X, Y, Z, eps: -1));
        Says("poisson_nll_loss: eps must be finite and not negative; got NaN", static () => F.PoissonNllLoss(X, Y, eps: double.NaN));
        Says("triplet_margin_loss: margin must be above 0; got 0", static () => F.TripletMarginLoss(X, Y, Z, margin: 0));
        Says("multi_margin_loss: p must be 1 or 2; got 3", static () => F.MultiMarginLoss(X, Classes, p: 3));
        Says("multi_margin_loss: class indices must lie in 0 to 2; got 3 at position 1 of the target [5]", static () => F.MultiMarginLoss(X, Classes + Tensor.From([0L, 1, 0, 0, 0])));
        Says("multi_margin_loss: class indices must lie in 0 to 2; got -100 at position 0 of the target [5]", static () => F.MultiMarginLoss(X, Classes - 100));
        Says("multi_margin_loss: the weight must have one entry a class, shape [3]; got [2] for an input of shape [5, 3]", static () => F.MultiMarginLoss(X, Classes, weight: W[..2]));
        Says("multi_margin_loss: the input must be of a floating-point type; got int64 [5]", static () => F.MultiMarginLoss(Classes, Classes[0]));
        Says("gaussian_nll_loss: eps must be finite and not negative; got -1", static () => new GaussianNLLLoss(eps: -1));
        Says("poisson_nll_loss: eps must be finite and not negative; got -1", static () => new PoissonNLLLoss(eps: -1));
        Says("triplet_margin_loss: margin must be above 0; got -1", static () => new TripletMarginLoss(margin: -1));
        Says("multi_margin_loss: p must be 1 or 2; got 0", static () => new MultiMarginLoss(p: 0));
    }

    private static void Says(string message, Func<object> call) => Assert.Equal(message, Assert.Throws<ArgumentException>(call).Message);
}
