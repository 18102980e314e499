using System.Diagnostics;

namespace MiniTorch;

public static unsafe partial class Workers
{
    // Each on a cache line of its own. Two threads may share a place: then one is not seen.
    private const int Places = 16;
    private const int Line = 128 / sizeof(long);

    // How long a thread is still taken to compute after its last call: the time between two kernels of a step.
    private static readonly long s_pause = Stopwatch.Frequency / 1000;

    // Until when the thread of each place is taken to compute.
    private static readonly long[] s_until = new long[(Places + 1) * Line];

    [ThreadStatic]
    private static bool t_isInside;

    internal static int PlaceOf(int threadId) => 1 + (threadId % Places);

    /// <summary>
    /// From now on every kernel that this thread calls runs on it alone, as on a worker: for a thread that is one of several at the same work, as loading.
    /// </summary>
    internal static void RunAlone() => t_isInside = true;

    // The number of threads that call at the same time, this one included. Each keeps a processor: a worker would take it from them, and the owner would
    // wait for a worker that has none.
    private static int EnterCaller()
    {
        Volatile.Write(ref s_until[PlaceOf(Environment.CurrentManagedThreadId) * Line], long.MaxValue);
        t_isInside = true;
        long now = Stopwatch.GetTimestamp();
        int callers = 0;
        for (int i = Line; i < s_until.Length; i += Line)
        {
            callers += Volatile.Read(ref s_until[i]) > now ? 1 : 0;
        }

        return callers;
    }

    private static void ExitCaller()
    {
        t_isInside = false;
        Volatile.Write(ref s_until[PlaceOf(Environment.CurrentManagedThreadId) * Line], Stopwatch.GetTimestamp() + s_pause);
    }
}
