using System.Globalization;
using System.Runtime.CompilerServices;

namespace MiniTorch;

/// <summary>The threads that kernels share.</summary>
/// <remarks>
/// <para>Results do not depend on <see cref="Count"/>: work is cut at boundaries that depend on sizes alone.</para>
/// <para>One call at a time owns the workers, and takes no more of them than processors are left by the other threads that are calling kernels. A call that
/// finds them taken, and a call from inside a kernel, runs on its own thread at once instead of queueing: training several models on several threads needs
/// no settings.</para>
/// <para>A worker that has nothing to do spins for about 50 µs and then sleeps.</para>
/// </remarks>
public static unsafe partial class Workers
{
    private static int s_count = InitialCount(Environment.GetEnvironmentVariable("MINITORCH_NUM_THREADS"), Environment.ProcessorCount);

    /// <summary>The number of threads a kernel may use, the calling one included; at least 1.</summary>
    /// <value>
    /// The environment variable <c>MINITORCH_NUM_THREADS</c> if it holds a positive integer, else <see cref="Environment.ProcessorCount"/>.
    /// A new value takes effect with the next kernel, whichever thread sets it.
    /// </value>
    /// <remarks>PyTorch: <c>torch.get_num_threads()</c>, <c>torch.set_num_threads(n)</c>, <c>OMP_NUM_THREADS</c>.</remarks>
    /// <exception cref="ArgumentOutOfRangeException">The value is less than 1.</exception>
    public static int Count
    {
        get => Volatile.Read(ref s_count);
        set
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1);
            Volatile.Write(ref s_count, value);
        }
    }

    /// <summary>Chunks run from the last to the first on the calling thread: tests see by it at once what depends on the order in which chunks are done.</summary>
    internal static bool RunsBackwards { get; set; }

    internal static int InitialCount(string? variable, int processors) =>
        int.TryParse(variable, NumberStyles.Integer, CultureInfo.InvariantCulture, out int count) && count > 0 ? count : processors;

    /// <summary>
    /// Invokes <paramref name="body"/> once for every chunk from 0 to <paramref name="chunks"/> − 1 and returns when all are done. The first exception
    /// is rethrown; chunks that had not begun by then are skipped.
    /// </summary>
    /// <param name="chunks">The number of chunks; it must follow from sizes alone. They run concurrently, in any order.</param>
    /// <param name="body">A local variable of the caller: it is shared through its address, which must not move.</param>
    internal static void For<TBody>(int chunks, ref TBody body)
        where TBody : struct, IParallelBody
    {
        if (RunsBackwards)
        {
            for (int chunk = chunks - 1; chunk >= 0; chunk--)
            {
                body.Invoke(chunk);
            }

            return;
        }

        if (Math.Min(Count, chunks) <= 1 || t_isInside)
        {
            RunAll(chunks, ref body);
            return;
        }

        int callers = EnterCaller();
        try
        {
            int helpers = Math.Min(Count - callers, chunks - 1);
            if (helpers <= 0 || !TryOwn())
            {
                RunAll(chunks, ref body);
                return;
            }

            try
            {
                RunShared(chunks, helpers, Unsafe.AsPointer(ref body), &Drain<TBody>);
            }
            finally
            {
                Release();
            }
        }
        finally
        {
            ExitCaller();
        }
    }

    private static void RunAll<TBody>(int chunks, ref TBody body)
        where TBody : struct, IParallelBody
    {
        for (int chunk = 0; chunk < chunks; chunk++)
        {
            body.Invoke(chunk);
        }
    }

    private static void Drain<TBody>(void* address)
        where TBody : struct, IParallelBody
    {
        ref TBody body = ref Unsafe.AsRef<TBody>(address);
        while (TryTake(out int chunk))
        {
            body.Invoke(chunk);
        }
    }
}

/// <summary>Work cut into chunks that may run at the same time on different threads, all on one and the same value.</summary>
internal interface IParallelBody
{
    void Invoke(int chunk);
}
