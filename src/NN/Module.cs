namespace MiniTorch.NN;

/// <summary>
/// A part of a model: its parameters, which are trained, its buffers, which are not but belong to its state, and its children. What it
/// computes is the matter of <see cref="Module{TIn, TOut}"/>. PyTorch: <c>torch.nn.Module</c>.
/// </summary>
public abstract partial class Module : IStateful
{
    private List<Entry<Tensor>> _parameters = [];
    private List<Entry<Tensor>> _buffers = [];
    private List<Entry<Module>> _children = [];

    /// <summary>Whether the module is being trained, as at first, or evaluated: dropout and the like differ. PyTorch: <c>training</c>.</summary>
    public bool IsTraining { get; internal set; } = true;

    /// <summary>The direct children in the order of registration, each once. PyTorch: <c>children()</c>.</summary>
    public IEnumerable<Module> Children => NamedChildren().Select(static child => child.Module);

    /// <summary>This module and all below it, parents before their children, each once. PyTorch: <c>modules()</c>.</summary>
    public IEnumerable<Module> Modules => NamedModules().Select(static entry => entry.Module);

    /// <summary>Switches this module and all below it to training, or to evaluation. PyTorch: <c>train(mode)</c>.</summary>
    public void Train(bool mode = true)
    {
        IsTraining = mode;
        foreach (Entry<Module> child in _children)
        {
            child.Value.Train(mode);
        }
    }

    /// <summary>Switches this module and all below it to evaluation. PyTorch: <c>eval()</c>.</summary>
    public void Eval() => Train(false);

    /// <summary>Clears the gradients of all parameters. PyTorch: <c>zero_grad(set_to_none)</c>.</summary>
    /// <param name="setToNone">Whether they become null, which saves a pass over memory, rather than zero.</param>
    public void ZeroGrad(bool setToNone = true)
    {
        foreach (Tensor parameter in Parameters())
        {
            parameter.ZeroGrad(setToNone);
        }
    }

    /// <summary>All parameters of this module and those below it, each once, however often it is shared. PyTorch: <c>parameters()</c>.</summary>
    public IReadOnlyList<Tensor> Parameters()
    {
        // Training loops ask in every step, as for clipping: hence without the paths that NamedParameters builds.
        var result = new List<Tensor>();
        Collect(new HashSet<object>(ReferenceEqualityComparer.Instance), result);
        return result;
    }

    /// <summary>
    /// All parameters under the path that leads to them, as <c>"0.weight"</c>; a shared one under its first. PyTorch:
    /// <c>named_parameters()</c>.
    /// </summary>
    public IReadOnlyList<(string Name, Tensor Parameter)> NamedParameters()
    {
        var seen = new HashSet<Tensor>(ReferenceEqualityComparer.Instance);
        var result = new List<(string Name, Tensor Parameter)>();
        foreach ((string path, Module module) in NamedModules())
        {
            foreach (Entry<Tensor> parameter in module._parameters)
            {
                if (seen.Add(parameter.Value))
                {
                    result.Add((Join(path, parameter.Name), parameter.Value));
                }
            }
        }

        return result;
    }

    /// <summary>
    /// All buffers under the path that leads to them, persistent or not; a shared one under its first. PyTorch: <c>named_buffers()</c>.
    /// </summary>
    public IReadOnlyList<(string Name, Tensor Buffer)> NamedBuffers()
    {
        var seen = new HashSet<Tensor>(ReferenceEqualityComparer.Instance);
        var result = new List<(string Name, Tensor Buffer)>();
        foreach ((string path, Module module) in NamedModules())
        {
            foreach (Entry<Tensor> buffer in module._buffers)
            {
                if (seen.Add(buffer.Value))
                {
                    result.Add((Join(path, buffer.Name), buffer.Value));
                }
            }
        }

        return result;
    }

    /// <summary>The direct children with their names, each once, under its first name. PyTorch: <c>named_children()</c>.</summary>
    public IReadOnlyList<(string Name, Module Module)> NamedChildren()
    {
        var seen = new HashSet<Module>(ReferenceEqualityComparer.Instance);
        return [.. from child in _children where seen.Add(child.Value) select (child.Name, child.Value)];
    }

    /// <summary>
    /// This module, under the empty name, and all below it under their paths, as <c>"encoder.fc1"</c>; each once. PyTorch:
    /// <c>named_modules()</c>.
    /// </summary>
    public IReadOnlyList<(string Name, Module Module)> NamedModules()
    {
        var seen = new HashSet<Module>(ReferenceEqualityComparer.Instance);
        var result = new List<(string Name, Module Module)>();
        Visit("", this);
        return result;

        void Visit(string path, Module module)
        {
            if (!seen.Add(module))
            {
                return;
            }

            result.Add((path, module));
            foreach (Entry<Module> child in module._children)
            {
                Visit(Join(path, child.Name), child.Value);
            }
        }
    }

    /// <summary>The parameters of this module alone.</summary>
    internal IEnumerable<Tensor> OwnParameters => _parameters.Select(static parameter => parameter.Value);

    /// <summary>Has a walk told of each forward of this module, if it has one, until the handles are disposed.</summary>
    internal virtual void Observe(SummaryWalk walk, List<HookHandle> handles)
    {
    }

    private void Collect(HashSet<object> seen, List<Tensor> parameters)
    {
        if (!seen.Add(this))
        {
            return;
        }

        foreach (Entry<Tensor> parameter in _parameters)
        {
            if (seen.Add(parameter.Value))
            {
                parameters.Add(parameter.Value);
            }
        }

        foreach (Entry<Module> child in _children)
        {
            child.Value.Collect(seen, parameters);
        }
    }

    private static string Join(string path, string name) => path.Length == 0 ? name : $"{path}.{name}";

    /// <summary>Something registered: its name, the field that holds it, and of a buffer whether it is part of the state.</summary>
    private readonly record struct Entry<T>(string Name, T Value, FieldPlace Place, bool IsPersistent = true);
}
