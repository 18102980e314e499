namespace MiniTorch.Data;

/// <summary>A dataset in parts, each sample in one of them.</summary>
public static class DatasetSplits
{
    private const double FractionsTolerance = 1e-9;

    extension(IDataset dataset)
    {
        /// <summary>
        /// The samples, each in one of several parts chosen at random. PyTorch: <c>torch.utils.data.random_split</c>.
        /// </summary>
        /// <param name="lengths">The number of samples of each part; together those of the dataset.</param>
        /// <param name="seed">What the choice follows from.</param>
        /// <param name="generator">Where it is drawn from; <see cref="Generator.Default"/> if it and the seed are null.</param>
        /// <exception cref="ArgumentException">A length is negative, their sum is another, or a seed and a generator are given.</exception>
        public Subset[] RandomSplit(ReadOnlySpan<int> lengths, long? seed = null, Generator? generator = null)
        {
            ArgumentNullException.ThrowIfNull(dataset);
            long sum = 0;
            foreach (int length in lengths)
            {
                sum += length < 0 ? long.MinValue / 2 : length;
            }

            if (sum != dataset.Count)
            {
                Throw.Argument(
                    "random split", $"lengths must not be negative and add up to the {dataset.Count} samples; got [{string.Join(", ", lengths.ToArray())}]");
            }

            int[] order = Indices.Shuffled(dataset.Count, Indices.Source("random split", seed, generator));
            var parts = new Subset[lengths.Length];
            int start = 0;
            for (int i = 0; i < parts.Length; i++)
            {
                parts[i] = new Subset(dataset, order.AsSpan(start, lengths[i]).ToArray());
                start += lengths[i];
            }

            return parts;
        }

        /// <summary>
        /// The same by fractions: each part has the whole number below its fraction of the samples, and what remains goes round, one sample a
        /// part from the first.
        /// </summary>
        /// <param name="fractions">From 0 to 1, together 1.</param>
        /// <param name="seed">What the choice follows from.</param>
        /// <param name="generator">Where it is drawn from; <see cref="Generator.Default"/> if it and the seed are null.</param>
        /// <exception cref="ArgumentException">A fraction is not between 0 and 1, their sum is not 1, or a seed and a generator are
        /// given.</exception>
        public Subset[] RandomSplit(ReadOnlySpan<double> fractions, long? seed = null, Generator? generator = null)
        {
            ArgumentNullException.ThrowIfNull(dataset);
            CheckFractions("random split", fractions);
            int[] lengths = new int[fractions.Length];
            int left = dataset.Count;
            for (int i = 0; i < lengths.Length; i++)
            {
                lengths[i] = Math.Min(left, (int)Math.Floor(fractions[i] * dataset.Count));
                left -= lengths[i];
            }

            for (int i = 0; left > 0; i = (i + 1) % lengths.Length, left--)
            {
                lengths[i]++;
            }

            return dataset.RandomSplit(lengths, seed, generator);
        }

        /// <summary>
        /// The samples in several parts chosen at random, in each of which every class has its fraction of samples within less than one sample.
        /// scikit-learn: <c>train_test_split(stratify=)</c>.
        /// </summary>
        /// <param name="fractions">From 0 to 1, together 1.</param>
        /// <param name="labels">The class of each sample, integers [count]; if null, the last tensor of the samples, which are read for
        /// it.</param>
        /// <param name="seed">What the choice follows from.</param>
        /// <param name="generator">Where it is drawn from; <see cref="Generator.Default"/> if it and the seed are null.</param>
        /// <exception cref="ArgumentException">A fraction is not between 0 and 1, their sum is not 1, there are no labels of this kind, or a
        /// seed and a generator are given.</exception>
        public Subset[] StratifiedSplit(ReadOnlySpan<double> fractions, Tensor? labels = null, long? seed = null, Generator? generator = null)
        {
            ArgumentNullException.ThrowIfNull(dataset);
            CheckFractions("stratified split", fractions);
            Generator source = Indices.Source("stratified split", seed, generator);
            var parts = new List<int>[fractions.Length];
            double[] missing = new double[fractions.Length];
            for (int i = 0; i < parts.Length; i++)
            {
                parts[i] = [];
            }

            foreach (int[] members in Labels.Group("stratified split", dataset, labels))
            {
                source.Permute<int>(members);
                int[] lengths = Apportion(members.Length, fractions, missing);
                int start = 0;
                for (int i = 0; i < parts.Length; i++)
                {
                    parts[i].AddRange(members.AsSpan(start, lengths[i]));
                    start += lengths[i];
                }
            }

            return Array.ConvertAll(parts, part =>
            {
                int[] order = [.. part];
                source.Permute<int>(order);
                return new Subset(dataset, order);
            });
        }
    }

    private static void CheckFractions(string op, ReadOnlySpan<double> fractions)
    {
        double sum = 0;
        bool isFraction = true;
        foreach (double fraction in fractions)
        {
            isFraction &= fraction is >= 0 and <= 1;
            sum += fraction;
        }

        if (!isFraction || !(Math.Abs(sum - 1) <= FractionsTolerance))
        {
            Throw.Argument(
                op,
                FormattableString.Invariant($"fractions must be between 0 and 1 and add up to 1; got [{string.Join(", ", fractions.ToArray())}]"));
        }
    }

    // Each part gets its share rounded down or up; up those that lack most of what they should have of this class and those before it.
    private static int[] Apportion(int count, ReadOnlySpan<double> fractions, Span<double> missing)
    {
        int[] lengths = new int[fractions.Length];
        List<int> broken = [];
        int left = count;
        for (int i = 0; i < lengths.Length; i++)
        {
            double share = fractions[i] * count, whole = Math.Round(share);

            // 0.29 · 100 is 28.999999999999996.
            bool isWhole = Math.Abs(share - whole) <= FractionsTolerance * count;
            lengths[i] = (int)(isWhole ? whole : Math.Floor(share));
            left -= lengths[i];
            missing[i] += share - lengths[i];
            if (!isWhole)
            {
                broken.Add(i);
            }
        }

        double[] lacking = missing.ToArray();
        foreach (int i in broken.OrderByDescending(i => lacking[i]).Take(left))
        {
            lengths[i]++;
            missing[i]--;
        }

        return lengths;
    }
}
