namespace MiniTorch;

public sealed partial class Tensor
{
    /// <inheritdoc cref="NDArray.Solve(NDArray, bool)"/>
    public Tensor Solve(Tensor b, bool left = true) => Op.Record(
        "solve",
        Value.Solve(b.Value, left),
        (Left: left, HasVectors: Value.HasVectors(b.Value)),
        save: [this, Op.Output],
        (this, static (s, g) => SolveBackward(s[0].Transpose(-2, -1).Solve(g, s.State.Left), s[1], s.State.Left, s.State.HasVectors)),
        (b, static (s, g) => s[0].Transpose(-2, -1).Solve(g, s.State.Left)));

    /// <inheritdoc cref="NDArray.Inverse()"/>
    public Tensor Inverse() => Inverse(this, isChecked: true);

    private static Tensor Inverse(Tensor x, bool isChecked) => Op.Record(
        "inverse",
        x.Value.Inverse(isChecked),
        save: [Op.Output],
        (x, static (s, g) => InverseBackward(s[0].Transpose(-2, -1), g)));

    private static Tensor SolveBackward(Tensor gradientOfB, Tensor x, bool left, bool hasVectors) => hasVectors
        ? SystemBackward(gradientOfB.Unsqueeze(-1), x.Unsqueeze(-1), left)
        : SystemBackward(gradientOfB, x, left);

    private static Tensor InverseBackward(Tensor transposed, Tensor gradient) => -transposed.MatMul(gradient).MatMul(transposed);
}
