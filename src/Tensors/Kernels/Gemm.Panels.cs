namespace MiniTorch.Kernels;

/// <summary>Columns cut into panels as wide as a tile.</summary>
/// <remarks>Vectors of the last may reach beyond the columns. Rather than a full panel and one of a single vector, the last two are alike, or differ by one vector.</remarks>
internal readonly unsafe struct Panels<T, TSimd>
    where T : unmanaged
    where TSimd : unmanaged, ISimd<TSimd, T>
{
    private readonly int _columns, _vectors, _last;

    public Panels(int columns)
    {
        _columns = columns;
        _vectors = Tiling.DivideUp(columns, TSimd.Count);
        Count = Tiling.DivideUp(_vectors, TileShape<TSimd>.Vectors);
        _last = Count > 1 ? (_vectors - ((Count - 2) * TileShape<TSimd>.Vectors)) / 2 * TSimd.Count : PaddedColumns;
        FullCount = Math.Min(Count - (_last < FullWidth ? 1 : 0) - (PaddedColumns - _last < (Count - 1) * FullWidth ? 1 : 0), _columns / FullWidth);
    }

    public static int FullWidth => TileShape<TSimd>.Vectors * TSimd.Count;

    public int Count { get; }

    /// <summary>How many, from the first on, are as wide as a tile and full.</summary>
    public int FullCount { get; }

    /// <summary>Of all panels together.</summary>
    public int PaddedColumns => _vectors * TSimd.Count;

    /// <summary>Whether the last reaches beyond the columns.</summary>
    public bool IsRagged => PaddedColumns != _columns;

    public int Start(int panel) => panel == Count - 1 ? PaddedColumns - _last : panel * FullWidth;

    public int Width(int panel) => panel == Count - 1 ? _last : Math.Min(FullWidth, PaddedColumns - _last - (panel * FullWidth));

    /// <summary>The columns of a panel that there are.</summary>
    public int Lanes(int panel) => Math.Min(Width(panel), _columns - Start(panel));

    /// <summary>How many panels from one on, but before <paramref name="end"/>, are as wide as it and full; at least 1.</summary>
    public int Alike(int panel, int end) =>
        panel < FullCount ? Math.Min(FullCount, end) - panel : Lanes(Count - 1) == Width(panel) ? end - panel : 1;
}
