using System.Runtime.InteropServices;

namespace MiniTorch.Benchmarks;

/// <summary>OpenBLAS: <c>cblas_sgemm</c>, <c>cblas_dgemm</c>.</summary>
internal sealed unsafe class OpenBlas : NativeGemm
{
    private const int RowMajor = 101;
    private const int AsStored = 111;
    private const int Transposed = 112;

    private readonly nint _library;

    private OpenBlas(nint library) => _library = library;

    public override string Name => "OpenBLAS";

    public override string Account
    {
        get
        {
            byte* text = ((delegate* unmanaged[Cdecl]<byte*>)Export("openblas_get_config"))();
            bool openMP = ((delegate* unmanaged[Cdecl]<int>)Export("openblas_get_parallel"))() == 2;
            return $"{Marshal.PtrToStringUTF8((nint)text)!.Trim()}, {(openMP ? "OpenMP" : "NOT over OpenMP")}";
        }
    }

    public static OpenBlas? TryLoad() => NativeLibrary.TryLoad("libopenblas.so.0", out nint library) ? new OpenBlas(library) : null;

    public override bool Takes<T>() => typeof(T) == typeof(float) || typeof(T) == typeof(double);

    public override Func<NDArray> Product<T>(GemmOperands<T> operands)
    {
        GemmShape shape = operands.Shape;
        (int a, int b) = (shape.TransposedA ? Transposed : AsStored, shape.TransposedB ? Transposed : AsStored);
        NDArray result = operands.Result;
        if (typeof(T) == typeof(double))
        {
            var dgemm = (delegate* unmanaged[Cdecl]<int, int, int, int, int, int, double, T*, int, T*, int, double, T*, int, void>)Export("cblas_dgemm");
            return () =>
            {
                dgemm(RowMajor, a, b, shape.M, shape.N, shape.K, 1, operands.A, shape.LdA, operands.B, shape.LdB, 0, operands.C, shape.N);
                return result;
            };
        }

        var sgemm = (delegate* unmanaged[Cdecl]<int, int, int, int, int, int, float, T*, int, T*, int, float, T*, int, void>)Export("cblas_sgemm");
        return () =>
        {
            sgemm(RowMajor, a, b, shape.M, shape.N, shape.K, 1, operands.A, shape.LdA, operands.B, shape.LdB, 0, operands.C, shape.N);
            return result;
        };
    }

    protected override void SetThreads(int threads)
    {
        base.SetThreads(threads);
        ((delegate* unmanaged[Cdecl]<int, void>)Export("openblas_set_num_threads"))(threads);
    }

    private nint Export(string name) => NativeLibrary.GetExport(_library, name);
}
