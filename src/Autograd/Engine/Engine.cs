namespace MiniTorch;

/// <summary>
/// One walk from outputs to inputs. Nodes wait by level, highest first, so that a node runs once, after all gradients that flow into it have
/// been summed, however many paths reach it and however deep the graph is.
/// </summary>
internal sealed partial class Engine
{
    [ThreadStatic]
    private static Engine? t_spare;

    private readonly ReadyNodes _ready = new();
    private readonly List<Leaf> _leaves = [];

    // Gradients pending at nodes that another walk occupies at the same time.
    private Dictionary<Node, Tensor>? _beside;
    private bool _retainGraph;
    private bool _createGraph;
    private bool _watches;
    private IReadOnlySet<Node>? _onPath;
    private Dictionary<Node, Tensor>? _captured;
    private BufferScope? _scope;

    /// <summary>Accumulates the gradients of all leaves that the outputs depend on.</summary>
    public static void Accumulate(ReadOnlySpan<(Node Node, Tensor Gradient)> roots, bool retainGraph, bool createGraph)
    {
        Engine engine = Take();
        engine._retainGraph = retainGraph;
        engine._createGraph = createGraph;
        engine.Run(roots);
    }

    /// <summary>The gradients of the given nodes; leaves accumulate nothing. A node that no gradient reaches is absent.</summary>
    public static Dictionary<Node, Tensor> Capture(
        ReadOnlySpan<(Node Node, Tensor Gradient)> roots, IEnumerable<Node> targets, IReadOnlySet<Node> onPath, bool retainGraph, bool createGraph)
    {
        var captured = new Dictionary<Node, Tensor>();
        foreach (Node target in targets)
        {
            captured[target] = Op.Output;
        }

        Engine engine = Take();
        engine._retainGraph = retainGraph;
        engine._createGraph = createGraph;
        engine._onPath = onPath;
        engine._captured = captured;
        engine.Run(roots);
        foreach (Node target in targets)
        {
            if (captured.TryGetValue(target, out Tensor? gradient) && ReferenceEquals(gradient, Op.Output))
            {
                captured.Remove(target);
            }
        }

        return captured;
    }

    private static Engine Take()
    {
        Engine engine = t_spare ?? new Engine();
        t_spare = null;
        return engine;
    }

    private void Run(ReadOnlySpan<(Node Node, Tensor Gradient)> roots)
    {
        ref GradModes modes = ref GradMode.Current;
        GradModes before = modes;
        modes = _createGraph ? before & ~GradModes.Off : before | GradModes.Off;
        _watches = before.Has(GradModes.Anomaly);

        // What the walk makes and does not hand out is reused at once: nobody can have seen it.
        _scope = _createGraph ? null : BufferScope.BeginWalk();
        try
        {
            foreach ((Node node, Tensor gradient) in roots)
            {
                Send(node, gradient);
            }

            while (_ready.Take() is { } node)
            {
                Visit(node, Receive(node));
            }

            foreach (Leaf leaf in _leaves)
            {
                Finish(leaf, Receive(leaf));
            }
        }
        finally
        {
            // Last what may throw: a derivative may have left a scope open.
            BufferScope? scope = _scope;
            Abandon();
            modes = before;
            t_spare = this;
            scope?.Dispose();
        }
    }

    private void Visit(Node node, Tensor gradient)
    {
        if (node.Extras is not null)
        {
            gradient = RunHooks(node, gradient);
        }

        if (_captured is not null && _captured.ContainsKey(node))
        {
            _captured[node] = HandOut(gradient);
        }

        // Where the walk ends, at an input of Grad, the graph behind is left as it is.
        if (PassOn(node, gradient) && !_retainGraph)
        {
            node.Release();
        }
    }

    private bool PassOn(Node node, Tensor gradient)
    {
        Tensor?[]? together = null;
        bool passed = false;
        for (int i = 0; i < node.InputCount; i++)
        {
            Node? input = node.Input(i);
            if (input is null || (_onPath is not null && !_onPath.Contains(input)))
            {
                continue;
            }

            passed = true;
            if (node is FunctionNode function)
            {
                together ??= Derived(function, gradient);
                if (together[i] is { } derivative)
                {
                    Send(input, derivative, node);
                }
            }
            else
            {
                Send(input, _watches ? DeriveWatched(node, i, gradient) : node.Derive(i, gradient), node);
            }
        }

        return passed;
    }

    private void Send(Node to, Tensor gradient, Node? from = null)
    {
        gradient = Fit(gradient, to, from);

        // What began beside stays there, even if the other walk has left the node meanwhile: it runs once.
        if (_beside is not null && _beside.TryGetValue(to, out Tensor? pending))
        {
            _beside[to] = pending + gradient;
        }
        else if (to.Owner is null && Interlocked.CompareExchange(ref to.Owner, this, null) is null)
        {
            to.Pending = gradient;
            to.OwnsPending = false;
            Enqueue(to);
        }
        else if (to.Owner == this)
        {
            if (to.OwnsPending)
            {
                to.Pending!.Value.Add(gradient.Value, to.Pending.Value);
            }
            else
            {
                to.Pending = to.Pending! + gradient;
                to.OwnsPending = !_createGraph;
            }
        }
        else
        {
            _beside ??= [];
            _beside.Add(to, gradient);
            Enqueue(to);
        }
    }

    private void Enqueue(Node node)
    {
        if (node.Level == 0)
        {
            _leaves.Add((Leaf)node);
        }
        else
        {
            _ready.Add(node);
        }
    }

    private Tensor Receive(Node node)
    {
        if (node.Owner != this)
        {
            _beside!.Remove(node, out Tensor? beside);
            return beside!;
        }

        Tensor gradient = node.Pending!;
        node.Pending = null;
        Volatile.Write(ref node.Owner, null);
        return gradient;
    }

    private void Finish(Leaf leaf, Tensor gradient)
    {
        if (leaf.Extras is not null)
        {
            gradient = RunHooks(leaf, gradient);
        }

        if (_captured is null)
        {
            leaf.Tensor.AccumulateGrad(gradient, _scope, _createGraph);
            RunAccumulatedHooks(leaf);
        }
        else if (_captured.ContainsKey(leaf))
        {
            _captured[leaf] = HandOut(gradient);
        }
    }

    // A captured gradient leaves the engine's scope for the caller's.
    private static Tensor HandOut(Tensor gradient)
    {
        BufferScope.Show(gradient.Value);
        return gradient;
    }

    private void Abandon()
    {
        while (_ready.Take() is { } node)
        {
            Drop(node);
        }

        foreach (Leaf leaf in _leaves)
        {
            Drop(leaf);
        }

        _leaves.Clear();
        _beside = null;
        _onPath = null;
        _captured = null;
        _scope = null;

        void Drop(Node node)
        {
            if (node.Owner == this)
            {
                node.Pending = null;
                Volatile.Write(ref node.Owner, null);
            }
        }
    }
}
