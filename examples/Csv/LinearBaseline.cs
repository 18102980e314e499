using MiniTorch.NN;
using MiniTorch.Optim;

namespace MiniTorch.Examples.Csv;

/// <summary>
/// What a network has to beat: logistic regression, or least squares for numbers, each with the penalty ½‖W‖²/rows, as scikit-learn's
/// <c>LogisticRegression</c> and <c>Ridge</c> have by default.
/// </summary>
internal static class LinearBaseline
{
    private const int Iterations = 300;

    public static Layer Fit(Samples train, int outputs)
    {
        var model = new Linear(train.Inputs.Shape[1], outputs);
        Init.Zeros(model.Weight);
        Init.Zeros(model.Bias!);
        double scale = train.IsClassification ? 1 : 0.5;
        var optimizer = new LBFGS(model.Parameters(), maxIter: Iterations, historySize: 10, lineSearch: LineSearch.StrongWolfe);
        optimizer.Step(() =>
        {
            optimizer.ZeroGrad();
            Tensor penalty = model.Weight.Square().Sum() * (0.5 / train.Count);
            Tensor loss = (Trainer.Loss(model.Forward(train.Inputs), train.Targets) * scale) + penalty;
            loss.Backward();
            return loss;
        });
        model.Eval();
        return model;
    }
}
