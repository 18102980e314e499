namespace MiniTorch;

// How buffers that nobody returns are found again.
internal static partial class BufferPool
{
    private const long MinimumBudget = 64L << 20;

    private static long s_budget = MinimumBudget;
    private static int s_scannedAt;

    // Looks for abandoned buffers: first among what earlier collections left, then, when the tracked bytes exceed the budget, after a
    // collection of its own. One of the young suffices as long as it brings back a quarter of the budget: what each of them promotes with
    // its storage still alive is found by an older, dearer one, so the more is spared, the more the budget is above what is alive.
    private static bool Reclaim(int sizeClass)
    {
        if (Tracked.Count == 0)
        {
            return false;
        }

        if (GC.CollectionCount(0) != s_scannedAt)
        {
            Scan();
            if (Free[sizeClass] is { Count: > 0 })
            {
                return true;
            }
        }

        if (s_trackedBytes + BytesOf(sizeClass) <= s_budget)
        {
            return false;
        }

        for (int generation = 0; generation <= 2; generation++)
        {
            GC.Collect(generation, GCCollectionMode.Forced, blocking: true);
            Scan();
            if (s_trackedBytes <= s_budget / 4 * 3)
            {
                s_budget = Math.Min(s_budget, BudgetFor(s_trackedBytes));
                return true;
            }
        }

        // Only now is all that is still tracked alive.
        s_budget = BudgetFor(s_trackedBytes);
        return true;
    }

    // Sixteen times what is alive, where that is little, and four times where it is much.
    private static long BudgetFor(long liveBytes) => Math.Max(MinimumBudget, (4 * liveBytes) + Math.Min(12 * liveBytes, 2 * MinimumBudget));

    private static void Scan()
    {
        s_scannedAt = GC.CollectionCount(0);

        // A peak is forgotten in time, so that a phase that needed much does not keep it.
        s_mostUsedBytes -= s_mostUsedBytes / 8;
        for (int i = Tracked.Count - 1; i >= 0; i--)
        {
            PooledBuffer buffer = Tracked[i];
            if (!buffer.User.TryGetTarget(out _))
            {
                Untrack(buffer);
                s_usedBytes -= buffer.Bytes;
                if (buffer.IsExposed)
                {
                    Drop(buffer);
                }
                else
                {
                    Push(buffer);
                }
            }
        }
    }
}
