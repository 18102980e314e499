using System.Globalization;

namespace MiniTorch;

public partial class NDArray
{
    private const int DebuggerElements = 4;

    /// <summary>Type, shape and the first few elements, for a debugger's one line: reads no more than those and never throws.</summary>
    internal string DebuggerText => $"{DType.Name()} {Shape} {DebuggerValues}";

    private string DebuggerValues
    {
        get
        {
            if (Scope is { HasEnded: true })
            {
                return "(its scope has ended)";
            }

            int shown = Math.Min(Count, DebuggerElements);
            string[] values = new string[shown];
            for (int i = 0; i < shown; i++)
            {
                values[i] = DebuggerValue(i);
            }

            return $"{{ {string.Join(", ", values)}{(Count > shown ? ", …" : "")} }}";
        }
    }

    private string DebuggerValue(int index)
    {
        nint at = 0;
        for (int dim = Rank - 1; dim >= 0; dim--)
        {
            (index, int place) = Math.DivRem(index, Shape.AsSpan()[dim]);
            at += (nint)place * Strides[dim];
        }

        string text = DType switch
        {
            DType.Float32 => At<float>().ToString("G4", CultureInfo.InvariantCulture),
            DType.Float64 => At<double>().ToString("G4", CultureInfo.InvariantCulture),
            DType.Int64 => At<long>().ToString(CultureInfo.InvariantCulture),
            DType.Int32 => At<int>().ToString(CultureInfo.InvariantCulture),
            DType.UInt8 => At<byte>().ToString(CultureInfo.InvariantCulture),
            _ => At<byte>() != 0 ? "True" : "False",
        };
        GC.KeepAlive(this);
        return text;

        T At<T>()
            where T : unmanaged => System.Runtime.CompilerServices.Unsafe.Add(ref Ref<T>(), at);
    }
}
