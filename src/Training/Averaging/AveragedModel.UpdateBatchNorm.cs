using MiniTorch.Data;
using MiniTorch.NN;

namespace MiniTorch.Training;

public sealed partial class AveragedModel
{
    /// <summary>
    /// Computes the running statistics of a model's batch norms anew, as the mean over the batches of a loader, whose first tensor is the
    /// model's input: averaged parameters need their own. PyTorch: <c>torch.optim.swa_utils.update_bn</c>.
    /// </summary>
    /// <param name="loader">The training data, at least one batch; a model without batch norms does not ask for any.</param>
    /// <param name="model">The model. It runs in its training mode, without recording; its modes and momenta are then as they were, also
    /// after an error.</param>
    /// <exception cref="ArgumentException">There are no batches; nothing has changed then.</exception>
    public static void UpdateBatchNorm(IEnumerable<Batch> loader, Layer model) => UpdateBatchNorm(loader, model, batch => model.Forward(batch[0]));

    /// <summary>The same for a model of any kind, with a function that runs it on a batch.</summary>
    /// <inheritdoc cref="UpdateBatchNorm(IEnumerable{Batch}, Layer)"/>
    public static void UpdateBatchNorm(IEnumerable<Batch> loader, Module model, Action<Batch> forward)
    {
        ArgumentNullException.ThrowIfNull(loader);
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(forward);
        (BatchNorm Norm, double? Momentum)[] norms =
            [.. model.NamedModules().Select(static item => item.Module).OfType<BatchNorm>().Select(static norm => (norm, norm.Momentum))];
        if (norms.Length == 0)
        {
            return;
        }

        using IEnumerator<Batch> batches = loader.GetEnumerator();
        if (!batches.MoveNext())
        {
            Throw.Argument("update batch norm", "needs at least one batch; the loader gave none");
        }

        var modes = new ModuleModes(model);
        try
        {
            model.Train();
            foreach ((BatchNorm norm, _) in norms)
            {
                norm.Momentum = null;
                norm.ResetRunningStats();
            }

            using (Autograd.NoGrad())
            {
                do
                {
                    forward(batches.Current);
                }
                while (batches.MoveNext());
            }
        }
        finally
        {
            Array.ForEach(norms, static item => item.Norm.Momentum = item.Momentum);
            modes.Restore();
        }
    }
}
