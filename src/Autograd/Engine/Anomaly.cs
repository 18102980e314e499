using System.Runtime.InteropServices;

namespace MiniTorch;

/// <summary>Anomaly mode: what is kept of each forward call, and what a walk says when a derivative goes wrong.</summary>
internal static class Anomaly
{
    private static readonly string[] Recorders =
        ["System.Environment.", .. new[] { nameof(Anomaly), nameof(Op), nameof(Tensor), nameof(Autograd), nameof(FunctionCall), nameof(FunctionNode) }.Select(static name => $"{nameof(MiniTorch)}.{name}.")];

    /// <summary>The stack of the operation being recorded, without the frames that record it.</summary>
    public static string TraceOfCaller()
    {
        string[] frames = Environment.StackTrace.Split(Environment.NewLine);
        return string.Join(Environment.NewLine, frames.SkipWhile(static frame => Recorders.Any(frame.Contains)));
    }

    /// <summary>Runs a derivative; an error names the place of the forward call.</summary>
    public static T Watch<T>(Node node, Func<T> derive)
    {
        try
        {
            return derive();
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            throw new InvalidOperationException($"anomaly: the derivative of '{node.Name}' failed: {error.Message} {Where(node)}", error);
        }
    }

    /// <summary>Throws if a derivative returned NaN.</summary>
    public static void CheckNaN(Node node, int input, Tensor? derivative)
    {
        if (derivative is not null && !GradMode.Current.Has(GradModes.NaNAllowed) && HasNaN(derivative.Value))
        {
            Throw.Invalid("anomaly", $"the derivative of '{node.Name}' for its input {input}, of shape {derivative.Shape}, returned nan values. {Where(node)}");
        }
    }

    // Where the forward call of a node stood.
    private static string Where(Node node) => node.Extras?.ForwardTrace is { } trace
        ? $"Its forward was called here:{Environment.NewLine}{trace}"
        : "Where its forward was called is not known, since it ran outside DetectAnomaly.";

    private static bool HasNaN(NDArray value)
    {
        value = value.Contiguous();
        bool found = value.DType == DType.Float32
            ? HasNaN(MemoryMarshal.CreateReadOnlySpan(ref value.Ref<float>(), value.Count))
            : HasNaN(MemoryMarshal.CreateReadOnlySpan(ref value.Ref<double>(), value.Count));
        GC.KeepAlive(value);
        return found;
    }

    private static bool HasNaN<T>(ReadOnlySpan<T> values)
        where T : System.Numerics.IFloatingPointIeee754<T>
    {
        foreach (T value in values)
        {
            if (T.IsNaN(value))
            {
                return true;
            }
        }

        return false;
    }
}
