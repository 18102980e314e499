using System.Runtime.CompilerServices;
using MiniTorch.Kernels;

namespace MiniTorch.Optim;

/// <summary>The loop of every elementwise optimizer: one pass over memory, which reads and writes each array once.</summary>
internal static unsafe class FusedLoop
{
    internal interface IBufferCount
    {
        static abstract int Value { get; }
    }

    public static void Run<TUpdate, TVec, T>(in TUpdate coefficients, in Operands<T> operands)
        where TUpdate : struct, IUpdate<TVec>
        where TVec : unmanaged, ISimd<TVec, T>
        where T : unmanaged
    {
        switch (operands.TensorCount)
        {
            case 0:
                Run<TUpdate, TVec, T, None>(coefficients, operands);
                break;
            case 1:
                Run<TUpdate, TVec, T, One>(coefficients, operands);
                break;
            case 2:
                Run<TUpdate, TVec, T, Two>(coefficients, operands);
                break;
            default:
                Run<TUpdate, TVec, T, Three>(coefficients, operands);
                break;
        }
    }

    /// <summary>The smallest magnitude below which numbers are denormal; arithmetic on those is many times slower.</summary>
    public static double SmallestNormal<T>() => typeof(T) == typeof(float) ? 1.1754943508222875e-38 : 2.2250738585072014e-308;

    /// <summary>A magnitude whose square is a normal number, rounding included.</summary>
    public static double SmallestRoot<T>() => typeof(T) == typeof(float) ? 1.0843e-19 : 1.4918e-154;

    /// <summary>The value, or 0 where its magnitude is below a bound. NaN stays NaN.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVec Flush<TVec, T>(TVec value, TVec bound)
        where TVec : unmanaged, ISimd<TVec, T>
        where T : unmanaged =>
        TVec.SelectLess(TVec.Abs(value), bound, TVec.Zero, value);

    /// <summary>State that keeps a share of itself and takes something in, kept·state + taken; 0 where its magnitude is below a bound.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVec Accumulate<TVec, T>(TVec kept, TVec state, TVec taken, TVec bound)
        where TVec : unmanaged, ISimd<TVec, T>
        where T : unmanaged =>
        Flush<TVec, T>(TVec.MultiplyAdd(kept, state, taken), bound);

    /// <summary>
    /// The gradient with that of the L2 penalty: g + λθ. Without a penalty the parameter stays out of it, so that an infinite one remains what it is.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVec Penalize<TVec, T>(TVec gradient, TVec decay, TVec parameter, bool decays)
        where TVec : unmanaged, ISimd<TVec, T>
        where T : unmanaged =>
        decays ? TVec.MultiplyAdd(decay, parameter, gradient) : gradient;

    // The number of state tensors is part of the type, so that the loop has no branches for those that are not there.
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static void Run<TUpdate, TVec, T, TBuffers>(in TUpdate coefficients, in Operands<T> operands)
        where TUpdate : struct, IUpdate<TVec>
        where TVec : unmanaged, ISimd<TVec, T>
        where T : unmanaged
        where TBuffers : struct, IBufferCount
    {
        ReadOnlySpan<ParamState> states = operands.States;
        foreach (Segment segment in operands.Segments)
        {
            ParamState state = states[segment.Array];
            int start = segment.Start;
            fixed (T* p = &state.Values.Ref<T>(), g = &state.Gradient.Ref<T>())
            {
                T* a = (T*)state.A + start, b = (T*)state.B + start, c = (T*)state.C + start;
                Run<TUpdate, TVec, T, TBuffers>(coefficients, p + start, g + start, a, b, c, segment.Length);
            }
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static void Run<TUpdate, TVec, T, TBuffers>(in TUpdate coefficients, T* p, T* g, T* pa, T* pb, T* pc, int length)
        where TUpdate : struct, IUpdate<TVec>
        where TVec : unmanaged, ISimd<TVec, T>
        where T : unmanaged
        where TBuffers : struct, IBufferCount
    {
        // A local, so that every coefficient stays in a register: a method of its own, since a call in it would send them to memory.
        TUpdate update = coefficients;
        TVec a = TVec.Zero, b = a, c = a, zero = a;
        nint i = 0;
        for (; i <= length - TVec.Count; i += TVec.Count)
        {
            if (TBuffers.Value > 0)
            {
                a = TVec.Load(pa + i);
            }

            if (TBuffers.Value > 1)
            {
                b = TVec.Load(pb + i);
            }

            if (TBuffers.Value > 2)
            {
                c = TVec.Load(pc + i);
            }

            TVec.Store(update.Invoke(TVec.Load(p + i), TVec.Load(g + i), ref a, ref b, ref c), p + i);
            if (TBuffers.Value > 0)
            {
                TVec.Store(a, pa + i);
            }

            if (TBuffers.Value > 1)
            {
                TVec.Store(b, pb + i);
            }

            if (TBuffers.Value > 2)
            {
                TVec.Store(c, pc + i);
            }
        }

        int rest = (int)(length - i);
        if (rest == 0)
        {
            return;
        }

        if (TBuffers.Value > 0)
        {
            a = TVec.LoadPartial(pa + i, rest, zero);
        }

        if (TBuffers.Value > 1)
        {
            b = TVec.LoadPartial(pb + i, rest, zero);
        }

        if (TBuffers.Value > 2)
        {
            c = TVec.LoadPartial(pc + i, rest, zero);
        }

        TVec parameter = update.Invoke(TVec.LoadPartial(p + i, rest, zero), TVec.LoadPartial(g + i, rest, zero), ref a, ref b, ref c);
        TVec.StorePartial(parameter, p + i, rest);
        if (TBuffers.Value > 0)
        {
            TVec.StorePartial(a, pa + i, rest);
        }

        if (TBuffers.Value > 1)
        {
            TVec.StorePartial(b, pb + i, rest);
        }

        if (TBuffers.Value > 2)
        {
            TVec.StorePartial(c, pc + i, rest);
        }
    }

    internal readonly struct None : IBufferCount
    {
        public static int Value => 0;
    }

    internal readonly struct One : IBufferCount
    {
        public static int Value => 1;
    }

    internal readonly struct Two : IBufferCount
    {
        public static int Value => 2;
    }

    internal readonly struct Three : IBufferCount
    {
        public static int Value => 3;
    }
}
