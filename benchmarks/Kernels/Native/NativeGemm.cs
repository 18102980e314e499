using System.Runtime.InteropServices;

namespace MiniTorch.Benchmarks;

/// <summary>A library that multiplies matrices in this process.</summary>
internal abstract class NativeGemm
{
    public abstract string Name { get; }

    /// <summary>What a published ratio must name: version, kernel.</summary>
    public abstract string Account { get; }

    /// <summary>Those that are installed, computing with so many threads.</summary>
    public static NativeGemm[] Load(int threads)
    {
        NativeGemm?[] all = [OpenBlas.TryLoad(), OneDnn.TryLoad()];
        NativeGemm[] present = [.. all.OfType<NativeGemm>()];
        if (present.Length < all.Length)
        {
            Console.WriteLine("OpenBLAS (libopenblas0-openmp) or oneDNN (libdnnl2) is absent; benchmarks/peers/install.sh installs both");
        }

        foreach (NativeGemm library in present)
        {
            library.SetThreads(threads);
        }

        return present;
    }

    /// <summary>Whether it has a product of this type.</summary>
    public abstract bool Takes<T>()
        where T : unmanaged;

    /// <summary>A call that computes the product and returns where it is.</summary>
    public abstract Func<NDArray> Product<T>(GemmOperands<T> operands)
        where T : unmanaged;

    /// <summary>Both run over OpenMP.</summary>
    protected virtual unsafe void SetThreads(int threads)
    {
        if (NativeLibrary.TryLoad("libgomp.so.1", out nint openMP))
        {
            ((delegate* unmanaged[Cdecl]<int, void>)NativeLibrary.GetExport(openMP, "omp_set_num_threads"))(threads);
        }
    }
}
