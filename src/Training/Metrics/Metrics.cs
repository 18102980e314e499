namespace MiniTorch.Training;

/// <summary>
/// Measures of the predictions for one set of samples; for batches there is a class to each, as <see cref="Training.Accuracy"/>, which also
/// says what predictions look like. Results are doubles. PyTorch: <c>torchmetrics.functional</c>; scikit-learn: <c>sklearn.metrics</c>,
/// whose arguments come in the other order.
/// </summary>
public static class Metrics
{
    /// <inheritdoc cref="Training.Accuracy"/>
    /// <inheritdoc cref="Metric{TResult}.Update" path="/param"/>
    /// <exception cref="ArgumentException">The two do not fit each other or the metric.</exception>
    /// <exception cref="InvalidOperationException">There is no sample, or the measure is not defined for those that there are.</exception>
    public static double Accuracy(Tensor prediction, Tensor target) => Of(new Accuracy(), prediction, target);

    /// <inheritdoc cref="Training.Precision"/>
    /// <inheritdoc cref="Accuracy" path="/param|/exception"/>
    /// <inheritdoc cref="Training.Precision(Average, double)" path="/param"/>
    public static double Precision(Tensor prediction, Tensor target, Average average = Average.Binary, double zeroDivision = 0) =>
        Of(new Precision(average, zeroDivision), prediction, target);

    /// <inheritdoc cref="Training.Recall"/>
    /// <inheritdoc cref="Accuracy" path="/param|/exception"/>
    /// <inheritdoc cref="Training.Recall(Average, double)" path="/param"/>
    public static double Recall(Tensor prediction, Tensor target, Average average = Average.Binary, double zeroDivision = 0) =>
        Of(new Recall(average, zeroDivision), prediction, target);

    /// <inheritdoc cref="F1Score"/>
    /// <inheritdoc cref="Accuracy" path="/param|/exception"/>
    /// <inheritdoc cref="F1Score(Average, double)" path="/param"/>
    public static double F1(Tensor prediction, Tensor target, Average average = Average.Binary, double zeroDivision = 0) =>
        Of(new F1Score(average, zeroDivision), prediction, target);

    /// <inheritdoc cref="Training.ConfusionMatrix"/>
    /// <inheritdoc cref="Accuracy" path="/param|/exception"/>
    /// <inheritdoc cref="Training.ConfusionMatrix(int?)" path="/param"/>
    public static Tensor ConfusionMatrix(Tensor prediction, Tensor target, int? classCount = null) =>
        Of(new ConfusionMatrix(classCount), prediction, target);

    /// <inheritdoc cref="Auroc"/>
    /// <inheritdoc cref="Accuracy" path="/param|/exception"/>
    public static double RocAuc(Tensor prediction, Tensor target) => Of(new Auroc(), prediction, target);

    /// <inheritdoc cref="Training.LogLoss"/>
    /// <inheritdoc cref="Accuracy" path="/param|/exception"/>
    public static double LogLoss(Tensor prediction, Tensor target) => Of(new LogLoss(), prediction, target);

    /// <summary>The mean of (prediction − target)² over all elements. PyTorch: <c>mean_squared_error</c>.</summary>
    /// <inheritdoc cref="Accuracy" path="/param|/exception"/>
    public static double Mse(Tensor prediction, Tensor target) => Of(new MeanSquaredError(), prediction, target);

    /// <summary>The root of the mean of (prediction − target)² over all elements. PyTorch: <c>mean_squared_error(squared=False)</c>.</summary>
    /// <inheritdoc cref="Accuracy" path="/param|/exception"/>
    public static double Rmse(Tensor prediction, Tensor target) => Of(new MeanSquaredError(squared: false), prediction, target);

    /// <inheritdoc cref="MeanAbsoluteError"/>
    /// <inheritdoc cref="Accuracy" path="/param|/exception"/>
    public static double Mae(Tensor prediction, Tensor target) => Of(new MeanAbsoluteError(), prediction, target);

    /// <inheritdoc cref="R2Score"/>
    /// <inheritdoc cref="Accuracy" path="/param|/exception"/>
    public static double R2(Tensor prediction, Tensor target) => Of(new R2Score(), prediction, target);

    private static TResult Of<TResult>(Metric<TResult> metric, Tensor prediction, Tensor target)
    {
        metric.Update(prediction, target);
        return metric.Compute();
    }
}
