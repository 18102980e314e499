using System.Globalization;

namespace MiniTorch.Data;

/// <summary>The classes of a dataset's samples.</summary>
internal static class Labels
{
    private const int BatchSize = 1024;

    /// <summary>The samples of each class, by class. The classes are those given, or the last tensor of the dataset's samples.</summary>
    public static int[][] Group(string op, IDataset dataset, Tensor? labels)
    {
        long[] classes = labels is null ? Read(op, dataset) : Check(op, labels, dataset.Count);
        return [.. Indices.UpTo(classes.Length).GroupBy(i => classes[i]).OrderBy(static group => group.Key).Select(static group => group.ToArray())];
    }

    private static long[] Read(string op, IDataset dataset)
    {
        using GradModeScope unrecorded = Autograd.NoGrad();
        int[] all = Indices.UpTo(dataset.Count);
        List<long> classes = new(all.Length);
        for (int start = 0; start < all.Length; start += BatchSize)
        {
            ReadOnlySpan<int> some = all.AsSpan(start, Math.Min(BatchSize, all.Length - start));
            Batch batch = dataset.GetBatch(some);
            if (batch.Count < 2)
            {
                Throw.Argument(op, "the samples have no second tensor that could be their class; give the labels");
            }

            classes.AddRange(Check(op, batch[batch.Count - 1], some.Length));
        }

        return [.. classes];
    }

    private static long[] Check(string op, Tensor labels, int count)
    {
        if (labels.DType is not (DType.UInt8 or DType.Int32 or DType.Int64 or DType.Bool) || labels.Rank != 1 || labels.Shape[0] != count)
        {
            Throw.Argument(
                op, string.Create(CultureInfo.InvariantCulture, $"labels must be integers, one for each of {count} samples; got {labels.DType.Name()} {labels.Shape}"));
        }

        return labels.To(DType.Int64).ToArray<long>();
    }
}
