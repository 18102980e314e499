namespace MiniTorch.Tests;

/// <summary>A dimension over which a window slides, as the definitions have it.</summary>
internal readonly record struct PlainAxis(int Size, int Kernel, int Stride = 1, int Before = 0, int After = 0, int Dilation = 1)
{
    public int Places => ((Size + Before + After - (Dilation * (Kernel - 1)) - 1) / Stride) + 1;

    public int At(int place, int tap) => (place * Stride) - Before + (tap * Dilation);
}

/// <summary>A convolution as the list of its products, each x[i]·w[j] to y[k]: values and gradients are sums over it.</summary>
internal sealed class PlainConvolution
{
    private readonly List<(int X, int W, int Y)> _terms = [];
    private readonly Shape _x, _w, _y;

    public PlainConvolution(Shape x, Shape w, PlainAxis rows, PlainAxis columns, int groups = 1)
    {
        (_x, _w) = (x, w);
        _y = [x[0], w[0], rows.Places, columns.Places];
        foreach (int[] y in Indices.Of(_y))
        {
            int group = y[1] / (w[0] / groups);
            foreach (int[] k in Indices.Of([w[1], w[2], w[3]]))
            {
                (int row, int column) = (rows.At(y[2], k[1]), columns.At(y[3], k[2]));
                if (row >= 0 && row < x[2] && column >= 0 && column < x[3])
                {
                    _terms.Add((Indices.Number([y[0], (group * w[1]) + k[0], row, column], x), Indices.Number([y[1], .. k], w), Indices.Number(y, _y)));
                }
            }
        }
    }

    public Plain Output(Plain x, Plain w) => Sum(_y, term => (term.Y, x.Data[term.X] * w.Data[term.W]));

    public Plain Input(Plain w, Plain y) => Sum(_x, term => (term.X, w.Data[term.W] * y.Data[term.Y]));

    public Plain Weight(Plain x, Plain y) => Sum(_w, term => (term.W, x.Data[term.X] * y.Data[term.Y]));

    private Plain Sum(Shape shape, Func<(int X, int W, int Y), (int Place, double Value)> product)
    {
        double[] sums = new double[shape.Count];
        foreach ((int X, int W, int Y) term in _terms)
        {
            (int place, double value) = product(term);
            sums[place] += value;
        }

        return new Plain(shape, sums);
    }
}

/// <summary>Pooling, window by window.</summary>
internal static class PlainPooling
{
    /// <summary>The function of the elements of each window, which come with their numbers in the plane, in order.</summary>
    public static Plain Of(Plain x, int[][] rows, int[][] columns, Func<(int Number, double Value)[], int, int, double> function) =>
        Plain.Build([.. x.Shape.AsSpan()[..^2], rows.Length, columns.Length], index =>
        {
            (int Number, double Value)[] window =
            [
                .. from row in rows[index[^2]] from column in columns[index[^1]] select ((row * x.Shape[-1]) + column, x[[.. index[..^2], row, column]]),
            ];
            return function(window, index[^2], index[^1]);
        });

    /// <summary>The elements of each window that there are.</summary>
    public static int[][] Windows(PlainAxis axis, int places) =>
    [
        .. Enumerable.Range(0, places).Select(place => (int[])
        [
            .. Enumerable.Range(0, axis.Kernel).Select(tap => axis.At(place, tap)).Where(at => at >= 0 && at < axis.Size),
        ]),
    ];

    /// <summary>The greatest, the first of equal ones, the last of NaN.</summary>
    public static (int Number, double Value) Max((int Number, double Value)[] window)
    {
        (int Number, double Value) best = window[0];
        foreach ((int Number, double Value) element in window)
        {
            best = element.Value > best.Value || double.IsNaN(element.Value) ? element : best;
        }

        return best;
    }
}
