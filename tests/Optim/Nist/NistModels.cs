namespace MiniTorch.Nist;

/// <summary>The models of NIST's StRD in tensor operations: parameters, as scalars, and predictors to predictions.</summary>
internal static class NistModels
{
    private static readonly Dictionary<string, Func<Tensor[], Tensor, Tensor>> Models = new()
    {
        ["Misra1a"] = Growth,
        ["Chwirut2"] = Ultrasonic,
        ["Chwirut1"] = Ultrasonic,
        ["Lanczos3"] = ThreeExponentials,
        ["Gauss1"] = TwoGaussians,
        ["Gauss2"] = TwoGaussians,
        ["DanWood"] = static (b, x) => b[0] * x.Pow(b[1]),
        ["Misra1b"] = static (b, x) => b[0] * (1 - (1 + (b[1] * x / 2)).Pow(-2)),
        ["Kirby2"] = static (b, x) => (b[0] + (b[1] * x) + (b[2] * x.Square())) / (1 + (b[3] * x) + (b[4] * x.Square())),
        ["Hahn1"] = Cubics,
        ["Nelson"] = static (_, _) => throw new NotSupportedException("Nelson has two predictors"),
        ["MGH17"] = static (b, x) => b[0] + (b[1] * (-x * b[3]).Exp()) + (b[2] * (-x * b[4]).Exp()),
        ["Lanczos1"] = ThreeExponentials,
        ["Lanczos2"] = ThreeExponentials,
        ["Gauss3"] = TwoGaussians,
        ["Misra1c"] = static (b, x) => b[0] * (1 - (1 + (2 * b[1] * x)).Pow(-0.5)),
        ["Misra1d"] = static (b, x) => b[0] * b[1] * x / (1 + (b[1] * x)),
        ["Roszman1"] = static (b, x) => b[0] - (b[1] * x) - ((b[2] / (x - b[3])).Atan() / Math.PI),
        ["ENSO"] = static (b, x) => b[0] + Wave(b[1], b[2], 2 * Math.PI * x / 12) + Wave(b[4], b[5], 2 * Math.PI * x / b[3])
            + Wave(b[7], b[8], 2 * Math.PI * x / b[6]),
        ["MGH09"] = static (b, x) => b[0] * (x.Square() + (x * b[1])) / (x.Square() + (x * b[2]) + b[3]),
        ["Thurber"] = Cubics,
        ["BoxBOD"] = Growth,
        ["Rat42"] = static (b, x) => b[0] / (1 + (b[1] - (b[2] * x)).Exp()),
        ["MGH10"] = static (b, x) => b[0] * (b[1] / (x + b[2])).Exp(),
        ["Eckerle4"] = static (b, x) => b[0] / b[1] * (-0.5 * ((x - b[2]) / b[1]).Square()).Exp(),
        ["Rat43"] = static (b, x) => b[0] / (1 + (b[1] - (b[2] * x)).Exp()).Pow(1 / b[3]),
        ["Bennett5"] = static (b, x) => b[0] * (b[1] + x).Pow(-1 / b[2]),
    };

    public static IReadOnlyList<string> Names { get; } = [.. Models.Keys];

    /// <summary>What is fitted: the response, or its logarithm.</summary>
    public static Tensor Response(string name, Tensor y) => name == "Nelson" ? y.Log() : y;

    public static Tensor Model(string name, Tensor[] b, Tensor[] x) =>
        name == "Nelson" ? b[0] - (b[1] * x[0] * (-b[2] * x[1]).Exp()) : Models[name](b, x[0]);

    private static Tensor Growth(Tensor[] b, Tensor x) => b[0] * (1 - (-b[1] * x).Exp());

    private static Tensor Ultrasonic(Tensor[] b, Tensor x) => (-b[0] * x).Exp() / (b[1] + (b[2] * x));

    private static Tensor ThreeExponentials(Tensor[] b, Tensor x) =>
        (b[0] * (-b[1] * x).Exp()) + (b[2] * (-b[3] * x).Exp()) + (b[4] * (-b[5] * x).Exp());

    private static Tensor TwoGaussians(Tensor[] b, Tensor x) =>
        (b[0] * (-b[1] * x).Exp()) + Bell(b[2], (x - b[3]) / b[4]) + Bell(b[5], (x - b[6]) / b[7]);

    private static Tensor Cubics(Tensor[] b, Tensor x) =>
        (b[0] + (x * (b[1] + (x * (b[2] + (x * b[3])))))) / (1 + (x * (b[4] + (x * (b[5] + (x * b[6]))))));

    private static Tensor Bell(Tensor height, Tensor z) => height * (-z.Square()).Exp();

    private static Tensor Wave(Tensor cos, Tensor sin, Tensor angle) => (cos * angle.Cos()) + (sin * angle.Sin());
}
