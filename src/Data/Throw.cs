using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;

namespace MiniTorch.Data;

/// <summary>The one place this layer's errors are thrown from. Those about a file begin with its path and take one line.</summary>
internal static class Throw
{
    [DoesNotReturn]
    [StackTraceHidden]
    public static void Argument(string op, string message) => throw new ArgumentException($"{op}: {message}");

    [DoesNotReturn]
    [StackTraceHidden]
    public static void Invalid(string op, string message) => throw new InvalidOperationException($"{op}: {message}");

    [DoesNotReturn]
    [StackTraceHidden]
    public static void Index(int index, int count) =>
        throw new ArgumentOutOfRangeException(nameof(index), $"dataset: index {index} is out of range; there are {count} samples");

    [DoesNotReturn]
    [StackTraceHidden]
    public static void Content(string path, string message, Exception? inner = null) =>
        throw new InvalidDataException($"{path}: {message}", inner);

    [DoesNotReturn]
    [StackTraceHidden]
    public static void NoFile(string path, string message) => throw new FileNotFoundException($"{path}: {message}", path);

    [DoesNotReturn]
    [StackTraceHidden]
    public static void NoFolder(string path, string message) => throw new DirectoryNotFoundException($"{path}: {message}");
}
