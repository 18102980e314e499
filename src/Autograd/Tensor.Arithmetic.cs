namespace MiniTorch;

public sealed partial class Tensor
{
    /// <summary>Sum, element by element, broadcast. PyTorch: <c>a + b</c>.</summary>
    public static Tensor operator +(Tensor left, Tensor right) => Op.Record(
        "add",
        left.Value.Add(right.Value),
        save: [],
        (left, static (s, g) => g),
        (right, static (s, g) => g));

    /// <inheritdoc cref="op_Addition(Tensor, Tensor)"/>
    public static Tensor operator +(Tensor left, Scalar right) => Op.Record("add", left.Value.Add(right), save: [], (left, static (s, g) => g));

    /// <inheritdoc cref="op_Addition(Tensor, Tensor)"/>
    public static Tensor operator +(Scalar left, Tensor right) => right + left;

    /// <summary>Difference, element by element, broadcast. PyTorch: <c>a - b</c>.</summary>
    public static Tensor operator -(Tensor left, Tensor right) => Op.Record(
        "sub",
        left.Value.Subtract(right.Value),
        save: [],
        (left, static (s, g) => g),
        (right, static (s, g) => -g));

    /// <inheritdoc cref="op_Subtraction(Tensor, Tensor)"/>
    public static Tensor operator -(Tensor left, Scalar right) => Op.Record("sub", left.Value.Subtract(right), save: [], (left, static (s, g) => g));

    /// <inheritdoc cref="op_Subtraction(Tensor, Tensor)"/>
    public static Tensor operator -(Scalar left, Tensor right) => Op.Record("rsub", right.Value.SubtractFrom(left), save: [], (right, static (s, g) => -g));

    /// <summary>Product, element by element, broadcast. PyTorch: <c>a * b</c>.</summary>
    public static Tensor operator *(Tensor left, Tensor right) => Op.Record(
        "mul",
        left.Value.Multiply(right.Value),
        save: [left, right],
        (left, static (s, g) => g * s[1]),
        (right, static (s, g) => g * s[0]));

    /// <inheritdoc cref="op_Multiply(Tensor, Tensor)"/>
    public static Tensor operator *(Tensor left, Scalar right) =>
        Op.Record("mul", left.Value.Multiply(right), right, save: [], (left, static (s, g) => g * s.State));

    /// <inheritdoc cref="op_Multiply(Tensor, Tensor)"/>
    public static Tensor operator *(Scalar left, Tensor right) => right * left;

    /// <summary>Quotient, element by element, broadcast; integers give float32. PyTorch: <c>a / b</c>.</summary>
    public static Tensor operator /(Tensor left, Tensor right) => Op.Record(
        "div",
        left.Value.Divide(right.Value),
        save: [right, Op.Output],
        (left, static (s, g) => g / s[0]),
        (right, static (s, g) => -(g * s[1]) / s[0]));

    /// <inheritdoc cref="op_Division(Tensor, Tensor)"/>
    public static Tensor operator /(Tensor left, Scalar right) =>
        Op.Record("div", left.Value.Divide(right), right, save: [], (left, static (s, g) => g / s.State));

    /// <inheritdoc cref="op_Division(Tensor, Tensor)"/>
    public static Tensor operator /(Scalar left, Tensor right) => Op.Record(
        "rdiv", right.Value.DivideInto(left), save: [right, Op.Output], (right, static (s, g) => -(g * s[1]) / s[0]));

    /// <summary>The negative. PyTorch: <c>-x</c>.</summary>
    public static Tensor operator -(Tensor x) => Op.Record("neg", x.Value.Negate(), save: [], (x, static (s, g) => -g));

    /// <summary>eˣ. PyTorch: <c>torch.exp</c>.</summary>
    public Tensor Exp() => Op.Record("exp", Value.Exp(), save: [Op.Output], (this, static (s, g) => g * s[0]));

    /// <summary>ln x; −∞ at 0, NaN below. PyTorch: <c>torch.log</c>.</summary>
    public Tensor Log() => Op.Record("log", Value.Log(), save: [this], (this, static (s, g) => g / s[0]));

    /// <summary>√x; its derivative at 0 is ∞. PyTorch: <c>torch.sqrt</c>.</summary>
    public Tensor Sqrt() => Op.Record("sqrt", Value.Sqrt(), save: [Op.Output], (this, static (s, g) => g / (s[0] * 2)));

    /// <summary>tanh x. PyTorch: <c>torch.tanh</c>.</summary>
    public Tensor Tanh() => Op.Record("tanh", Value.Tanh(), save: [Op.Output], (this, static (s, g) => TanhBackward(s[0], g)));

    /// <summary>1 / (1 + e⁻ˣ). PyTorch: <c>torch.sigmoid</c>.</summary>
    public Tensor Sigmoid() => Op.Record("sigmoid", Value.Sigmoid(), save: [Op.Output], (this, static (s, g) => SigmoidBackward(s[0], g)));

    /// <summary>max(x, 0); the derivative at 0 is 0. PyTorch: <c>torch.relu</c>.</summary>
    public Tensor Relu() => Op.Record("relu", Value.Relu(), save: [Op.Output], (this, static (s, g) => ReluBackward(s[0], g)));

    /// <summary>Whether elements are equal, as bool, broadcast. PyTorch: <c>torch.eq</c>.</summary>
    public Tensor Eq(Tensor other) => new(Value.Eq(other.Value));

    /// <inheritdoc cref="Eq(Tensor)"/>
    public Tensor Eq(Scalar other) => new(Value.Eq(other));

    /// <summary>Whether elements are greater than the other's, as bool, broadcast. PyTorch: <c>torch.gt</c>.</summary>
    public Tensor Gt(Tensor other) => new(Value.Gt(other.Value));

    /// <inheritdoc cref="Gt(Tensor)"/>
    public Tensor Gt(Scalar other) => new(Value.Gt(other));

    /// <summary>Whether elements are less than the other's, as bool, broadcast. PyTorch: <c>torch.lt</c>.</summary>
    public Tensor Lt(Tensor other) => new(Value.Lt(other.Value));

    /// <inheritdoc cref="Lt(Tensor)"/>
    public Tensor Lt(Scalar other) => new(Value.Lt(other));

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
