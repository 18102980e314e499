using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace MiniTorch.Kernels;

/// <summary>
/// Philox 4×32-10: Salmon, Moraes, Dror, Shaw, "Parallel Random Numbers: As Easy as 1, 2, 3" (SC 2011). A keyed bijection of 128-bit
/// counters; every block of 128 bits is a pure function of key and counter.
/// </summary>
/// <remarks>
/// A fill is a sequence of groups of <see cref="GroupBlocks"/> consecutive blocks. Word n of a group, of 64 bits, is the half n / 8 of its
/// block n % 8: the order in which eight lanes leave the registers, kept on every CPU, so that all of them give the same numbers.
/// </remarks>
internal static class Philox
{
    internal const int GroupBlocks = 8;
    internal const int GroupWords = 2 * GroupBlocks;

    private const int Rounds = 10;
    private const uint Multiplier0 = 0xD2511F53;
    private const uint Multiplier1 = 0xCD9E8D57;
    private const uint Weyl0 = 0x9E3779B9;
    private const uint Weyl1 = 0xBB67AE85;

    // The truth table of a ^ b ^ c.
    private const byte ExclusiveOr3 = 0x96;

    /// <summary>The low and high 64 bits of the block for the counter (<paramref name="high"/>, <paramref name="low"/>).</summary>
    internal static (ulong Low, ulong High) Block(ulong key, ulong low, ulong high)
    {
        uint c0 = (uint)low, c1 = (uint)(low >> 32), c2 = (uint)high, c3 = (uint)(high >> 32);
        uint k0 = (uint)key, k1 = (uint)(key >> 32);
        for (int round = 0; round < Rounds; round++)
        {
            ulong product0 = (ulong)Multiplier0 * c0;
            ulong product1 = (ulong)Multiplier1 * c2;
            c0 = (uint)(product1 >> 32) ^ c1 ^ k0;
            c1 = (uint)product1;
            c2 = (uint)(product0 >> 32) ^ c3 ^ k1;
            c3 = (uint)product0;
            k0 += Weyl0;
            k1 += Weyl1;
        }

        return (c0 | ((ulong)c1 << 32), c2 | ((ulong)c3 << 32));
    }

    /// <summary>Fills whole groups; the first block has the counter (0, <paramref name="block"/>).</summary>
    internal static void Fill(Span<ulong> destination, ulong key, ulong block)
    {
        if (Avx512F.IsSupported)
        {
            Fill512(destination, key, block);
        }
        else if (Avx2.IsSupported)
        {
            Fill256(destination, key, block);
        }
        else
        {
            FillScalar(destination, key, block);
        }
    }

    internal static void FillScalar(Span<ulong> destination, ulong key, ulong block)
    {
        Debug.Assert(destination.Length % GroupWords == 0);
        for (; !destination.IsEmpty; destination = destination[GroupWords..])
        {
            for (int i = 0; i < GroupBlocks; i++)
            {
                (destination[i], destination[GroupBlocks + i]) = Block(key, block++, 0);
            }
        }
    }

    // A lane of 64 bits holds one 32-bit word of a block. Its upper half is garbage between the rounds: the widening multiplication does
    // not read it, and Join drops it. Two groups at a time, since the multiplications of one are a chain. Optimized
    // from the first call on: unoptimized, as programs start, it is ten times slower.
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    internal static void Fill512(Span<ulong> destination, ulong key, ulong block)
    {
        Debug.Assert(destination.Length % GroupWords == 0);
        var multiplier0 = Vector512.Create((ulong)Multiplier0).AsUInt32();
        var multiplier1 = Vector512.Create((ulong)Multiplier1).AsUInt32();
        var weyl0 = Vector512.Create((ulong)Weyl0);
        var weyl1 = Vector512.Create((ulong)Weyl1);
        var counter = Vector512.Create(block) + Vector512<ulong>.Indices;
        var output = MemoryMarshal.Cast<ulong, Vector512<ulong>>(destination);
        for (int i = 0; i + 1 < output.Length; i += 4)
        {
            Vector512<ulong> a0 = counter, a1 = counter >> 32, a2 = default, a3 = default;
            var b0 = counter + Vector512.Create((ulong)GroupBlocks);
            Vector512<ulong> b1 = b0 >> 32, b2 = default, b3 = default;
            var k0 = Vector512.Create(key);
            var k1 = Vector512.Create(key >> 32);
            for (int round = 0; round < Rounds; round++)
            {
                var productA0 = Avx512F.Multiply(a0.AsUInt32(), multiplier0);
                var productA1 = Avx512F.Multiply(a2.AsUInt32(), multiplier1);
                var productB0 = Avx512F.Multiply(b0.AsUInt32(), multiplier0);
                var productB1 = Avx512F.Multiply(b2.AsUInt32(), multiplier1);
                a0 = Avx512F.TernaryLogic(productA1 >> 32, a1, k0, ExclusiveOr3);
                b0 = Avx512F.TernaryLogic(productB1 >> 32, b1, k0, ExclusiveOr3);
                a1 = productA1;
                b1 = productB1;
                a2 = Avx512F.TernaryLogic(productA0 >> 32, a3, k1, ExclusiveOr3);
                b2 = Avx512F.TernaryLogic(productB0 >> 32, b3, k1, ExclusiveOr3);
                a3 = productA0;
                b3 = productB0;
                k0 += weyl0;
                k1 += weyl1;
            }

            output[i] = Join(a0, a1);
            output[i + 1] = Join(a2, a3);
            if (i + 3 < output.Length)
            {
                output[i + 2] = Join(b0, b1);
                output[i + 3] = Join(b2, b3);
            }

            counter += Vector512.Create(2ul * GroupBlocks);
        }
    }

    // As Fill512, with the two halves of a group at once.
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    internal static void Fill256(Span<ulong> destination, ulong key, ulong block)
    {
        Debug.Assert(destination.Length % GroupWords == 0);
        var multiplier0 = Vector256.Create((ulong)Multiplier0).AsUInt32();
        var multiplier1 = Vector256.Create((ulong)Multiplier1).AsUInt32();
        var weyl0 = Vector256.Create((ulong)Weyl0);
        var weyl1 = Vector256.Create((ulong)Weyl1);
        var counter = Vector256.Create(block) + Vector256<ulong>.Indices;
        var output = MemoryMarshal.Cast<ulong, Vector256<ulong>>(destination);
        for (int i = 0; i + 3 < output.Length; i += 4)
        {
            Vector256<ulong> a0 = counter, a1 = counter >> 32, a2 = default, a3 = default;
            var b0 = counter + Vector256.Create((ulong)GroupBlocks / 2);
            Vector256<ulong> b1 = b0 >> 32, b2 = default, b3 = default;
            var k0 = Vector256.Create(key);
            var k1 = Vector256.Create(key >> 32);
            for (int round = 0; round < Rounds; round++)
            {
                var productA0 = Avx2.Multiply(a0.AsUInt32(), multiplier0);
                var productA1 = Avx2.Multiply(a2.AsUInt32(), multiplier1);
                var productB0 = Avx2.Multiply(b0.AsUInt32(), multiplier0);
                var productB1 = Avx2.Multiply(b2.AsUInt32(), multiplier1);
                a0 = (productA1 >> 32) ^ a1 ^ k0;
                b0 = (productB1 >> 32) ^ b1 ^ k0;
                a1 = productA1;
                b1 = productB1;
                a2 = (productA0 >> 32) ^ a3 ^ k1;
                b2 = (productB0 >> 32) ^ b3 ^ k1;
                a3 = productA0;
                b3 = productB0;
                k0 += weyl0;
                k1 += weyl1;
            }

            output[i] = Join(a0, a1);
            output[i + 1] = Join(b0, b1);
            output[i + 2] = Join(a2, a3);
            output[i + 3] = Join(b2, b3);
            counter += Vector256.Create((ulong)GroupBlocks);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<ulong> Join(Vector512<ulong> low, Vector512<ulong> high) =>
        Vector512.ConditionalSelect(Vector512.Create((ulong)uint.MaxValue), low, high << 32);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<ulong> Join(Vector256<ulong> low, Vector256<ulong> high) =>
        Vector256.ConditionalSelect(Vector256.Create((ulong)uint.MaxValue), low, high << 32);
}
