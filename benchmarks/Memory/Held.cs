namespace MiniTorch.Benchmarks;

/// <summary>What is held between steps: by the managed heap after a full collection, by the pool, and by the process.</summary>
internal readonly record struct Held(long Heap, long Pool, long Process)
{
    public static Held Now()
    {
        long heap = GC.GetTotalMemory(forceFullCollection: true);
        (long free, long tracked) = BufferPool.Bytes;
        return new Held(heap, free + tracked, Environment.WorkingSet);
    }

    public override string ToString() => $"heap {Heap / 1024.0:N0} KB, pool {Pool / 1024.0:N0} KB, process {Process / 1048576.0:N1} MB";
}
