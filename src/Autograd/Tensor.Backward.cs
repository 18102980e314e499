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
}
