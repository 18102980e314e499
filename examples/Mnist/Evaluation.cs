namespace MiniTorch.Examples.Mnist;

/// <summary>Loss, accuracy and confusion, gathered batch by batch.</summary>
internal sealed class Evaluation(int classes)
{
    private readonly int[,] _confusion = new int[classes, classes];
    private double _lossSum;

    public int Classes => classes;

    public int Count { get; private set; }

    public int Correct { get; private set; }

    public double Loss => _lossSum / Count;

    public double Accuracy => (double)Correct / Count;

    /// <summary>The largest number of the confusion.</summary>
    public int LargestCell => _confusion.Cast<int>().Max();

    /// <summary>How many images of a class were read as a class.</summary>
    public int this[int actual, int predicted] => _confusion[actual, predicted];

    public void Add(double lossSum, ReadOnlySpan<long> predicted, ReadOnlySpan<long> actual)
    {
        _lossSum += lossSum;
        for (int i = 0; i < actual.Length; i++)
        {
            _confusion[actual[i], predicted[i]]++;
            Correct += predicted[i] == actual[i] ? 1 : 0;
            Count++;
        }
    }

    /// <summary>The pairs of classes that were mistaken, most frequent first.</summary>
    public IEnumerable<(int Actual, int Predicted, int Times)> Mistakes() =>
        from actual in Enumerable.Range(0, classes)
        from predicted in Enumerable.Range(0, classes)
        let times = _confusion[actual, predicted]
        where actual != predicted && times > 0
        orderby times descending
        select (actual, predicted, times);
}
