namespace MiniTorch.Tests;

/// <summary>Functions of probability and of the gamma family.</summary>
internal static partial class UnaryMathProofs
{
    private static readonly OpTestOptions Fraction = new() { Low = 0, High = 0.9, Gap = 0.1 };
    private static readonly OpTestOptions BelowZero = new() { Low = -0.8, High = 0, Gap = 0.2 };

    private static OpProof[] Special =>
    [
        new OpProof("Erf", "torch.erf").Elementwise(static x => x.Erf(), static x => x.Map(Erf)),
        new OpProof("Erfc", "torch.erfc").Elementwise(static x => x.Erfc(), static x => x.Map(static v => 1 - Erf(v))),
        new OpProof("Erfinv", "torch.erfinv").Elementwise(static x => x.Erfinv(), static x => x.Map(Erfinv), WithinOne),
        new OpProof("Lgamma", "torch.lgamma")
            .Elementwise(static x => x.Lgamma(), static x => x.Map(Lgamma), Positive)
            .Elementwise(static x => x.Lgamma(), static x => x.Map(Lgamma), BelowZero),
        new OpProof("Digamma", "torch.digamma")
            .Elementwise(static x => x.Digamma(), static x => x.Map(Digamma), Positive)
            .Elementwise(static x => x.Digamma(), static x => x.Map(Digamma), BelowZero),
        new OpProof("Sinc", "torch.sinc").Elementwise(static x => x.Sinc(), static x => x.Map(static v => v == 0 ? 1 : Math.Sin(Math.PI * v) / (Math.PI * v))),
        new OpProof("LogSigmoid", "torch.nn.functional.logsigmoid").Elementwise(static x => x.LogSigmoid(), static x => x.Map(static v => -Math.Log(1 + Math.Exp(-v)))),
        new OpProof("Polygamma", "torch.polygamma")
            .Elementwise(static x => x.Polygamma(1), static x => x.Map(static v => Polygamma(1, v)), new() { Low = 0.6, High = 3 })
            .Elementwise(static x => x.Polygamma(2), static x => x.Map(static v => Polygamma(2, v)), new() { Low = 0.8, High = 3 })
            .Elementwise(static x => x.Polygamma(0), static x => x.Map(Digamma), Positive),
        new OpProof("Logit", "torch.logit")
            .Elementwise(static x => x.Logit(), static x => x.Map(static v => Math.Log(v / (1 - v))), Fraction)
            .Elementwise(static x => x.Logit(0.25), static x => x.Map(static v => Math.Log(Math.Clamp(v, 0.25, 0.75) / (1 - Math.Clamp(v, 0.25, 0.75)))), WithinOne),
        new OpProof("Gelu", "torch.nn.functional.gelu")
            .Elementwise(static x => x.Gelu(), static x => x.Map(static v => v * (1 + Erf(v * Math.Sqrt(0.5))) / 2))
            .Elementwise(static x => x.Gelu(GeluApproximation.Tanh), static x => x.Map(static v => v * (1 + Math.Tanh(Math.Sqrt(2 / Math.PI) * (v + (0.044715 * v * v * v)))) / 2)),
        new OpProof("Softplus", "torch.nn.functional.softplus")
            .Elementwise(static x => x.Softplus(), static x => x.Map(static v => Math.Log(1 + Math.Exp(v))))
            .Elementwise(static x => x.Softplus(2.5, 1.5), static x => x.Map(static v => 2.5 * v > 1.5 ? v : Math.Log(1 + Math.Exp(2.5 * v)) / 2.5)),
    ];
}
