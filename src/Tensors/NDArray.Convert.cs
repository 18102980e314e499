using System.Numerics;
using MiniTorch.Kernels;

namespace MiniTorch;

public partial class NDArray
{
    /// <summary>
    /// This array if it has the type, else a copy in it. Floats become integers by cutting the fraction (saturating; NaN gives 0),
    /// integers become narrower ones by their low bits, any number becomes bool by "is not 0". PyTorch: <c>x.to(dtype)</c>.
    /// </summary>
    public NDArray To(DType dtype)
    {
        if (dtype == DType)
        {
            return this;
        }

        NDArray result = Allocate("to", Shape, dtype);
        switch (DType)
        {
            case DType.Float32: ConvertFrom<float>(result); break;
            case DType.Float64: ConvertFrom<double>(result); break;
            case DType.Int64: ConvertFrom<long>(result); break;
            case DType.Int32: ConvertFrom<int>(result); break;
            default: ConvertFrom<byte>(result); break;
        }

        return result;
    }

    /// <summary>A contiguous copy. PyTorch: <c>x.clone()</c>.</summary>
    public NDArray Clone() => Copy("clone");

    /// <summary>Writes the elements of <paramref name="source"/>, broadcast and converted, over this array's. PyTorch: <c>x.copy_</c>.</summary>
    /// <returns>This array.</returns>
    /// <exception cref="ArgumentException">The source does not broadcast to this shape.</exception>
    public NDArray CopyFrom(NDArray source)
    {
        if (Shape.Broadcast(Shape, source.Shape, "copy") != Shape)
        {
            Throw.Argument("copy", $"the source must broadcast to the destination's shape; got {source.Shape} for {Shape}");
        }

        CheckDestination("copy", Shape, DType, this);
        source = Apart(source.To(DType), this);
        switch (DType.Size())
        {
            case 4: Elementwise.Copy<int>(source, this); break;
            case 8: Elementwise.Copy<long>(source, this); break;
            default: Elementwise.Copy<byte>(source, this); break;
        }

        return this;
    }

    private void ConvertFrom<T>(NDArray result)
        where T : unmanaged, INumber<T>
    {
        switch (result.DType)
        {
            case DType.Float32: Elementwise.Unary<ConvertRow<T, float>, T, float>(this, result); break;
            case DType.Float64: Elementwise.Unary<ConvertRow<T, double>, T, double>(this, result); break;
            case DType.Int64: Elementwise.Unary<ConvertRow<T, long>, T, long>(this, result); break;
            case DType.Int32: Elementwise.Unary<ConvertRow<T, int>, T, int>(this, result); break;
            case DType.UInt8: Elementwise.Unary<ConvertRow<T, byte>, T, byte>(this, result); break;
            default: Elementwise.Unary<TruthRow<T>, T, byte>(this, result); break;
        }
    }
}
