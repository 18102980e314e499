namespace MiniTorch;

public sealed partial class Tensor
{
    /// <summary>this + weight·(end − this), broadcast: this at 0, exactly <paramref name="end"/> at 1. PyTorch: <c>torch.lerp</c>.</summary>
    /// <inheritdoc cref="NDArray.Lerp(NDArray, NDArray, NDArray?)"/>
    /// <param name="end">The value at weight 1.</param>
    /// <param name="weight">The way from this to the end.</param>
    public Tensor Lerp(Tensor end, Tensor weight) => Lerp(this, end, weight);

    /// <inheritdoc cref="Lerp(Tensor, Tensor)"/>
    public Tensor Lerp(Tensor end, Scalar weight) => Lerp(this, end, weight);

    /// <summary>this + value·tensor1·tensor2, broadcast. PyTorch: <c>torch.addcmul</c>.</summary>
    /// <inheritdoc cref="NDArray.Addcmul"/>
    public Tensor Addcmul(Tensor tensor1, Tensor tensor2, Scalar? value = null) => Addcmul(this, tensor1, tensor2, value ?? 1);

    /// <summary>this + value·tensor1/tensor2, broadcast. PyTorch: <c>torch.addcdiv</c>.</summary>
    /// <inheritdoc cref="NDArray.Addcdiv"/>
    public Tensor Addcdiv(Tensor tensor1, Tensor tensor2, Scalar? value = null) => Addcdiv(this, tensor1, tensor2, value ?? 1);

    /// <summary>
    /// min(max(x, <paramref name="min"/>), <paramref name="max"/>), all broadcast; NaN in any stays NaN. The element has derivative 1 between the bounds and at them; beyond
    /// a bound that bound has it. PyTorch: <c>torch.clamp</c> with tensors.
    /// </summary>
    /// <inheritdoc cref="NDArray.Clamp(NDArray?, NDArray?, NDArray?)"/>
    public Tensor Clamp(Tensor? min = null, Tensor? max = null) => Clamp(this, min, max);

    private static Tensor Lerp(Tensor start, Tensor end, Tensor weight, NDArray? destination = null) => Op.RecordMany(
        "lerp",
        start.Value.Lerp(end.Value, weight.Value, destination),
        default(None),
        save: [start, end, weight],
        (start, static (s, g) => g * (1 - s[2].To(g.DType))),
        (end, static (s, g) => g * s[2]),
        (weight, static (s, g) => g * (s[1].To(g.DType) - s[0])));

    private static Tensor Lerp(Tensor start, Tensor end, Scalar weight, NDArray? destination = null) => Op.Record(
        "lerp",
        start.Value.Lerp(end.Value, weight, destination),
        weight.AsDouble,
        save: [],
        (start, static (s, g) => g * (1 - s.State)),
        (end, static (s, g) => g * s.State));

    private static Tensor Addcmul(Tensor x, Tensor first, Tensor second, Scalar value, NDArray? destination = null) => Op.RecordMany(
        "addcmul",
        x.Value.Addcmul(first.Value, second.Value, value, destination),
        value,
        save: [first, second],
        (x, static (s, g) => g),
        (first, static (s, g) => g * s.State * s[1]),
        (second, static (s, g) => g * s.State * s[0]));

    private static Tensor Addcdiv(Tensor x, Tensor first, Tensor second, Scalar value, NDArray? destination = null) => Op.RecordMany(
        "addcdiv",
        x.Value.Addcdiv(first.Value, second.Value, value, destination),
        value,
        save: [first, second],
        (x, static (s, g) => g),
        (first, static (s, g) => g * s.State / s[1]),
        (second, static (s, g) => -(g * s.State * s[0] / s[1].To(g.DType).Square())));

    private static Tensor Clamp(Tensor x, Tensor? min, Tensor? max, NDArray? destination = null)
    {
        const string Name = "clamp";
        NDArray value = x.Value.Clamp(min?.Value, max?.Value, destination);
        return (min, max) switch
        {
            ({ } low, { } high) => Op.RecordMany(
                Name,
                value,
                default(None),
                save: [x, low, high],
                (x, static (s, g) => Where(s[0].Ge(s[1]) & s[0].Le(s[2]), g, 0)),
                (low, static (s, g) => Where(s[1].Lt(s[2]) & s[0].Lt(s[1]), g, 0)),
                (high, static (s, g) => Where(s[2].Lt(s[1]) | s[0].Gt(s[2]), g, 0))),
            ({ } low, null) => Op.Record(
                Name, value, save: [x, low], (x, static (s, g) => Where(s[0].Ge(s[1]), g, 0)), (low, static (s, g) => Where(s[0].Lt(s[1]), g, 0))),
            (_, var high) => Op.Record(
                Name, value, save: [x, high!], (x, static (s, g) => Where(s[0].Le(s[1]), g, 0)), (high!, static (s, g) => Where(s[0].Gt(s[1]), g, 0))),
        };
    }
}
