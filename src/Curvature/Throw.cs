using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;

namespace MiniTorch.Curvature;

/// <summary>The one place this layer's errors are thrown from.</summary>
internal static class Throw
{
    [DoesNotReturn]
    [StackTraceHidden]
    public static void Argument(string op, string message) => throw new ArgumentException($"{op}: {message}");

    [DoesNotReturn]
    [StackTraceHidden]
    public static void Invalid(string op, string message) => throw new InvalidOperationException($"{op}: {message}");
}
