namespace MiniTorch;

public sealed partial class Tensor
{
    // The derivatives that are worth a kernel of their own: one pass instead of three.
    internal static Tensor ReluBackward(Tensor y, Tensor gradient) => Op.Record(
        "relu_backward", y.Value.ReluBackward(gradient.Value), save: [y], (gradient, static (s, h) => ReluBackward(s[0], h)));

    internal static Tensor TanhBackward(Tensor y, Tensor gradient) => Op.Record(
        "tanh_backward",
        y.Value.TanhBackward(gradient.Value),
        save: [y, gradient],
        (y, static (s, h) => h * s[1] * s[0] * -2),
        (gradient, static (s, h) => TanhBackward(s[0], h)));

    internal static Tensor SigmoidBackward(Tensor y, Tensor gradient) => Op.Record(
        "sigmoid_backward",
        y.Value.SigmoidBackward(gradient.Value),
        save: [y, gradient],
        (y, static (s, h) => h * s[1] * (1 - (s[0] * 2))),
        (gradient, static (s, h) => SigmoidBackward(s[0], h)));

    internal static Tensor GeluBackward(Tensor x, Tensor gradient, GeluApproximation approximate) => Op.Record(
        "gelu_backward",
        x.Value.GeluBackward(gradient.Value, approximate),
        approximate,
        save: [x, gradient],
        (x, static (s, h) => h * s[1] * (s.State == GeluApproximation.Tanh ? GeluTanhSecondDerivative(s[0]) : GeluSecondDerivative(s[0]))),
        (gradient, static (s, h) => GeluBackward(s[0], h, s.State)));

    // (2 − x²)·φ(x), φ being the density.
    private static Tensor GeluSecondDerivative(Tensor x)
    {
        Tensor square = x.Square();
        return (2 - square) * ((square * -0.5).Exp() * (1 / Math.Sqrt(2 * Math.PI)));
    }

    // Of x·σ(v) with v = 2·√(2/π)·(x + 0.044715·x³): σ′(v)·(2v′ + x·(v″ + v′²·(1 − 2σ(v)))).
    private static Tensor GeluTanhSecondDerivative(Tensor x)
    {
        double linear = 2 * Math.Sqrt(2 / Math.PI), cubic = linear * 0.044715;
        Tensor square = x.Square(), sigmoid = (x * ((square * cubic) + linear)).Sigmoid(), slope = (square * (3 * cubic)) + linear;
        Tensor bend = (x * (6 * cubic)) + (slope.Square() * (1 - (sigmoid * 2)));
        return sigmoid * (1 - sigmoid) * ((slope * 2) + (x * bend));
    }
}
