namespace MiniTorch.NN;

public abstract partial class Module
{
    /// <summary>
    /// Calls a function with every module, children before their parents: to initialise weights, for example. A module that stands below
    /// several others comes with each of them. PyTorch: <c>apply(fn)</c>.
    /// </summary>
    public void Apply(Action<Module> action)
    {
        ArgumentNullException.ThrowIfNull(action);
        foreach (Module child in Children)
        {
            child.Apply(action);
        }

        action(this);
    }

    /// <summary>
    /// Freezes all parameters, or thaws them: a frozen one gets no gradient, and an optimizer skips it. PyTorch: <c>requires_grad_()</c>.
    /// </summary>
    public void RequiresGrad(bool requiresGrad = true)
    {
        foreach (Tensor parameter in Parameters())
        {
            parameter.RequiresGrad = requiresGrad;
        }
    }

    /// <summary>
    /// Converts all floating-point parameters, their gradients and floating-point buffers to another type. The tensors stay the same
    /// objects, so that fields and shared parameters stay valid. PyTorch: <c>to(dtype)</c>, <c>double()</c>, <c>float()</c>.
    /// </summary>
    /// <remarks>
    /// Call it before an optimizer is made: the state of one is of the type that its parameters had, and its next step is an error. A
    /// graph recorded before cannot read the values that it saved, which is an error of its backward.
    /// </remarks>
    /// <exception cref="ArgumentException"><paramref name="dtype"/> is not floating-point.</exception>
    public void To(DType dtype)
    {
        if (!dtype.IsFloatingPoint())
        {
            Throw.Argument("to", $"parameters must be of a floating-point type; got {dtype.Name()}");
        }

        foreach (Module module in Modules)
        {
            foreach (Entry<Tensor> entry in module._parameters.Concat(module._buffers))
            {
                if (entry.Value.DType.IsFloatingPoint())
                {
                    entry.Value.ConvertInPlace(dtype);
                }
            }
        }
    }

    /// <summary>The module at a path, as <c>"encoder.0"</c>; this one at the empty path. PyTorch: <c>get_submodule(target)</c>.</summary>
    /// <exception cref="ArgumentException">There is none.</exception>
    public Module GetSubmodule(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        Module module = this;
        string walked = "";
        foreach (string name in path.Length == 0 ? [] : path.Split('.'))
        {
            module = Find("get_submodule", "child", walked, module, name, module._children);
            walked = Join(walked, name);
        }

        return module;
    }

    /// <summary>The parameter at a path, as <c>"encoder.0.weight"</c>. PyTorch: <c>get_parameter(target)</c>.</summary>
    /// <exception cref="ArgumentException">There is none.</exception>
    public Tensor GetParameter(string path) => Find("get_parameter", "parameter", path, static module => module._parameters);

    /// <summary>The buffer at a path, as <c>"encoder.0.running_mean"</c>. PyTorch: <c>get_buffer(target)</c>.</summary>
    /// <exception cref="ArgumentException">There is none.</exception>
    public Tensor GetBuffer(string path) => Find("get_buffer", "buffer", path, static module => module._buffers);

    private Tensor Find(string op, string what, string path, Func<Module, List<Entry<Tensor>>> entries)
    {
        ArgumentNullException.ThrowIfNull(path);
        int dot = path.LastIndexOf('.');
        string above = dot < 0 ? "" : path[..dot];
        Module module = GetSubmodule(above);
        return Find(op, what, above, module, path[(dot + 1)..], entries(module));
    }

    private static T Find<T>(string op, string what, string path, Module module, string name, List<Entry<T>> entries)
    {
        int index = entries.FindIndex(entry => entry.Name == name);
        if (index < 0)
        {
            string where = path.Length == 0 ? module.TypeName : $"'{path}' ({module.TypeName})";
            string there = entries.Count == 0 ? "none" : string.Join(", ", entries.Select(static entry => entry.Name));
            Throw.Argument(op, $"{where} has no {what} '{name}'; it has {there}");
        }

        return entries[index].Value;
    }
}
