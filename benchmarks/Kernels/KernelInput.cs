namespace MiniTorch.Benchmarks;

/// <summary>Operands that the peers make alike: hashes of the position, so that results can be compared between programs.</summary>
internal static class KernelInput
{
    /// <summary>Numbers from <paramref name="low"/> up to <paramref name="high"/>.</summary>
    public static NDArray Real(Shape shape, int seed, float low = -4, float high = 4)
    {
        var values = new float[shape.Count];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = low + ((high - low) * (Hash(i, seed) * (1f / (1 << 24))));
        }

        return NDArray.From(values, shape);
    }

    /// <summary>Indices below <paramref name="bound"/>.</summary>
    public static NDArray Index(Shape shape, int seed, int bound)
    {
        var values = new long[shape.Count];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = Hash(i, seed) % bound;
        }

        return NDArray.From(values, shape);
    }

    // 24 bits, all of which a float32 holds.
    private static uint Hash(int position, int seed)
    {
        unchecked
        {
            uint hash = ((uint)position + 1 + ((uint)seed * 0x9E3779B9u)) * 0x85EBCA6Bu;
            hash ^= hash >> 15;
            hash *= 0xC2B2AE35u;
            hash ^= hash >> 13;
            return hash >> 8;
        }
    }
}
