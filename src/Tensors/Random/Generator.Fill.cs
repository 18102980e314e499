using System.Runtime.InteropServices;
using MiniTorch.Kernels;

namespace MiniTorch;

public sealed partial class Generator
{
    // Words are transformed while they are in L1; a chunk is what one worker takes at a time. Both are whole groups and depend on nothing,
    // so that the cut never shows in the numbers.
    private const int BatchWords = 32 * Philox.GroupWords;
    private const int ChunkWords = 16 * BatchWords;

    /// <summary>Integers in [<paramref name="low"/>, <paramref name="high"/>), all equally likely.</summary>
    internal void FillInt64(Span<long> destination, long low, long high)
    {
        ulong range = Range(low, high);
        Fill(destination, new BoundedInt64(Seed, low, range));
    }

    /// <summary>Puts the elements into random order, all orders equally likely: Fisher and Yates, as given by Durstenfeld (1964).</summary>
    internal void Permute<T>(Span<T> values)
    {
        ulong seed = Seed;
        ulong block = Reserve(Blocks(values.Length));
        Span<ulong> words = stackalloc ulong[BatchWords];
        for (int left = values.Length; left > 1; block += BatchWords / 2)
        {
            var batch = words[..(int)Math.Min(2 * Blocks(left), BatchWords)];
            Philox.Fill(batch, seed, block);
            for (int i = 0; i < batch.Length && left > 1; i++, left--)
            {
                int j = (int)BoundedInt64.Bounded(batch[i], (ulong)left, seed, block, i);
                (values[left - 1], values[j]) = (values[j], values[left - 1]);
            }
        }
    }

    /// <summary>Numbers of a distribution.</summary>
    internal unsafe void Fill<T, TDistribution>(Span<T> destination, TDistribution distribution)
        where T : unmanaged
        where TDistribution : struct, IDistribution
    {
        long bytes = (long)destination.Length * sizeof(T);
        long words = (bytes + sizeof(ulong) - 1) / sizeof(ulong);
        ulong seed = Seed;
        ulong block = Reserve(Blocks(words));
        fixed (T* pointer = destination)
        {
            var body = new FillBody<TDistribution>((byte*)pointer, bytes, seed, block, distribution);
            int chunks = (int)((words + ChunkWords - 1) / ChunkWords);
            Workers.For(chunks, ref body);
        }
    }

    // Whole groups, so that where the next draw starts does not depend on the type or the CPU.
    private static ulong Blocks(long words) => (ulong)((words + Philox.GroupWords - 1) / Philox.GroupWords * Philox.GroupBlocks);

    private unsafe struct FillBody<TDistribution>(byte* destination, long bytes, ulong seed, ulong block, TDistribution distribution)
        : IParallelBody
        where TDistribution : struct, IDistribution
    {
        public readonly void Invoke(int chunk)
        {
            long start = (long)chunk * ChunkWords * sizeof(ulong);
            var target = new Span<byte>(destination + start, (int)Math.Min(bytes - start, ChunkWords * sizeof(ulong)));
            ulong at = block + ((ulong)chunk * (ChunkWords / 2));
            while (target.Length >= Philox.GroupWords * sizeof(ulong))
            {
                int groups = Math.Min(target.Length / (Philox.GroupWords * sizeof(ulong)), BatchWords / Philox.GroupWords);
                var batch = target[..(groups * Philox.GroupWords * sizeof(ulong))];
                Draw(MemoryMarshal.Cast<byte, ulong>(batch), at);
                target = target[batch.Length..];
                at += (ulong)(groups * Philox.GroupBlocks);
            }

            if (!target.IsEmpty)
            {
                Span<ulong> group = stackalloc ulong[Philox.GroupWords];
                Draw(group, at);
                MemoryMarshal.AsBytes(group)[..target.Length].CopyTo(target);
            }
        }

        private readonly void Draw(Span<ulong> words, ulong at)
        {
            Philox.Fill(words, seed, at);
            distribution.Transform(words, at);
        }
    }
}
