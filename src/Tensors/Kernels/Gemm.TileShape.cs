namespace MiniTorch.Kernels;

/// <summary>The register tile that fits hardware whose widest vector is <typeparamref name="TSimd"/>.</summary>
internal static unsafe class TileShape<TSimd>
    where TSimd : unmanaged
{
    /// <summary>Rows of a full tile: as many accumulators as there are registers, less those for one row of B and one element of A.</summary>
    /// <remarks>AVX-512 has 32 registers, of which 24 accumulate; what has narrower vectors has at least 16, of which 12 do.</remarks>
    public static int Rows => sizeof(TSimd) == 64 ? 8 : 6;

    /// <summary>Vectors in a row of a full tile, at most 3.</summary>
    public static int Vectors => sizeof(TSimd) == 64 ? 3 : 2;
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

internal readonly struct Eight : IConstant
{
    public static int Value => 8;
}
