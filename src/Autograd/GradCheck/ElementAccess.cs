using System.Runtime.CompilerServices;

namespace MiniTorch;

/// <summary>
/// Single elements of a floating-point array, counted in row-major order, wherever they lie. Writes are not counted as such: GradCheck puts
/// the value back before anyone else can look.
/// </summary>
internal static class ElementAccess
{
    public static double Read(NDArray array, int element) => array.DType == DType.Float32
        ? Unsafe.Add(ref array.Ref<float>(), Place(array, element))
        : Unsafe.Add(ref array.Ref<double>(), Place(array, element));

    public static void Write(NDArray array, int element, double value)
    {
        if (array.DType == DType.Float32)
        {
            Unsafe.Add(ref array.Ref<float>(), Place(array, element)) = (float)value;
        }
        else
        {
            Unsafe.Add(ref array.Ref<double>(), Place(array, element)) = value;
        }
    }

    private static nint Place(NDArray array, int element)
    {
        nint place = 0;
        for (int dim = array.Rank - 1; dim >= 0; dim--)
        {
            (element, int index) = Math.DivRem(element, array.Shape[dim]);
            place += (nint)index * array.Strides[dim];
        }

        return place;
    }
}
