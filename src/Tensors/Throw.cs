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

    [DoesNotReturn]
    [StackTraceHidden]
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static Shape NoBroadcast(string op, Shape left, Shape right) =>
        throw new ArgumentException($"{op}: shapes must broadcast: sizes aligned at the last dimension are equal or 1; got {left} and {right}");

    [DoesNotReturn]
    [StackTraceHidden]
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static int NoDim(string op, int dim, Shape shape) =>
        throw new ArgumentException($"{op}: dimension {dim} is out of range for shape {shape}, which has {shape.Rank} dimension{(shape.Rank == 1 ? "" : "s")}");

    [DoesNotReturn]
    [StackTraceHidden]
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void TooLarge(string op, Shape shape, DType dtype, long bytes) =>
        throw new ArgumentException($"{op}: an array has at most 2 GB; {shape} of {dtype.Name()} has {bytes:N0} bytes");

    /// <summary>Refuses a type that is not floating-point.</summary>
    public static void UnlessFloat(string op, DType dtype)
    {
        if (!dtype.IsFloatingPoint())
        {
            DType<NDArray>(op, dtype, MiniTorch.DType.Float32);
        }
    }

    [DoesNotReturn]
    [StackTraceHidden]
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static T DType<T>(string op, DType dtype) => throw new NotSupportedException($"{op}: not defined for {dtype.Name()}");

    [DoesNotReturn]
    [StackTraceHidden]
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static T DType<T>(string op, DType dtype, DType instead) =>
        throw new NotSupportedException($"{op}: not defined for {dtype.Name()}; convert with To(DType.{instead}) first");

    // An operation that bools do not have, and the one to use in its place, where there is one.
    [DoesNotReturn]
    [StackTraceHidden]
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static T Bools<T>(string op, string? instead) =>
        throw new NotSupportedException($"{op}: not defined for bool; {(instead is null ? "" : $"use {instead}, or ")}convert with To(DType.Int64) first");

    [DoesNotReturn]
    [StackTraceHidden]
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void ScopeEnded() => throw new ObjectDisposedException(
        "MiniTorch.NDArray",
        "This array was made inside a scope that has ended, and its memory has been reused. Call scope.Keep(...) on what must outlive the scope.");
}
