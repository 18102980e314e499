using System.Runtime.CompilerServices;

namespace MiniTorch.NN;

public abstract partial class Module
{
    /// <summary>
    /// Assigns a child module to a field and registers it under the field's name without the leading underscore:
    /// <c>Register(out _fc1, new(784, 128))</c> makes the child <c>fc1</c>. PyTorch: <c>self.fc1 = nn.Linear(784, 128)</c>.
    /// </summary>
    /// <typeparam name="T">The child's type.</typeparam>
    /// <param name="field">The field that holds the child.</param>
    /// <param name="module">The child. It may be registered under several names, or in several modules: it is then shared.</param>
    /// <param name="name">The name, if it is not to be the field's.</param>
    /// <exception cref="ArgumentException">The name is empty, has a dot or is taken, or the child contains this module.</exception>
    protected void Register<T>(out T field, T module, [CallerArgumentExpression(nameof(field))] string name = "")
        where T : Module?
    {
        name = FieldName(name);
        CheckChild(name, module);
        field = module;
        _children.Add(new(name, module!, FieldPlace.Of(this, ref Unsafe.As<T, object?>(ref field))));
    }

    /// <summary>
    /// Registers a child module under a name: for lists and properties. A type that does so says in <see cref="OnCloned"/> where a copy
    /// keeps the child. PyTorch: <c>add_module</c>.
    /// </summary>
    /// <returns>The child.</returns>
    /// <inheritdoc cref="Register{T}(out T, T, string)"/>
    protected T Register<T>(string name, T module)
        where T : Module?
    {
        CheckChild(name, module);
        _children.Add(new(name, module!, FieldPlace.None));
        return module;
    }

    /// <summary>
    /// Assigns a parameter to a field and registers it under the field's name without the leading underscore. From now on it requires a
    /// gradient, and it outlives any <see cref="TensorScope"/>. PyTorch: <c>self.scale = nn.Parameter(…)</c>.
    /// </summary>
    /// <param name="field">The field that holds the parameter.</param>
    /// <param name="parameter">A floating-point tensor without history. It may be registered in several modules: it is then shared.</param>
    /// <param name="name">The name, if it is not to be the field's.</param>
    /// <exception cref="ArgumentException">The name is empty, has a dot or is taken, or the tensor cannot be a parameter.</exception>
    protected void RegisterParameter(out Tensor field, Tensor parameter, [CallerArgumentExpression(nameof(field))] string name = "")
    {
        ArgumentNullException.ThrowIfNull(parameter);
        name = FieldName(name);
        CheckName(name);
        if (!parameter.IsLeaf)
        {
            Throw.Argument("register", $"parameter '{name}' of shape {parameter.Shape} must be a leaf, but is the result of '{parameter.Node!.Name}'; register its Detach()");
        }

        if (!parameter.DType.IsFloatingPoint())
        {
            Throw.Argument("register", $"parameter '{name}' must be of a floating-point type; got {parameter.DType.Name()} {parameter.Shape}: register it as a buffer");
        }

        parameter.RequiresGrad = true;
        BufferScope.Escape(parameter.Value);
        field = parameter;
        _parameters.Add(new(name, parameter, FieldPlace.Of(this, ref Unsafe.As<Tensor, object?>(ref field))));
    }

    /// <summary>
    /// Assigns a buffer, a tensor that is not trained, as a running mean, to a field and registers it under the field's name without the
    /// leading underscore. It outlives any <see cref="TensorScope"/>. PyTorch: <c>register_buffer</c>.
    /// </summary>
    /// <param name="field">The field that holds the buffer.</param>
    /// <param name="buffer">The tensor; it requires no gradient.</param>
    /// <param name="persistent">Whether it is part of the <see cref="StateDict"/>.</param>
    /// <param name="name">The name, if it is not to be the field's.</param>
    /// <exception cref="ArgumentException">The name is empty, has a dot or is taken, or the tensor requires a gradient.</exception>
    protected void RegisterBuffer(
        out Tensor field, Tensor buffer, bool persistent = true, [CallerArgumentExpression(nameof(field))] string name = "")
    {
        ArgumentNullException.ThrowIfNull(buffer);
        name = FieldName(name);
        CheckName(name);
        if (buffer.RequiresGrad)
        {
            Throw.Argument("register", $"buffer '{name}' of shape {buffer.Shape} must not require a gradient; register its Detach(), or register it as a parameter");
        }

        BufferScope.Escape(buffer.Value);
        field = buffer;
        _buffers.Add(new(name, buffer, FieldPlace.Of(this, ref Unsafe.As<Tensor, object?>(ref field)), persistent));
    }

    // "_fc1", "this._fc1" and "Linear _fc1" are fc1.
    private static string FieldName(string expression)
    {
        string name = expression[(expression.LastIndexOf(' ') + 1)..];
        name = name.StartsWith("this.", StringComparison.Ordinal) ? name["this.".Length..] : name;
        return name.StartsWith('_') ? name[1..] : name;
    }

    private void CheckChild(string name, Module? module)
    {
        ArgumentNullException.ThrowIfNull(module);
        CheckName(name);
        CheckIsNotAbove(name, module);
    }

    private void CheckIsNotAbove(string name, Module module)
    {
        if (module.Modules.Contains(this))
        {
            Throw.Argument("register", $"'{name}' would make {TypeName} contain itself; keep a module that stands above this one in a field without registering it");
        }
    }

    private void CheckName(string name)
    {
        if (string.IsNullOrEmpty(name))
        {
            Throw.Argument("register", $"a parameter, buffer or child of {TypeName} needs a name; pass name:");
        }

        if (name.Contains('.', StringComparison.Ordinal))
        {
            Throw.Argument("register", $"a name has no '.', which separates the names of a path; got '{name}' in {TypeName}: pass another as name:");
        }

        if (name.Contains('[', StringComparison.Ordinal))
        {
            Throw.Argument("register", $"the element of a list has no name of its own; got '{name}' in {TypeName}: pass one, as \"0\", as name:");
        }

        string? taken = _children.Exists(child => child.Name == name) ? "child"
            : _parameters.Exists(parameter => parameter.Name == name) ? "parameter"
            : _buffers.Exists(buffer => buffer.Name == name) ? "buffer"
            : null;
        if (taken is not null)
        {
            Throw.Argument("register", $"{TypeName} has a {taken} '{name}' already; pass another name as name:");
        }
    }
}
