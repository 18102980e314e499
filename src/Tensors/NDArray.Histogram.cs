using System.Numerics;
using MiniTorch.Kernels;

namespace MiniTorch;

public partial class NDArray
{
    /// <summary>
    /// How often each number from 0 on occurs, as int64; with weights the sums of the weights, float32 if they are and float64 else, added in order.
    /// PyTorch: <c>torch.bincount</c>.
    /// </summary>
    /// <param name="weights">Of this shape; each counts 1 if null.</param>
    /// <param name="minLength">Length of the result at least.</param>
    /// <exception cref="ArgumentException">This has not one dimension, or holds no integers or a negative one; the weights have another shape.</exception>
    public NDArray Bincount(NDArray? weights = null, int minLength = 0)
    {
        int length = BincountLength(weights, minLength);
        weights = weights is null ? Ones(Shape.Scalar, DType.Int64).Expand(Shape) : weights.To(weights.DType == DType.Float32 ? DType.Float32 : DType.Float64);
        NDArray counts = Allocate("bincount", Shape.Of([length], "bincount"), weights.DType).FillCast(0);
        return counts.IndexAdd(0, To(DType.Int64), weights, destination: counts);
    }

    /// <summary>A 1 for each number, in a row of zeros: int64 of this shape with a dimension of the classes behind. PyTorch: <c>F.one_hot</c>.</summary>
    /// <param name="numClasses">Number of classes; −1 for one more than the greatest number.</param>
    /// <exception cref="ArgumentException">This holds no integers, or one that is negative or no class; without elements, the number of classes is not given.</exception>
    public NDArray OneHot(int numClasses = -1)
    {
        const string Name = "one_hot";
        NDArray index = AsIndices(Name, this);
        if (numClasses < -1 || (numClasses == -1 && Count == 0))
        {
            Throw.Argument(Name, $"the number of classes must be given, or follow from at least one number; got {numClasses} for shape {Shape}");
        }

        int classes = numClasses == -1 ? Length(Name, index) : numClasses;
        NDArray y = Allocate(Name, Shape.Insert(Rank, classes, Name), DType.Int64).FillCast(0);
        index = index.Unsqueeze(-1);
        return y.Scattered<Putting>(Name, -1, index, Number(Name, 1, DType.Int64).Expand(index.Shape), y);
    }

    /// <summary>
    /// How many elements lie in each of equal stretches from <paramref name="min"/> to <paramref name="max"/>, the last with its end; what lies outside, and NaN, is not
    /// counted. If both are 0, from the smallest element to the greatest; if these are equal, from 1 below to 1 above. PyTorch: <c>torch.histc</c>.
    /// </summary>
    /// <param name="bins">Number of stretches.</param>
    /// <param name="min">Where the first begins.</param>
    /// <param name="max">Where the last ends.</param>
    /// <returns>An array of this type and one dimension.</returns>
    /// <exception cref="ArgumentException">There is no stretch, or the bounds are not finite or in the wrong order.</exception>
    /// <exception cref="NotSupportedException">The type is not floating-point.</exception>
    public NDArray Histc(int bins = 100, double min = 0, double max = 0)
    {
        const string Name = "histc";
        if (bins <= 0 || min > max)
        {
            Throw.Argument(Name, $"there must be at least one bin, and max must not be below min; got {bins} bins from {min} to {max}");
        }

        if (min == max && Count > 0 && DType.IsFloatingPoint())
        {
            (min, max) = (Min().To(DType.Float64).Item<double>(), Max().To(DType.Float64).Item<double>());
        }

        if (!double.IsFinite(min) || !double.IsFinite(max))
        {
            Throw.Argument(Name, $"the range must be finite; got {min} to {max}");
        }

        (min, max) = min == max ? (min - 1, max + 1) : (min, max);
        NDArray counts = Allocate(Name, Shape.Of([bins], Name), DType).FillCast(0);
        switch (DType)
        {
            case DType.Float32: Histogram<float>(Contiguous(), (float)min, (float)max, counts); break;
            case DType.Float64: Histogram(Contiguous(), min, max, counts); break;
            default: return Throw.DType<NDArray>(Name, DType);
        }

        return counts;

        static void Histogram<T>(NDArray x, T min, T max, NDArray counts)
            where T : unmanaged, IFloatingPointIeee754<T>
        {
            Span<T> y = counts.Elements<T>();
            T bins = T.CreateTruncating(y.Length);
            foreach (T value in x.Elements<T>())
            {
                if (value >= min && value <= max)
                {
                    y[Math.Min(int.CreateTruncating((value - min) * bins / (max - min)), y.Length - 1)]++;
                }
            }

            GC.KeepAlive(x);
            GC.KeepAlive(counts);
        }
    }

    /// <summary>The length of <see cref="Bincount"/>, whose arguments it checks.</summary>
    internal int BincountLength(NDArray? weights, int minLength)
    {
        const string Name = "bincount";
        if (Rank != 1 || DType.IsFloatingPoint() || DType == DType.Bool)
        {
            Throw.Argument(Name, $"numbers must be integers in one dimension; got {DType.Name()} {Shape}");
        }

        if (minLength < 0 || (weights is not null && weights.Shape != Shape))
        {
            Throw.Argument(Name, $"weights must have the numbers' shape {Shape} and the length must not be negative; got {weights?.Shape ?? Shape} and {minLength}");
        }

        return Math.Max(minLength, Count == 0 ? 0 : Length(Name, To(DType.Int64)));
    }

    // One more than the greatest index.
    private static int Length(string op, NDArray index)
    {
        long least = index.Min().Item<long>(), most = index.Max().Item<long>();
        if (least < 0 || most >= Array.MaxLength)
        {
            Throw.Argument(op, $"numbers must lie in 0 to {Array.MaxLength - 1}; got {least} to {most}");
        }

        return (int)most + 1;
    }
}
