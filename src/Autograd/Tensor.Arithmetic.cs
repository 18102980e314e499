namespace MiniTorch;

public sealed partial class Tensor
{
    /// <summary>Sum, element by element, broadcast. PyTorch: <c>a + b</c>.</summary>
    public static Tensor operator +(Tensor left, Tensor right) => Add(left, right);

    /// <inheritdoc cref="op_Addition(Tensor, Tensor)"/>
    public static Tensor operator +(Tensor left, Scalar right) => Add(left, right);

    /// <inheritdoc cref="op_Addition(Tensor, Tensor)"/>
    public static Tensor operator +(Scalar left, Tensor right) => Add(right, left);

    /// <summary>Difference, element by element, broadcast. PyTorch: <c>a - b</c>.</summary>
    public static Tensor operator -(Tensor left, Tensor right) => Subtract(left, right);

    /// <inheritdoc cref="op_Subtraction(Tensor, Tensor)"/>
    public static Tensor operator -(Tensor left, Scalar right) => Subtract(left, right);

    /// <inheritdoc cref="op_Subtraction(Tensor, Tensor)"/>
    public static Tensor operator -(Scalar left, Tensor right) => Op.Record("rsub", right.Value.SubtractFrom(left), save: [], (right, static (s, g) => -g));

    /// <summary>Product, element by element, broadcast. PyTorch: <c>a * b</c>.</summary>
    public static Tensor operator *(Tensor left, Tensor right) => Multiply(left, right);

    /// <inheritdoc cref="op_Multiply(Tensor, Tensor)"/>
    public static Tensor operator *(Tensor left, Scalar right) => Multiply(left, right);

    /// <inheritdoc cref="op_Multiply(Tensor, Tensor)"/>
    public static Tensor operator *(Scalar left, Tensor right) => Multiply(right, left);

    /// <summary>Quotient, element by element, broadcast; integers give float32. PyTorch: <c>a / b</c>.</summary>
    public static Tensor operator /(Tensor left, Tensor right) => Divide(left, right);

    /// <inheritdoc cref="op_Division(Tensor, Tensor)"/>
    public static Tensor operator /(Tensor left, Scalar right) => Divide(left, right);

    /// <inheritdoc cref="op_Division(Tensor, Tensor)"/>
    public static Tensor operator /(Scalar left, Tensor right) => Op.Record(
        "rdiv", right.Value.DivideInto(left), save: [right, Op.Output], (right, static (s, g) => -(g * s[1]) / s[0]));

    /// <summary>The negative. PyTorch: <c>-x</c>.</summary>
    public static Tensor operator -(Tensor x) => Negate(x);

    /// <summary>eˣ. PyTorch: <c>torch.exp</c>.</summary>
    public Tensor Exp() => Exp(this);

    /// <summary>ln x; −∞ at 0, NaN below. PyTorch: <c>torch.log</c>.</summary>
    public Tensor Log() => Log(this);

    /// <summary>√x; its derivative at 0 is ∞. PyTorch: <c>torch.sqrt</c>.</summary>
    public Tensor Sqrt() => Sqrt(this);

    /// <summary>tanh x. PyTorch: <c>torch.tanh</c>.</summary>
    public Tensor Tanh() => Tanh(this);

    /// <summary>1 / (1 + e⁻ˣ). PyTorch: <c>torch.sigmoid</c>.</summary>
    public Tensor Sigmoid() => Sigmoid(this);

    /// <summary>max(x, 0); the derivative at 0 is 0. PyTorch: <c>torch.relu</c>.</summary>
    public Tensor Relu() => Relu(this);

    /// <summary>this + alpha·other, broadcast. PyTorch: <c>torch.add(…, alpha)</c>.</summary>
    /// <inheritdoc cref="NDArray.Add(NDArray, Scalar, NDArray?)"/>
    public Tensor Add(Tensor other, Scalar alpha) => Add(this, other, alpha);

    /// <summary>this − alpha·other, broadcast. PyTorch: <c>torch.sub(…, alpha)</c>.</summary>
    /// <inheritdoc cref="NDArray.Subtract(NDArray, Scalar, NDArray?)"/>
    public Tensor Subtract(Tensor other, Scalar alpha) => Subtract(this, other, alpha);

    // Each operation once, for its operator and for its form in place, which names a destination.
    private static Tensor Add(Tensor a, Tensor b, NDArray? destination = null) => Op.Record(
        "add", a.Value.Add(b.Value, destination), save: [], (a, static (s, g) => g), (b, static (s, g) => g));

    private static Tensor Add(Tensor a, Scalar b, NDArray? destination = null) =>
        Op.Record("add", a.Value.Add(b, destination), save: [], (a, static (s, g) => g));

    private static Tensor Add(Tensor a, Tensor b, Scalar alpha, NDArray? destination = null) => Op.Record(
        "add", a.Value.Add(b.Value, alpha, destination), alpha, save: [], (a, static (s, g) => g), (b, static (s, g) => g * s.State));

    private static Tensor Subtract(Tensor a, Tensor b, NDArray? destination = null) => Op.Record(
        "sub", a.Value.Subtract(b.Value, destination), save: [], (a, static (s, g) => g), (b, static (s, g) => -g));

    private static Tensor Subtract(Tensor a, Scalar b, NDArray? destination = null) =>
        Op.Record("sub", a.Value.Subtract(b, destination), save: [], (a, static (s, g) => g));

    private static Tensor Subtract(Tensor a, Tensor b, Scalar alpha, NDArray? destination = null) => Op.Record(
        "sub", a.Value.Subtract(b.Value, alpha, destination), alpha, save: [], (a, static (s, g) => g), (b, static (s, g) => -(g * s.State)));

    private static Tensor Multiply(Tensor a, Tensor b, NDArray? destination = null) => Op.Record(
        "mul", a.Value.Multiply(b.Value, destination), save: [a, b], (a, static (s, g) => g * s[1]), (b, static (s, g) => g * s[0]));

    private static Tensor Multiply(Tensor a, Scalar b, NDArray? destination = null) =>
        Op.Record("mul", a.Value.Multiply(b, destination), b, save: [], (a, static (s, g) => g * s.State));

    private static Tensor Divide(Tensor a, Tensor b, NDArray? destination = null) => Op.Record(
        "div",
        a.Value.Divide(b.Value, destination),
        save: [b, Op.Output],
        (a, static (s, g) => g / s[0]),
        (b, static (s, g) => -(g * s[1]) / s[0]));

    private static Tensor Divide(Tensor a, Scalar b, NDArray? destination = null) =>
        Op.Record("div", a.Value.Divide(b, destination), b, save: [], (a, static (s, g) => g / s.State));

    private static Tensor Negate(Tensor x, NDArray? destination = null) => Op.Record("neg", x.Value.Negate(destination), save: [], (x, static (s, g) => -g));

    private static Tensor Exp(Tensor x, NDArray? destination = null) =>
        Op.Record("exp", x.Value.Exp(destination), save: [Op.Output], (x, static (s, g) => g * s[0]));

    private static Tensor Log(Tensor x, NDArray? destination = null) =>
        Op.Record("log", x.Value.Log(destination), save: [x], (x, static (s, g) => g / s[0]));

    private static Tensor Sqrt(Tensor x, NDArray? destination = null) =>
        Op.Record("sqrt", x.Value.Sqrt(destination), save: [Op.Output], (x, static (s, g) => g / (s[0] * 2)));

    private static Tensor Tanh(Tensor x, NDArray? destination = null) =>
        Op.Record("tanh", x.Value.Tanh(destination), save: [Op.Output], (x, static (s, g) => TanhBackward(s[0], g)));

    private static Tensor Sigmoid(Tensor x, NDArray? destination = null) =>
        Op.Record("sigmoid", x.Value.Sigmoid(destination), save: [Op.Output], (x, static (s, g) => SigmoidBackward(s[0], g)));

    private static Tensor Relu(Tensor x, NDArray? destination = null) =>
        Op.Record("relu", x.Value.Relu(destination), save: [Op.Output], (x, static (s, g) => ReluBackward(s[0], g)));
}
