using System.Runtime.InteropServices;

namespace MiniTorch.Kernels;

/// <summary>Columns of a group's matrix of patches: some places of one image, or all places of several.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct ConvolutionSlice(int Group, int Image, int Images, int Place, int Places)
{
    public int Columns => Images * Places;
}

/// <summary>How the patches of a convolution are cut: a slice stays in the second-level cache, and has columns enough for the tiles of a product.</summary>
/// <remarks>Slices of the same images and the same group follow each other.</remarks>
internal readonly struct ConvolutionSlices
{
    private const int SliceBytes = 1 << 18;

    // Fewer places leave lanes of a tile idle: several images then stand side by side, if that does not take too much of the cache.
    private const int FewestColumns = 64;
    private const int ColumnsTogether = 256;
    private const int BytesTogether = 1 << 20;

    private readonly int _batch, _groups, _places, _images, _placesAtOnce;

    public ConvolutionSlices(ConvolutionSizes sizes, int elementSize)
    {
        (_batch, _groups, _places) = (sizes.Batch, sizes.Groups, sizes.Places);
        int bytes = Math.Max(1, sizes.Depth) * elementSize, most = Math.Max(FewestColumns, SliceBytes / bytes);
        int together = Math.Clamp(BytesTogether / bytes, FewestColumns, ColumnsTogether);
        _images = _places >= FewestColumns ? 1 : Math.Clamp(together / Math.Max(1, _places), 1, Math.Max(1, _batch));
        IsInPlace = _images == 1 && sizes.Rows.IsPointwise && sizes.Columns.IsPointwise;
        Cuts = _images > 1 || IsInPlace ? 1 : Tiling.DivideUp(_places, most);
        _placesAtOnce = Tiling.DivideUp(_places, Cuts);
        MostColumns = _images * _placesAtOnce;
    }

    /// <summary>Whether the input is the matrix of patches.</summary>
    public bool IsInPlace { get; }

    /// <summary>Slices of the same images and the same group.</summary>
    public int Cuts { get; }

    /// <summary>Columns of the largest slice.</summary>
    public int MostColumns { get; }

    /// <summary>Of all images and groups.</summary>
    public int Count => Tiling.DivideUp(_batch, _images) * _groups * Cuts;

    public ConvolutionSlice this[int number]
    {
        get
        {
            (number, int cut) = Math.DivRem(number, Cuts);
            (int block, int group) = Math.DivRem(number, _groups);
            int image = block * _images, place = cut * _placesAtOnce;
            return new(group, image, Math.Min(_images, _batch - image), place, Math.Min(_placesAtOnce, _places - place));
        }
    }
}
