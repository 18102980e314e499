using MiniTorch.NN;

namespace MiniTorch.Training;

/// <summary>
/// A running average of a model's parameters: stochastic weight averaging (Izmailov and others 2018), or an exponential moving average.
/// PyTorch: <c>torch.optim.swa_utils.AveragedModel</c>, with its state-dict keys, <c>n_averaged</c> and <c>module.…</c>.
/// <code>
/// var average = AveragedModel.Ema(model, decay: 0.999);
/// foreach (…) { …; optimizer.Step(); average.UpdateParameters(model); }
/// </code>
/// </summary>
/// <remarks>
/// The first update copies. With equal weights afterwards θ̄ ← θ̄ + (θ − θ̄)/(n + 1), with a decay θ̄ ← θ̄ + (1 − decay)·(θ − θ̄). Buffers are
/// copied each time unless they are averaged too. Where the model has batch norms whose buffers are not averaged, their statistics belong
/// to other parameters: see <see cref="UpdateBatchNorm(IEnumerable{Data.Batch}, Layer)"/>.
/// </remarks>
public sealed partial class AveragedModel : Layer
{
    private const string Name = "averaged model";

    private readonly Layer _module;
    private readonly Tensor _averaged;
    private readonly Func<Tensor, Tensor, long, Tensor>? _average;
    private readonly double? _decay;
    private readonly bool _useBuffers;

    /// <summary>An average with equal weights, or by a function.</summary>
    /// <param name="model">The model; it is copied.</param>
    /// <param name="average">From the average so far, the model's value and the number of values averaged so far to the new average; equal
    /// weights if null. Not asked the first time.</param>
    /// <param name="useBuffers">Whether buffers are averaged too, not copied; those of integers are cut.</param>
    public AveragedModel(Layer model, Func<Tensor, Tensor, long, Tensor>? average = null, bool useBuffers = false)
        : this(model, useBuffers, decay: null) => _average = average;

    private AveragedModel(Layer model, bool useBuffers, double? decay)
    {
        ArgumentNullException.ThrowIfNull(model);
        RegisterBuffer(out _averaged, Tensor.Zeros([], DType.Int64), name: "n_averaged");
        Register(out _module, model.Clone(), "module");
        (_decay, _useBuffers) = (decay, useBuffers);
    }

    /// <summary>The copy that holds the averages.</summary>
    public Layer Module => _module;

    /// <summary>Number of updates so far.</summary>
    public long AveragedCount => _averaged.Item<long>();

    /// <summary>
    /// An exponential moving average. PyTorch: <c>AveragedModel(model, multi_avg_fn=get_ema_multi_avg_fn(decay))</c>.
    /// </summary>
    /// <param name="model">The model; it is copied.</param>
    /// <param name="decay">What of the average stays in an update, from 0 to 1.</param>
    /// <param name="useBuffers">Whether buffers are averaged too, not copied; those of integers are cut.</param>
    /// <exception cref="ArgumentException"><paramref name="decay"/> is not from 0 to 1.</exception>
    public static AveragedModel Ema(Layer model, double decay = 0.999, bool useBuffers = false)
    {
        if (!(decay is >= 0 and <= 1))
        {
            Throw.Argument(Name, FormattableString.Invariant($"decay must be from 0 to 1; got {decay}"));
        }

        return new AveragedModel(model, useBuffers, decay);
    }

    /// <summary>Takes the model's parameters into the average. PyTorch: <c>update_parameters</c>.</summary>
    /// <exception cref="ArgumentException">The model is not built like the one that was copied, or is the copy; nothing has changed then.</exception>
    public void UpdateParameters(Module model)
    {
        ArgumentNullException.ThrowIfNull(model);
        (string Name, Tensor Tensor)[] own = [.. _module.NamedParameters()], others = [.. model.NamedParameters()];
        (string Name, Tensor Tensor)[] ownBuffers = [.. _module.NamedBuffers()], otherBuffers = [.. model.NamedBuffers()];
        Check("parameters", own, others);
        Check("buffers", ownBuffers, otherBuffers);
        long count = AveragedCount;
        using (Autograd.NoGrad())
        {
            for (int i = 0; i < own.Length; i++)
            {
                Update(own[i].Tensor, others[i].Tensor, count);
            }

            for (int i = 0; i < ownBuffers.Length; i++)
            {
                Update(ownBuffers[i].Tensor, otherBuffers[i].Tensor, _useBuffers ? count : 0);
            }
        }

        _averaged.Value.Fill(count + 1);
    }

    /// <inheritdoc/>
    protected override Tensor ForwardCore(Tensor input) => _module.Forward(input);

    private void Update(Tensor average, Tensor value, long count)
    {
        if (count == 0)
        {
            average.Value.CopyFrom(value.Value);
        }
        else if (_average is not null)
        {
            average.Value.CopyFrom(_average(average.Detach(), value.Detach(), count).Value);
        }
        else
        {
            // Of integers in float64, then cut.
            NDArray mean = average.DType.IsFloatingPoint() ? average.Value : average.Value.To(DType.Float64);
            NDArray step = value.Value.To(mean.DType).Subtract(mean);
            step = _decay is { } decay ? step.Multiply(1 - decay, step) : step.Divide(count + 1, step);
            average.Value.CopyFrom(mean.Add(step, step));
        }
    }

    private static void Check(string what, (string Name, Tensor Tensor)[] own, (string Name, Tensor Tensor)[] others)
    {
        string expected = Describe(own), actual = Describe(others);
        if (expected != actual)
        {
            Throw.Argument(Name, $"the model must have the {what} of the one that was copied, {expected}; got {actual}");
        }

        if (own.Length > 0 && ReferenceEquals(own[0].Tensor, others[0].Tensor))
        {
            Throw.Argument(Name, "the model is the copy that holds the averages; pass the one that is trained");
        }

        static string Describe((string Name, Tensor Tensor)[] tensors) => string.Join(", ", tensors.Select(static item => $"{item.Name} {item.Tensor.Shape}"));
    }
}
