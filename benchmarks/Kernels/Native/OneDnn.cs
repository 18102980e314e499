using System.Runtime.InteropServices;

namespace MiniTorch.Benchmarks;

/// <summary>oneDNN: <c>dnnl_sgemm</c>.</summary>
internal sealed unsafe class OneDnn : NativeGemm
{
    private readonly nint _library;

    private OneDnn(nint library) => _library = library;

    public override string Name => "oneDNN";

    public override string Account
    {
        get
        {
            int* version = ((delegate* unmanaged[Cdecl]<int*>)Export("dnnl_version"))();
            return $"oneDNN {version[0]}.{version[1]}.{version[2]}";
        }
    }

    public static OneDnn? TryLoad() => NativeLibrary.TryLoad("libdnnl.so.2", out nint library) ? new OneDnn(library) : null;

    public override bool Takes<T>() => typeof(T) == typeof(float);

    public override Func<NDArray> Product<T>(GemmOperands<T> operands)
    {
        GemmShape shape = operands.Shape;
        (byte a, byte b) = ((byte)(shape.TransposedA ? 'T' : 'N'), (byte)(shape.TransposedB ? 'T' : 'N'));
        NDArray result = operands.Result;
        var sgemm = (delegate* unmanaged[Cdecl]<byte, byte, long, long, long, float, T*, long, T*, long, float, T*, long, int>)Export("dnnl_sgemm");
        return () =>
        {
            int status = sgemm(a, b, shape.M, shape.N, shape.K, 1, operands.A, shape.LdA, operands.B, shape.LdB, 0, operands.C, shape.N);
            return status == 0 ? result : throw new InvalidOperationException($"dnnl_sgemm failed with status {status}");
        };
    }

    private nint Export(string name) => NativeLibrary.GetExport(_library, name);
}
