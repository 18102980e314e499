using System.CommandLine;

namespace MiniTorch.Benchmarks;

/// <summary><c>curvature</c>: what the tools for models too large for a Hessian take, and how exact they are.</summary>
internal static class CurvatureCommand
{
    public static Command Create() => new("curvature", "Tools of src/Curvature on large models") { LanczosCommand.Create() };
}
