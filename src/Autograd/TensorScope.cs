namespace MiniTorch;

/// <summary>
/// A stretch of code, as a training step, whose tensors give their memory back together at its end. Optional: faster, with less memory.
/// <code>
/// foreach (var (images, labels) in loader)
/// {
///     using var scope = TensorScope.Begin();
///     …
/// }
/// </code>
/// What is stored in a <see cref="Tensor.Grad"/>, a registered buffer or an optimizer's state outlives the scope by itself, anything else
/// by <see cref="Keep"/>. Every other access to a tensor made inside throws once the scope has ended; it never reads reused memory. A
/// scope belongs to the thread that began it and must not be left with <c>await</c>.
/// </summary>
public sealed class TensorScope : IDisposable
{
    private readonly BufferScope _buffers;

    private TensorScope(BufferScope buffers) => _buffers = buffers;

    /// <summary>Begins a scope on this thread, inside the current one if there is one.</summary>
    public static TensorScope Begin() => new(BufferScope.Begin());

    /// <summary>
    /// Lets the tensor's values outlive this scope, also if it was made in a scope inside it; the values that its history saved are not kept.
    /// </summary>
    /// <returns>The same tensor.</returns>
    /// <exception cref="InvalidOperationException">The scope has ended.</exception>
    /// <exception cref="ObjectDisposedException">The scope that the tensor was made in has ended: there is nothing left to keep.</exception>
    public Tensor Keep(Tensor tensor)
    {
        _buffers.Keep(tensor.Value);
        return tensor;
    }

    /// <summary>Ends the scope.</summary>
    /// <exception cref="InvalidOperationException">Another thread began the scope, or a scope begun inside it is still open.</exception>
    public void Dispose() => _buffers.Dispose();
}
