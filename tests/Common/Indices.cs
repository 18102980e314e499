namespace MiniTorch.Tests;

/// <summary>Walks the positions of a shape in row-major order.</summary>
public static class Indices
{
    /// <summary>The position of an element by its number.</summary>
    public static int[] Of(int number, Shape shape)
    {
        int[] index = new int[shape.Rank];
        for (int i = index.Length - 1; i >= 0; i--)
        {
            (number, index[i]) = Math.DivRem(number, shape[i]);
        }

        return index;
    }

    /// <summary>All positions in order; of a scalar the one empty position.</summary>
    public static IEnumerable<int[]> Of(Shape shape) => Enumerable.Range(0, shape.Count).Select(number => Of(number, shape));

    /// <summary>The number of the element at a position; sizes of 1 take any index and leading entries may be missing (broadcasting).</summary>
    public static int Number(ReadOnlySpan<int> index, Shape shape)
    {
        int shift = index.Length - shape.Rank;
        int number = 0;
        for (int i = 0; i < shape.Rank; i++)
        {
            number = (number * shape[i]) + (shape[i] == 1 ? 0 : index[shift + i]);
        }

        return number;
    }
}
