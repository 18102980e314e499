using System.Diagnostics.CodeAnalysis;

namespace MiniTorch.NN;

public abstract partial class Module
{
    /// <summary>
    /// Called on each copy that <see cref="ModuleExtensions"/>' <c>Clone</c> made of a module, when its children are complete and the
    /// fields that something was registered into refer to the copies. A type that registers by name alone, or keeps what it registered in
    /// other places too, as in a list, overrides it: <c>_layers = [.. Children.Cast&lt;Layer&gt;()]</c>, <c>Inner = (Layer)GetSubmodule("inner")</c>.
    /// </summary>
    /// <exception cref="NotSupportedException">Something was registered by name alone, and the type does not override this.</exception>
    protected virtual void OnCloned()
    {
        IEnumerable<string> lost =
        [
            .. from entry in _parameters where !entry.Place.IsKnown select entry.Name,
            .. from entry in _buffers where !entry.Place.IsKnown select entry.Name,
            .. from entry in _children where !entry.Place.IsKnown select entry.Name,
        ];
        if (lost.FirstOrDefault() is { } name)
        {
            throw new NotSupportedException(
                $"clone: {TypeName} registered '{name}' by its name and not into a field, so that a copy cannot know where it belongs; register it into a field, "
                + $"Register(out _{name}, …), or override OnCloned() in {TypeName} to set what refers to it, from GetSubmodule(\"{name}\") or GetParameter(\"{name}\")");
        }
    }

    /// <summary>What a copy has of its own beside what is registered.</summary>
    private protected virtual void CopyHooks()
    {
    }

    /// <summary>A copy of this module and all below it.</summary>
    internal Module DeepCopy() => DeepCopy(new Dictionary<object, object>(ReferenceEqualityComparer.Instance));

    /// <summary>The bytes that a copy of this object takes.</summary>
    [SuppressMessage("Usage", "CA1816:Dispose methods should call SuppressFinalize", Justification = "The copy owns nothing that a finalizer may free.")]
    internal nint BytesOfCopy()
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        object copy = MemberwiseClone();
        long bytes = GC.GetAllocatedBytesForCurrentThread() - before;
        GC.SuppressFinalize(copy);
        return (nint)bytes;
    }

    private Module DeepCopy(Dictionary<object, object> copies)
    {
        if (copies.TryGetValue(this, out object? made))
        {
            return (Module)made;
        }

        var copy = (Module)MemberwiseClone();
        copies.Add(this, copy);
        copy._parameters = _parameters.ConvertAll(entry => entry with { Value = CopyOf(entry.Value, copies) });
        copy._buffers = _buffers.ConvertAll(entry => entry with { Value = CopyOf(entry.Value, copies) });
        copy._children = _children.ConvertAll(entry => entry with { Value = entry.Value.DeepCopy(copies) });
        Place(_parameters, copy._parameters, copy);
        Place(_buffers, copy._buffers, copy);
        Place(_children, copy._children, copy);
        copy.CopyHooks();
        copy.OnCloned();
        return copy;
    }

    private static Tensor CopyOf(Tensor tensor, Dictionary<object, object> copies)
    {
        if (!copies.TryGetValue(tensor, out object? made))
        {
            NDArray value = tensor.Value.Clone();
            BufferScope.Escape(value);
            copies.Add(tensor, made = new Tensor(value, tensor.RequiresGrad));
        }

        return (Tensor)made;
    }

    // A field that was set to something else since is left alone, as every other field.
    private static void Place<T>(List<Entry<T>> originals, List<Entry<T>> copies, Module copy)
        where T : class
    {
        for (int i = 0; i < copies.Count; i++)
        {
            if (copies[i].Place is { IsKnown: true } place && ReferenceEquals(place.In(copy), originals[i].Value))
            {
                place.In(copy) = copies[i].Value;
            }
        }
    }
}

/// <summary>What is asked of a module and answered in its own type.</summary>
public static class ModuleExtensions
{
    extension<T>(T module)
        where T : Module
    {
        /// <summary>
        /// A copy with parameters, buffers and children of its own, that share among each other what the originals share. Modes, frozen
        /// parameters and hooks are as in the original; gradients are not copied, nor hooks on the tensors. PyTorch:
        /// <c>copy.deepcopy(module)</c>.
        /// </summary>
        /// <remarks>
        /// Any other field is copied as it is: a copy draws from the same <see cref="Generator"/>, its hooks are the same functions, and a
        /// field that holds a registered module, parameter or buffer a second time still refers to the original's, unless
        /// <see cref="Module.OnCloned"/> sets it.
        /// </remarks>
        /// <exception cref="NotSupportedException">
        /// A module registered something by name alone and does not override <see cref="Module.OnCloned"/>.
        /// </exception>
        public T Clone() => (T)module.DeepCopy();
    }
}
