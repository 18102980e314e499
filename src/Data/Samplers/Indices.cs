namespace MiniTorch.Data;

/// <summary>Numbers of samples.</summary>
internal static class Indices
{
    /// <summary>0 to <paramref name="count"/> − 1.</summary>
    public static int[] UpTo(int count)
    {
        int[] indices = new int[count];
        for (int i = 0; i < count; i++)
        {
            indices[i] = i;
        }

        return indices;
    }

    /// <summary>The same in random order.</summary>
    public static int[] Shuffled(int count, Generator generator)
    {
        int[] indices = UpTo(count);
        generator.Permute<int>(indices);
        return indices;
    }

    /// <summary>The generator given, or one of the seed, or the default one.</summary>
    public static Generator Source(string op, long? seed, Generator? generator)
    {
        if (seed is not null && generator is not null)
        {
            Throw.Argument(op, $"a seed and a generator exclude each other; got seed {seed} and a generator with seed {generator.Seed}");
        }

        return generator ?? (seed is { } given ? new Generator(given) : Generator.Default);
    }
}
