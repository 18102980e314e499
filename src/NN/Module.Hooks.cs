namespace MiniTorch.NN;

public abstract partial class Module<TIn, TOut>
{
    private ForwardHooks? _hooks;

    /// <summary>Whether a forward hook would run.</summary>
    internal bool HasHooks => _hooks is { IsEmpty: false };

    /// <summary>
    /// Has a function called with the module and its input before each <see cref="Forward"/>. It returns another input to take its place,
    /// or null to leave it. Several run in the order of their registration, each on what the one before returned; one that is removed or
    /// added meanwhile counts from the next call on. PyTorch: <c>register_forward_pre_hook</c>.
    /// </summary>
    /// <returns>Dispose it to remove the hook.</returns>
    public HookHandle RegisterForwardPreHook(Func<Module<TIn, TOut>, TIn, TIn?> hook)
    {
        ArgumentNullException.ThrowIfNull(hook);
        return EnsureHooks().Before.Add(hook);
    }

    /// <summary>The same with a function that only looks.</summary>
    /// <inheritdoc cref="RegisterForwardPreHook(Func{Module{TIn, TOut}, TIn, TIn})"/>
    public HookHandle RegisterForwardPreHook(Action<Module<TIn, TOut>, TIn> hook)
    {
        ArgumentNullException.ThrowIfNull(hook);
        return RegisterForwardPreHook((module, input) =>
        {
            hook(module, input);
            return input;
        });
    }

    /// <summary>
    /// Has a function called with the module, its input and its output after each <see cref="Forward"/>. It returns another output to take
    /// its place, or null to leave it. Several run in the order of their registration, each on what the one before returned; one that is
    /// removed or added meanwhile counts from the next call on. PyTorch: <c>register_forward_hook</c>.
    /// </summary>
    /// <returns>Dispose it to remove the hook.</returns>
    public HookHandle RegisterForwardHook(Func<Module<TIn, TOut>, TIn, TOut, TOut?> hook)
    {
        ArgumentNullException.ThrowIfNull(hook);
        return EnsureHooks().After.Add(hook);
    }

    /// <summary>The same with a function that only looks.</summary>
    /// <inheritdoc cref="RegisterForwardHook(Func{Module{TIn, TOut}, TIn, TOut, TOut})"/>
    public HookHandle RegisterForwardHook(Action<Module<TIn, TOut>, TIn, TOut> hook)
    {
        ArgumentNullException.ThrowIfNull(hook);
        return RegisterForwardHook((module, input, output) =>
        {
            hook(module, input, output);
            return output;
        });
    }

    /// <inheritdoc/>
    internal override void Observe(SummaryWalk walk, List<HookHandle> handles)
    {
        handles.Add(RegisterForwardPreHook((module, _) => walk.Enter(module)));
        handles.Add(RegisterForwardHook((module, input, output) => walk.Leave(module, output, module.MultiplyAdds(input, output))));
    }

    /// <inheritdoc/>
    private protected override void CopyHooks() => _hooks = _hooks?.Copy();

    private ForwardHooks EnsureHooks() => _hooks ?? Interlocked.CompareExchange(ref _hooks, new ForwardHooks(new(), new()), null) ?? _hooks;

    private TOut ForwardWith(ForwardHooks hooks, TIn input)
    {
        foreach (Func<Module<TIn, TOut>, TIn, TIn?> hook in hooks.Before.Hooks)
        {
            input = hook(this, input) ?? input;
        }

        TOut output = ForwardCore(input);
        foreach (Func<Module<TIn, TOut>, TIn, TOut, TOut?> hook in hooks.After.Hooks)
        {
            output = hook(this, input, output) ?? output;
        }

        return output;
    }

    private sealed record ForwardHooks(
        HookList<Func<Module<TIn, TOut>, TIn, TIn?>> Before, HookList<Func<Module<TIn, TOut>, TIn, TOut, TOut?>> After)
    {
        public bool IsEmpty => Before.Hooks.IsEmpty && After.Hooks.IsEmpty;

        public ForwardHooks Copy() => new(Before.Copy(), After.Copy());
    }
}
