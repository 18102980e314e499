namespace MiniTorch.Kernels;

/// <summary>Columns cut into panels as wide as a tile.</summary>
/// <remarks>Vectors of the last may reach beyond the columns. Rather than a full panel and one of a single vector, the last two have two each.</remarks>
internal readonly unsafe struct Panels<T, TSimd>
    where T : unmanaged
    where TSimd : unmanaged, ISimd<TSimd, T>
{
    private readonly int _columns, _vectors;
    private readonly bool _lastAreEven;

    public Panels(int columns)
    {
        _columns = columns;
        _vectors = Tiling.DivideUp(columns, TSimd.Count);
        Count = Tiling.DivideUp(_vectors, TileShape<TSimd>.Vectors);
        _lastAreEven = TileShape<TSimd>.Vectors == 3 && _vectors > 1 && _vectors % 3 == 1;
    }

    public static int FullWidth => TileShape<TSimd>.Vectors * TSimd.Count;

    public int Count { get; }

    /// <summary>How many are as wide as a tile and full.</summary>
    public int FullCount => Math.Min(_lastAreEven ? Count - 2 : Count, _columns / FullWidth);

    /// <summary>Of all panels together.</summary>
    public int PaddedColumns => _vectors * TSimd.Count;

    /// <summary>Whether the last reaches beyond the columns.</summary>
    public bool IsRagged => PaddedColumns != _columns;

    public int Start(int panel) => _lastAreEven && panel == Count - 1 ? PaddedColumns - (2 * TSimd.Count) : panel * FullWidth;

    public int Width(int panel) => _lastAreEven && panel >= Count - 2 ? 2 * TSimd.Count : Math.Min(FullWidth, PaddedColumns - (panel * FullWidth));

    /// <summary>The columns of a panel that there are.</summary>
    public int Lanes(int panel) => Math.Min(Width(panel), _columns - Start(panel));

    /// <summary>How many panels from one on, before <paramref name="last"/>, are as wide as it and full; at least 1.</summary>
    public int Alike(int panel, int last) => Math.Max(1, Math.Min(last, panel < FullCount ? FullCount : Count - (IsRagged ? 1 : 0)) - panel);
}
