using MiniTorch.NN;
using MiniTorch.Training;

namespace MiniTorch.Examples.Csv;

/// <summary>How good predictions are: the figure that counts, and others beside it.</summary>
internal sealed record Scores(string Key, double Main, IReadOnlyList<(string Name, double Value, string Format)> All)
{
    /// <summary>The scores of a network's outputs for prepared inputs, in the unit of the table.</summary>
    public static Scores Of(Layer model, Preparation preparation, Samples rows)
    {
        using GradModeScope mode = Autograd.NoGrad();
        Tensor outputs = model.Forward(preparation.Inputs(rows.Inputs));
        return rows.IsClassification ? OfClasses(outputs, rows.Targets) : OfNumbers(preparation.Numbers(outputs), rows.Targets);
    }

    public static Scores OfClasses(Tensor logits, Tensor targets)
    {
        Tensor probabilities = logits.Softmax(1);
        double accuracy = Metrics.Accuracy(logits, targets);
        List<(string, double, string)> all =
        [
            ("Accuracy", accuracy, "0.00%"),
            ("F1, mean of classes", Metrics.F1(logits, targets, Average.Macro), "0.0000"),
            ("Log loss", F.CrossEntropy(logits, targets).Item<float>(), "0.0000"),
        ];

        // Not defined unless each class is there.
        bool isEachThere = targets.Bincount(minLength: logits.Shape[1]).Min().Item<long>() > 0;
        if (isEachThere)
        {
            all.Insert(2, ("ROC AUC", Metrics.RocAuc(logits.Shape[1] == 2 ? probabilities[.., 1] : probabilities, targets), "0.0000"));
        }

        return new Scores("accuracy", accuracy, all);
    }

    public static Scores OfNumbers(Tensor predictions, Tensor targets)
    {
        // One row, or the same number in all: there is no variance to explain.
        bool varies = (targets.Max() - targets.Min()).Item<float>() > 0;
        double r2 = varies ? Metrics.R2(predictions, targets) : double.NaN;
        return new Scores(
            "r2",
            r2,
            [("R²", r2, "0.0000"), ("RMSE", Metrics.Rmse(predictions, targets), "G5"), ("MAE", Metrics.Mae(predictions, targets), "G5")]);
    }
}
