namespace MiniTorch.Tests;

/// <summary>Functions of one number that change the tensor itself.</summary>
internal static partial class UnaryMathProofs
{
    private static OpProof[] InPlace =>
    [
        new OpProof("ExpInPlace", "Tensor.exp_").Elementwise(static x => x.Clone().ExpInPlace(), static x => x.Map(Math.Exp)),
        new OpProof("LogInPlace", "Tensor.log_").Elementwise(static x => x.Clone().LogInPlace(), static x => x.Map(Math.Log), Positive),
        new OpProof("SqrtInPlace", "Tensor.sqrt_").Elementwise(static x => x.Clone().SqrtInPlace(), static x => x.Map(Math.Sqrt), Positive),
        new OpProof("TanhInPlace", "Tensor.tanh_").Elementwise(static x => x.Clone().TanhInPlace(), static x => x.Map(Math.Tanh)),
        new OpProof("SigmoidInPlace", "Tensor.sigmoid_").Elementwise(static x => x.Clone().SigmoidInPlace(), static x => x.Map(static v => 1 / (1 + Math.Exp(-v)))),
        new OpProof("ReluInPlace", "Tensor.relu_").Elementwise(static x => x.Clone().ReluInPlace(), static x => x.Map(static v => Math.Max(v, 0)), AwayFromZero),
        new OpProof("Exp2InPlace", "Tensor.exp2_").Elementwise(static x => x.Clone().Exp2InPlace(), static x => x.Map(static v => Math.Pow(2, v))),
        new OpProof("Expm1InPlace", "Tensor.expm1_").Elementwise(static x => x.Clone().Expm1InPlace(), static x => x.Map(static v => Math.Exp(v) - 1)),
        new OpProof("Log2InPlace", "Tensor.log2_").Elementwise(static x => x.Clone().Log2InPlace(), static x => x.Map(Math.Log2), Positive),
        new OpProof("Log10InPlace", "Tensor.log10_").Elementwise(static x => x.Clone().Log10InPlace(), static x => x.Map(Math.Log10), Positive),
        new OpProof("Log1pInPlace", "Tensor.log1p_").Elementwise(static x => x.Clone().Log1pInPlace(), static x => x.Map(static v => Math.Log(1 + v)), WithinOne),
        new OpProof("RsqrtInPlace", "Tensor.rsqrt_").Elementwise(static x => x.Clone().RsqrtInPlace(), static x => x.Map(static v => 1 / Math.Sqrt(v)), Positive),
        new OpProof("ReciprocalInPlace", "Tensor.reciprocal_").Elementwise(static x => x.Clone().ReciprocalInPlace(), static x => x.Map(static v => 1 / v), AwayFromZero),
        new OpProof("Deg2RadInPlace", "Tensor.deg2rad_").Elementwise(static x => x.Clone().Deg2RadInPlace(), static x => x.Map(static v => v * Math.PI / 180)),
        new OpProof("Rad2DegInPlace", "Tensor.rad2deg_").Elementwise(static x => x.Clone().Rad2DegInPlace(), static x => x.Map(static v => v * 180 / Math.PI)),
        new OpProof("SinInPlace", "Tensor.sin_").Elementwise(static x => x.Clone().SinInPlace(), static x => x.Map(Math.Sin)),
        new OpProof("CosInPlace", "Tensor.cos_").Elementwise(static x => x.Clone().CosInPlace(), static x => x.Map(Math.Cos)),
        new OpProof("TanInPlace", "Tensor.tan_").Elementwise(static x => x.Clone().TanInPlace(), static x => x.Map(Math.Tan), new() { Low = -1.2, High = 1.2 }),
        new OpProof("AsinInPlace", "Tensor.asin_").Elementwise(static x => x.Clone().AsinInPlace(), static x => x.Map(Math.Asin), WithinOne),
        new OpProof("AcosInPlace", "Tensor.acos_").Elementwise(static x => x.Clone().AcosInPlace(), static x => x.Map(Math.Acos), WithinOne),
        new OpProof("AtanInPlace", "Tensor.atan_").Elementwise(static x => x.Clone().AtanInPlace(), static x => x.Map(Math.Atan)),
        new OpProof("SinhInPlace", "Tensor.sinh_").Elementwise(static x => x.Clone().SinhInPlace(), static x => x.Map(Math.Sinh)),
        new OpProof("CoshInPlace", "Tensor.cosh_").Elementwise(static x => x.Clone().CoshInPlace(), static x => x.Map(Math.Cosh)),
        new OpProof("AsinhInPlace", "Tensor.asinh_").Elementwise(static x => x.Clone().AsinhInPlace(), static x => x.Map(Math.Asinh)),
        new OpProof("AcoshInPlace", "Tensor.acosh_").Elementwise(static x => x.Clone().AcoshInPlace(), static x => x.Map(Math.Acosh), new() { Low = 1.3, High = 3 }),
        new OpProof("AtanhInPlace", "Tensor.atanh_").Elementwise(static x => x.Clone().AtanhInPlace(), static x => x.Map(Math.Atanh), WithinOne),
        new OpProof("ErfInPlace", "Tensor.erf_").Elementwise(static x => x.Clone().ErfInPlace(), static x => x.Map(Erf)),
        new OpProof("ErfcInPlace", "Tensor.erfc_").Elementwise(static x => x.Clone().ErfcInPlace(), static x => x.Map(static v => 1 - Erf(v))),
        new OpProof("ErfinvInPlace", "Tensor.erfinv_").Elementwise(static x => x.Clone().ErfinvInPlace(), static x => x.Map(Erfinv), WithinOne),
        new OpProof("LgammaInPlace", "Tensor.lgamma_").Elementwise(static x => x.Clone().LgammaInPlace(), static x => x.Map(Lgamma), Positive),
        new OpProof("DigammaInPlace", "Tensor.digamma_").Elementwise(static x => x.Clone().DigammaInPlace(), static x => x.Map(Digamma), Positive),
        new OpProof("SincInPlace", "Tensor.sinc_").Elementwise(static x => x.Clone().SincInPlace(), static x => x.Map(static v => v == 0 ? 1 : Math.Sin(Math.PI * v) / (Math.PI * v))),
        new OpProof("FloorInPlace", "Tensor.floor_").Elementwise(static x => x.Clone().FloorInPlace(), static x => x.Map(Math.Floor)),
        new OpProof("CeilInPlace", "Tensor.ceil_").Elementwise(static x => x.Clone().CeilInPlace(), static x => x.Map(Math.Ceiling)),
        new OpProof("TruncInPlace", "Tensor.trunc_").Elementwise(static x => x.Clone().TruncInPlace(), static x => x.Map(Math.Truncate)),
        new OpProof("FracInPlace", "Tensor.frac_").Elementwise(static x => x.Clone().FracInPlace(), static x => x.Map(static v => v - Math.Truncate(v))),
        new OpProof("PolygammaInPlace", "Tensor.polygamma_")
            .Elementwise(static x => x.Clone().PolygammaInPlace(1), static x => x.Map(static v => Polygamma(1, v)), new() { Low = 0.6, High = 3 }),
        new OpProof("LogitInPlace", "Tensor.logit_")
            .Elementwise(static x => x.Clone().LogitInPlace(), static x => x.Map(static v => Math.Log(v / (1 - v))), Fraction)
            .Elementwise(static x => x.Clone().LogitInPlace(0.25), static x => x.Map(static v => Math.Log(Math.Clamp(v, 0.25, 0.75) / (1 - Math.Clamp(v, 0.25, 0.75)))), WithinOne),
        new OpProof("RoundInPlace", "Tensor.round_")
            .Elementwise(static x => x.Clone().RoundInPlace(), static x => x.Map(Math.Round))
            .Elementwise(static x => x.Clone().RoundInPlace(1), static x => x.Map(static v => Math.Round(v * 10) / 10)),
        new OpProof("NanToNumInPlace", "Tensor.nan_to_num_").Elementwise(static x => x.Clone().NanToNumInPlace(1, 2, 3), static x => x),
    ];
}
