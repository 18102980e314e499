using System.Diagnostics.CodeAnalysis;

namespace MiniTorch.Optim;

/// <summary>Reads entries of saved states; every error names who reads, and what.</summary>
internal static class Saved
{
    /// <exception cref="InvalidOperationException">There is no such entry, or it cannot be read.</exception>
    public static T Entry<T>(MapState state, string key, string label, Func<StateNode, T> read)
    {
        if (!state.TryGetValue(key, out StateNode? node))
        {
            Throw.Invalid(label, $"the saved state lacks '{key}'; it has {string.Join(", ", state.Keys)}");
        }

        return Read(node, key, label, read);
    }

    /// <exception cref="InvalidOperationException">The node is of another kind than what is read, or does not fit into it.</exception>
    public static T Read<T>(StateNode node, string key, string label, Func<StateNode, T> read)
    {
        try
        {
            return read(node);
        }
        catch (Exception error) when (error is InvalidOperationException or OverflowException)
        {
            return Unreadable<T>(key, label, error);
        }
    }

    /// <summary>A number, which PyTorch may hold in a tensor.</summary>
    public static double Number(StateNode node) =>
        node is TensorState tensor ? tensor.Value.Value.To(DType.Float64).Item<double>() : node.ToDouble();

    [DoesNotReturn]
    private static T Unreadable<T>(string key, string label, Exception error) =>
        throw new InvalidOperationException($"{label}: in the saved state, '{key}' cannot be read: {error.Message}", error);
}
