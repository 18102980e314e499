using System.Runtime.CompilerServices;

namespace MiniTorch;

public static partial class Autograd
{
    /// <summary>
    /// An operation of one's own with its derivative. <c>forward</c> is not recorded; it names what the derivative will read with
    /// <see cref="FunctionContext.Save"/>. <c>backward</c> gets the gradient of the result and returns one gradient an input, of the input's shape and
    /// type; null stands for zero, and for an input that needs none (<see cref="FunctionContext.NeedsGradient"/>). Written in tensor operations,
    /// it can be differentiated in turn. PyTorch: <c>torch.autograd.Function</c>.
    /// <code>
    /// Tensor cube = Autograd.Function(
    ///     [x],
    ///     (ctx, x) => { ctx.Save(x[0]); return x[0] * x[0] * x[0]; },
    ///     (ctx, g) => [g * 3 * ctx.Saved[0] * ctx.Saved[0]]);
    /// </code>
    /// </summary>
    /// <param name="inputs">The tensors that <c>forward</c> computes from.</param>
    /// <param name="forward">From the inputs, the result.</param>
    /// <param name="backward">From the gradient of the result, the gradients of the inputs.</param>
    /// <param name="name">For messages; by default the name of the method given as <paramref name="forward"/>.</param>
    /// <param name="expression">Filled in by the compiler.</param>
    /// <exception cref="InvalidOperationException">In backward: the number, a shape or a type of the gradients is wrong; the message names the function.</exception>
    public static Tensor Function(
        Tensor[] inputs,
        Func<FunctionContext, Tensor[], Tensor> forward,
        Func<FunctionContext, Tensor, Tensor?[]> backward,
        string? name = null,
        [CallerArgumentExpression(nameof(forward))] string expression = "")
    {
        ArgumentNullException.ThrowIfNull(forward);
        ArgumentNullException.ThrowIfNull(backward);
        return FunctionCall.Run(
            NameOf(name, expression), inputs, (context, x) => [forward(context, x)], (context, gradients) => backward(context, gradients[0]))[0];
    }

    /// <summary>An operation of one's own with several results: <c>backward</c> gets one gradient a result, zeros for one that nothing depends on.</summary>
    /// <inheritdoc cref="Function(Tensor[], Func{FunctionContext, Tensor[], Tensor}, Func{FunctionContext, Tensor, Tensor[]}, string, string)"/>
    public static Tensor[] Function(
        Tensor[] inputs,
        Func<FunctionContext, Tensor[], Tensor[]> forward,
        Func<FunctionContext, Tensor[], Tensor?[]> backward,
        string? name = null,
        [CallerArgumentExpression(nameof(forward))] string expression = "")
    {
        ArgumentNullException.ThrowIfNull(forward);
        ArgumentNullException.ThrowIfNull(backward);
        return FunctionCall.Run(NameOf(name, expression), inputs, forward, backward);
    }

    // The last part of a method's name; a lambda has none.
    private static string NameOf(string? name, string expression)
    {
        string last = expression[(expression.LastIndexOf('.') + 1)..];
        bool isName = last.Length > 0 && last.All(static c => char.IsLetterOrDigit(c) || c == '_');
        return name ?? (isName ? last : "function");
    }
}
