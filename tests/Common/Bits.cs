using System.Runtime.InteropServices;

namespace MiniTorch.Tests;

/// <summary>Values as bits, so that NaN equals itself and 0 differs from −0.</summary>
public static class Bits
{
    private static readonly NDArray _work = NDArray.Ones([1 << 18]);

    /// <summary>Of the elements in row-major order.</summary>
    public static long[] Of(NDArray values) => MemoryMarshal.Cast<double, long>(values.To(DType.Float64).ToArray<double>()).ToArray();

    /// <summary>An operation's value, then the gradients of its inputs if it has any.</summary>
    public static long[][] OfValueAndGradients(Func<Tensor[], Tensor> op, NDArray[] values)
    {
        Tensor[] inputs = [.. values.Select(static value => new Tensor(value, value.DType.IsFloatingPoint()))];
        Tensor output = op(inputs);
        if (!output.RequiresGrad)
        {
            return [Of(output.Value)];
        }

        Tensor seed = new(NDArray.Randn(output.Shape, output.DType, new Generator(1UL)));
        return [Of(output.Value), .. Autograd.Grad([output], inputs, [seed], materializeGrads: true).Select(static gradient => Of(gradient.Value))];
    }

    /// <summary>Runs with one worker, with 2, 3 and 8, and with chunks done in the opposite order; all must give the same.</summary>
    public static void SameForAnyNumberOfWorkers(Func<long[][]> run, string what)
    {
        Workers.Count = 1;
        long[][] expected = run();
        Compare(expected, Backwards(run), $"{what}: other bits with chunks done backwards");
        foreach (int count in (int[])[2, 3, 8])
        {
            Workers.Count = count;

            // Workers that have just worked are awake for the next call.
            _ = _work.Add(_work);
            Compare(expected, run(), $"{what}: other bits with {count} workers");
        }
    }

    private static long[][] Backwards(Func<long[][]> run)
    {
        Workers.RunsBackwards = true;
        try
        {
            return run();
        }
        finally
        {
            Workers.RunsBackwards = false;
        }
    }

    private static void Compare(long[][] expected, long[][] actual, string difference)
    {
        for (int i = 0; i < expected.Length; i++)
        {
            Assert.True(expected[i].AsSpan().SequenceEqual(actual[i]), $"{difference}, {(i == 0 ? "the value" : $"the gradient of input {i - 1}")}");
        }
    }
}
