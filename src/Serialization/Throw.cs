using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;

namespace MiniTorch.Serialization;

/// <summary>The one place this layer's errors are thrown from. Those about a file begin with its path and take one line.</summary>
internal static class Throw
{
    [DoesNotReturn]
    [StackTraceHidden]
    public static void Argument(string op, string message, Exception? inner = null) => throw new ArgumentException($"{op}: {message}", inner);

    [DoesNotReturn]
    [StackTraceHidden]
    public static void Content(string path, string message, Exception? inner = null) =>
        throw new InvalidDataException($"{path}: {message}", inner);

    [DoesNotReturn]
    [StackTraceHidden]
    public static void NoFile(string path, string message) => throw new FileNotFoundException($"{path}: {message}", path);
}
