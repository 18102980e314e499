using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace MiniTorch;

/// <summary>The one place errors are thrown from: every message begins with the operation, then says the rule and what came.</summary>
internal static class Throw
{
    [DoesNotReturn]
    [StackTraceHidden]
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void Argument(string op, string message) => throw new ArgumentException($"{op}: {message}");

    [DoesNotReturn]
    [StackTraceHidden]
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void Invalid(string op, string message) => throw new InvalidOperationException($"{op}: {message}");

    [StackTraceHidden]
    public static void If([DoesNotReturnIf(true)] bool condition, string op, Func<string> message)
    {
        if (condition)
        {
            Argument(op, message());
        }
    }

    [DoesNotReturn]
    [StackTraceHidden]
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static T DType<T>(string op, DType dtype) => throw new NotSupportedException($"{op}: not defined for {dtype.Name()}");

    [DoesNotReturn]
    [StackTraceHidden]
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void ScopeEnded() => throw new ObjectDisposedException(
        "MiniTorch.NDArray",
        "This array was made inside a scope that has ended, and its memory has been reused. Call scope.Keep(...) on what must outlive the scope.");
}
