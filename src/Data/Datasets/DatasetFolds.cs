namespace MiniTorch.Data;

/// <summary>Parts of a dataset for cross-validation.</summary>
public static class DatasetFolds
{
    extension(IDataset dataset)
    {
        /// <summary>
        /// k pairs of parts for cross-validation: every sample is in one validation part, and in the training parts of the other pairs. The sizes
        /// of the validation parts differ by at most one. scikit-learn: <c>KFold</c>.
        /// </summary>
        /// <param name="folds">k, at least 2 and at most the number of samples.</param>
        /// <param name="shuffle">Whether samples are assigned at random, else validation parts are stretches of the dataset.</param>
        /// <param name="seed">What a random assignment follows from.</param>
        /// <param name="generator">Where it is drawn from; <see cref="Generator.Default"/> if it and the seed are null.</param>
        /// <exception cref="ArgumentException">The number of folds is not possible, or a seed or generator is given where nothing is random.</exception>
        public (Subset Train, Subset Validation)[] KFold(int folds, bool shuffle = false, long? seed = null, Generator? generator = null)
        {
            ArgumentNullException.ThrowIfNull(dataset);
            Generator? source = FoldGenerator("k-fold", folds, dataset.Count, shuffle, seed, generator);
            int[] order = source is null ? Indices.UpTo(dataset.Count) : Indices.Shuffled(dataset.Count, source);
            int[] foldOf = new int[order.Length];
            for (int fold = 0, start = 0; fold < folds; fold++)
            {
                int length = (order.Length / folds) + (fold < order.Length % folds ? 1 : 0);
                foreach (int index in order.AsSpan(start, length))
                {
                    foldOf[index] = fold;
                }

                start += length;
            }

            return Pairs(dataset, foldOf, folds);
        }

        /// <summary>
        /// The same with the proportions of the classes kept: the numbers of samples of a class in two validation parts differ by at most one,
        /// and so do the sizes of the parts. scikit-learn: <c>StratifiedKFold</c>.
        /// </summary>
        /// <param name="folds">k, at least 2 and at most the number of samples of the largest class.</param>
        /// <param name="labels">The class of each sample, integers [count]; if null, the last tensor of the samples, which are read for
        /// it.</param>
        /// <param name="shuffle">Whether samples of a class are assigned at random, else in their order.</param>
        /// <param name="seed">What a random assignment follows from.</param>
        /// <param name="generator">Where it is drawn from; <see cref="Generator.Default"/> if it and the seed are null.</param>
        /// <exception cref="ArgumentException">The number of folds is not possible, there are no labels of this kind, or a seed or generator is given
        /// where nothing is random.</exception>
        public (Subset Train, Subset Validation)[] StratifiedKFold(int folds, Tensor? labels = null, bool shuffle = false, long? seed = null, Generator? generator = null)
        {
            ArgumentNullException.ThrowIfNull(dataset);
            Generator? source = FoldGenerator("stratified k-fold", folds, dataset.Count, shuffle, seed, generator);
            int[][] classes = Labels.Group("stratified k-fold", dataset, labels);
            int largest = classes.Max(static members => members.Length);
            if (folds > largest)
            {
                Throw.Argument("stratified k-fold", $"there must not be more folds than samples of the largest class, which are {largest}; got {folds}");
            }

            // Cards dealt round, class after class: then no part is ahead of another by more than one, in a class or in all.
            int[] foldOf = new int[dataset.Count];
            int dealt = 0;
            foreach (int[] members in classes)
            {
                int[] shares = new int[folds];
                foreach (int _ in members)
                {
                    shares[dealt++ % folds]++;
                }

                source?.Permute<int>(members);
                int next = 0;
                for (int fold = 0; fold < folds; fold++)
                {
                    foreach (int index in members.AsSpan(next, shares[fold]))
                    {
                        foldOf[index] = fold;
                    }

                    next += shares[fold];
                }
            }

            return Pairs(dataset, foldOf, folds);
        }
    }

    // Null if nothing is random.
    private static Generator? FoldGenerator(string op, int folds, int count, bool shuffle, long? seed, Generator? generator)
    {
        if (folds < 2 || folds > count)
        {
            Throw.Argument(op, $"the number of folds must be from 2 to that of the samples, {count}; got {folds}");
        }

        if ((seed is not null || generator is not null) && !shuffle)
        {
            Throw.Argument(op, $"a seed or generator has no effect without shuffle; got {(seed is null ? "a generator" : $"seed {seed}")}");
        }

        return shuffle ? Indices.Source(op, seed, generator) : null;
    }

    private static (Subset Train, Subset Validation)[] Pairs(IDataset dataset, int[] foldOf, int folds)
    {
        int[] all = Indices.UpTo(foldOf.Length);
        var pairs = new (Subset Train, Subset Validation)[folds];
        for (int fold = 0; fold < folds; fold++)
        {
            int own = fold;
            pairs[fold] = (new Subset(dataset, all.Where(i => foldOf[i] != own)), new Subset(dataset, all.Where(i => foldOf[i] == own)));
        }

        return pairs;
    }
}
