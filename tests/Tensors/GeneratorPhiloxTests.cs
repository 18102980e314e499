using MiniTorch.Kernels;

namespace MiniTorch.Tests;

public sealed class GeneratorPhiloxTests
{
    // Random123, kat_vectors, the lines "philox4x32 10": counter, key, output; least significant word first.
    [Theory]
    [InlineData(
        new[] { 0x00000000u, 0x00000000u, 0x00000000u, 0x00000000u }, new[] { 0x00000000u, 0x00000000u },
        new[] { 0x6627e8d5u, 0xe169c58du, 0xbc57ac4cu, 0x9b00dbd8u })]
    [InlineData(
        new[] { 0xffffffffu, 0xffffffffu, 0xffffffffu, 0xffffffffu }, new[] { 0xffffffffu, 0xffffffffu },
        new[] { 0x408f276du, 0x41c83b0eu, 0xa20bc7c6u, 0x6d5451fdu })]
    [InlineData(
        new[] { 0x243f6a88u, 0x85a308d3u, 0x13198a2eu, 0x03707344u }, new[] { 0xa4093822u, 0x299f31d0u },
        new[] { 0xd16cfe09u, 0x94fdccebu, 0x5001e420u, 0x24126ea1u })]
    public void Blocks_are_the_published_ones(uint[] counter, uint[] key, uint[] expected)
    {
        var (low, high) = Philox.Block(Join(key[0], key[1]), Join(counter[0], counter[1]), Join(counter[2], counter[3]));
        Assert.Equal((Join(expected[0], expected[1]), Join(expected[2], expected[3])), (low, high));
    }

    // Starts: at 0, across a carry into the second word of the counter in every lane, across its end.
    public static TheoryData<ulong> Starts()
    {
        TheoryData<ulong> starts = [0, 12345678901234567890];
        for (ulong lane = 1; lane <= 20; lane++)
        {
            starts.Add((1ul << 32) - lane);
            starts.Add(0 - lane);
        }

        return starts;
    }

    [Theory]
    [MemberData(nameof(Starts))]
    public void Vector_fills_are_the_scalar_fill(ulong block)
    {
        const ulong key = 0x9e3779b97f4a7c15;
        for (int groups = 0; groups <= 16; groups++)
        {
            ulong[] expected = new ulong[groups * Philox.GroupWords];
            Philox.FillScalar(expected, key, block);
            AssertSame(expected, key, block, Philox.Fill);
            if (System.Runtime.Intrinsics.X86.Avx512F.IsSupported)
            {
                AssertSame(expected, key, block, Philox.Fill512);
            }

            if (System.Runtime.Intrinsics.X86.Avx2.IsSupported)
            {
                AssertSame(expected, key, block, Philox.Fill256);
            }
        }
    }

    private delegate void Filler(Span<ulong> destination, ulong key, ulong block);

    private static void AssertSame(ulong[] expected, ulong key, ulong block, Filler fill)
    {
        // Two words of margin: the fill must not write beyond its end.
        ulong[] actual = new ulong[expected.Length + 2];
        actual.AsSpan(expected.Length).Fill(42);
        fill(actual.AsSpan(0, expected.Length), key, block);
        Assert.Equal([.. expected, 42ul, 42ul], actual);
    }

    private static ulong Join(uint low, uint high) => low | ((ulong)high << 32);
}
