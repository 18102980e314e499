using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using MiniTorch.Kernels;

namespace MiniTorch.Optim;

/// <summary>r ← r + av; rᵀw. Nearly all of the recursion's arithmetic: in the vectors' type and at the processor's width.</summary>
internal readonly unsafe struct StepOp(NDArray r, NDArray v, double a, NDArray w) : IFlatOp
{
    public FlatSums Invoke<T>(Segment segment)
        where T : unmanaged
    {
        fixed (T* pr = &Lanes.At<T>(r, segment), pv = &Lanes.At<T>(v, segment), pw = &Lanes.At<T>(w, segment))
        {
            double dot = Vector512.IsHardwareAccelerated ? Run<Simd512<T>, T>(pr, pv, pw, a, segment.Length)
                : Vector256.IsHardwareAccelerated ? Run<Simd256<T>, T>(pr, pv, pw, a, segment.Length)
                : Run<Simd128<T>, T>(pr, pv, pw, a, segment.Length);
            return new FlatSums(dot);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static double Run<TVec, T>(T* r, T* v, T* w, double a, int length)
        where TVec : unmanaged, ISimd<TVec, T>
        where T : unmanaged
    {
        TVec scale = TVec.Create(a), dot0 = TVec.Zero, dot1 = TVec.Zero;
        for (nint i = 0; i < length; i += 2 * TVec.Count)
        {
            nint j = i + TVec.Count;
            TVec r0 = TVec.MultiplyAdd(scale, TVec.Load(v + i), TVec.Load(r + i));
            TVec r1 = TVec.MultiplyAdd(scale, TVec.Load(v + j), TVec.Load(r + j));
            TVec.Store(r0, r + i);
            TVec.Store(r1, r + j);
            TVec.AddProduct(r0, TVec.Load(w + i), ref dot0);
            TVec.AddProduct(r1, TVec.Load(w + j), ref dot1);
        }

        T sum = TVec.Sum(dot0 + dot1);
        return typeof(T) == typeof(float) ? Unsafe.BitCast<T, float>(sum) : Unsafe.BitCast<T, double>(sum);
    }
}
