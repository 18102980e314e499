using MiniTorch.Kernels;

namespace MiniTorch.Tests;

/// <summary>The distributions as spans get them, without an array around.</summary>
internal static class GeneratorFills
{
    extension(Generator generator)
    {
        public void FillUniform(Span<float> destination) => generator.Fill(destination, default(UniformSingle));

        public void FillUniform(Span<double> destination) => generator.Fill(destination, default(UniformDouble));

        public void FillNormal(Span<float> destination) => generator.Fill(destination, default(NormalSingle));

        public void FillNormal(Span<double> destination) => generator.Fill(destination, default(NormalDouble));

        public void FillBernoulliMask(Span<float> destination, double keep, float scale) => generator.Fill(destination, new MaskSingle(keep, scale));

        public void FillBernoulliMask(Span<double> destination, double keep, double scale) => generator.Fill(destination, new MaskDouble(keep, scale));
    }
}
