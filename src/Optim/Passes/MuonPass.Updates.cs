using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using MiniTorch.Kernels;

namespace MiniTorch.Optim;

/// <summary>m ← μm + (1 − μ)g, and what is to be orthogonalized, written over the parameter.</summary>
internal readonly unsafe struct MuonMomentum(MuonGroup group)
{
    public readonly double Momentum = group.Momentum;
    public readonly bool LooksAhead = group.Nesterov;

    public void Run<T>(T* update, T* gradient, T* buffer, int length)
        where T : unmanaged
    {
        if (Vector512.IsHardwareAccelerated)
        {
            FusedLoop.Run<MuonMomentum<Simd512<T>, T>, Simd512<T>, T, FusedLoop.One>(new(this), update, gradient, buffer, null, null, length);
        }
        else if (Vector256.IsHardwareAccelerated)
        {
            FusedLoop.Run<MuonMomentum<Simd256<T>, T>, Simd256<T>, T, FusedLoop.One>(new(this), update, gradient, buffer, null, null, length);
        }
        else
        {
            FusedLoop.Run<MuonMomentum<Simd128<T>, T>, Simd128<T>, T, FusedLoop.One>(new(this), update, gradient, buffer, null, null, length);
        }
    }
}

/// <inheritdoc cref="MuonMomentum"/>
internal readonly struct MuonMomentum<TVec, T>(MuonMomentum rule) : IUpdate<TVec>
    where TVec : unmanaged, ISimd<TVec, T>
    where T : unmanaged
{
    private readonly TVec _kept = TVec.Create(rule.Momentum);
    private readonly TVec _taken = TVec.Create(1 - rule.Momentum);
    private readonly TVec _smallest = TVec.Create(FusedLoop.SmallestNormal<T>());
    private readonly bool _looksAhead = rule.LooksAhead;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TVec Invoke(TVec parameter, TVec gradient, ref TVec a, ref TVec b, ref TVec c)
    {
        a = FusedLoop.Accumulate<TVec, T>(_kept, a, _taken * gradient, _smallest);
        return _looksAhead ? TVec.MultiplyAdd(_kept, a, _taken * gradient) : a;
    }
}

/// <summary>x ← p·x + q·y.</summary>
internal readonly unsafe struct MuonBlend(double p, double q)
{
    public readonly double P = p;
    public readonly double Q = q;

    public void Run<T>(T* x, T* y, int length)
        where T : unmanaged
    {
        if (Vector512.IsHardwareAccelerated)
        {
            FusedLoop.Run<MuonBlend<Simd512<T>, T>, Simd512<T>, T, FusedLoop.None>(new(this), x, y, null, null, null, length);
        }
        else if (Vector256.IsHardwareAccelerated)
        {
            FusedLoop.Run<MuonBlend<Simd256<T>, T>, Simd256<T>, T, FusedLoop.None>(new(this), x, y, null, null, null, length);
        }
        else
        {
            FusedLoop.Run<MuonBlend<Simd128<T>, T>, Simd128<T>, T, FusedLoop.None>(new(this), x, y, null, null, null, length);
        }
    }
}

/// <inheritdoc cref="MuonBlend"/>
internal readonly struct MuonBlend<TVec, T>(MuonBlend rule) : IUpdate<TVec>
    where TVec : unmanaged, ISimd<TVec, T>
    where T : unmanaged
{
    private readonly TVec _p = TVec.Create(rule.P);
    private readonly TVec _q = TVec.Create(rule.Q);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TVec Invoke(TVec parameter, TVec gradient, ref TVec a, ref TVec b, ref TVec c) =>
        TVec.MultiplyAdd(_q, gradient, _p * parameter);
}
