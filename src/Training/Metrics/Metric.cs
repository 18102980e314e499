namespace MiniTorch.Training;

/// <summary>
/// A measure of predictions that is collected batch by batch; the result is that of all batches together, bit for bit, however they are
/// cut. PyTorch: <c>torchmetrics.Metric</c>.
/// <code>
/// var accuracy = new Accuracy();
/// foreach (var (images, labels) in test) { accuracy.Update(model.Forward(images), labels); }
/// double value = accuracy.Compute();
/// </code>
/// </summary>
/// <remarks>Keeps numbers, never tensors: nothing holds on to a graph or a scope. For one batch there are the functions of <see cref="Metrics"/>.</remarks>
/// <typeparam name="TResult">What comes out.</typeparam>
public abstract class Metric<TResult>
{
    private protected Metric(string name) => Name = name;

    /// <summary>How messages call the metric.</summary>
    private protected string Name { get; }

    /// <summary>Adds a batch. A batch that is refused changes nothing; one without samples adds nothing.</summary>
    /// <param name="prediction">What the model says; see the class. Prediction first, as in PyTorch; scikit-learn has it second.</param>
    /// <param name="target">What is true.</param>
    /// <exception cref="ArgumentException">The two do not fit each other or the metric.</exception>
    public abstract void Update(Tensor prediction, Tensor target);

    /// <summary>The measure of all batches since the last <see cref="Reset"/>.</summary>
    /// <exception cref="InvalidOperationException">There was no sample, or the measure is not defined for those that there were.</exception>
    public abstract TResult Compute();

    /// <summary>Forgets all batches.</summary>
    public abstract void Reset();

    private protected void CheckAny(long samples)
    {
        if (samples == 0)
        {
            Throw.Invalid(Name, "needs at least one sample; call Update first");
        }
    }
}
