namespace MiniTorch.Kernels;

/// <summary>The register tile that fits hardware whose widest vector is <typeparamref name="TSimd"/>.</summary>
internal static unsafe class TileShape<TSimd>
    where TSimd : unmanaged
{
    /// <summary>The most rows of a tile, whatever its width.</summary>
    public const int MostRows = 8;

    /// <summary>Vectors in a row of a full tile, at most 4.</summary>
    public static int Vectors => sizeof(TSimd) == 64 ? 4 : 2;

    /// <summary>Rows of a full tile so many vectors wide: as many accumulators as there are registers, less those for one row of B and one element of A.</summary>
    /// <remarks>AVX-512 has 32 registers, of which 24 accumulate; what has narrower vectors has at least 16, of which 12 do.</remarks>
    public static int Rows(int vectors) => sizeof(TSimd) == 64 && vectors < 4 ? MostRows : 6;
}

internal static class Tiling
{
    // A chunk is worth the attention of another thread from about 2 µs in cache, 10 µs from memory; more than 16 chunks balance no better.
    private const long ChunkWork = 1 << 17;
    private const int MostChunks = 16;

    public static int DivideUp(int x, int y) => (int)(((uint)x + (uint)y - 1) / (uint)y);

    /// <summary>Into how many chunks so many multiplications are cut.</summary>
    public static int Chunks(long multiplications) => (int)Math.Clamp(multiplications / ChunkWork, 1, MostChunks);

    /// <summary>Where a part begins, if so many are cut into parts that differ by one at most: threads that take them in turn end together.</summary>
    public static int Start(int part, int count, int parts) => (int)((long)part * count / parts);

    /// <summary>The first of the fewest parts, of at most so many each, that differ by one at most: a last part of one or two would leave the multipliers waiting.</summary>
    public static int Even(int count, int most) => DivideUp(count, DivideUp(count, most));

    /// <summary>How many of these parts, from the first on, are as large as it.</summary>
    public static int Alike(int count, int most)
    {
        int parts = DivideUp(count, most);
        return count - (parts * ((count - 1) / parts));
    }
}

internal interface IConstant
{
    static abstract int Value { get; }
}

internal readonly struct One : IConstant
{
    public static int Value => 1;
}

internal readonly struct Two : IConstant
{
    public static int Value => 2;
}

internal readonly struct Three : IConstant
{
    public static int Value => 3;
}

internal readonly struct Four : IConstant
{
    public static int Value => 4;
}

internal readonly struct Five : IConstant
{
    public static int Value => 5;
}

internal readonly struct Six : IConstant
{
    public static int Value => 6;
}

internal readonly struct Seven : IConstant
{
    public static int Value => 7;
}

internal readonly struct Eight : IConstant
{
    public static int Value => 8;
}
