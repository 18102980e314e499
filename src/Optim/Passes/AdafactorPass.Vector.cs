using System.Runtime.CompilerServices;

namespace MiniTorch.Optim;

internal readonly unsafe partial struct AdafactorKernel<TVec, T>
{
    // Terms that are added in a lane before they are added up in float64.
    private const int Terms = 64;

    // Every element has its own average here, so that its update is known at once.
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private (double Parameter, double Update) GatherVector(int start, int count)
    {
        TVec kept = TVec.Create(1 - task.Taken), taken = TVec.Create(task.Taken), most = TVec.Create(task.Most), zero = TVec.Zero;
        TVec smallest = TVec.Create(SmallestNormal), root = TVec.Create(FusedLoop.SmallestRoot<T>());
        double parameterSquares = 0, updateSquares = 0;
        for (int i = start; i < start + count;)
        {
            TVec updates = zero, weights = zero;
            int end = Math.Min(start + count, i + (Terms * TVec.Count));
            for (; i < end; i += TVec.Count)
            {
                int rest = start + count - i;
                TVec g = Load(gradient + i, rest, zero), square = FusedLoop.Flush<TVec, T>(g, root);
                TVec variance = TVec.MultiplyAdd(kept, Load(a + i, rest, zero), taken * square * square);
                variance = FusedLoop.Flush<TVec, T>(variance, smallest);
                Store(variance, a + i, rest);
                TVec update = FusedLoop.Flush<TVec, T>(g * Factor(variance, most), root);
                TVec.AddProduct(update, update, ref updates);
                TVec weight = Load(parameter + i, rest, zero);
                TVec.AddProduct(weight, weight, ref weights);
            }

            parameterSquares += ToDouble(TVec.Sum(weights));
            updateSquares += ToDouble(TVec.Sum(updates));
        }

        return (parameterSquares, updateSquares);
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private void ApplyVector(int start, int count)
    {
        TVec most = TVec.Create(task.Most), scale = TVec.Create(task.Scale), shrink = TVec.Create(task.Shrink), zero = TVec.Zero;
        for (int i = start; i < start + count; i += TVec.Count)
        {
            int rest = start + count - i;
            TVec update = Load(gradient + i, rest, zero) * Factor(Load(a + i, rest, zero), most);
            Store(TVec.MultiplyAdd(scale, update, shrink * Load(parameter + i, rest, zero)), parameter + i, rest);
        }
    }

    // 1/max(√v, ε₁).
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVec Factor(TVec variance, TVec most) => TVec.Clamp(TVec.Create(1.0) / TVec.Sqrt(variance), TVec.Zero, most);
}
