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
    private readonly List<(Leaf Leaf, Tensor Gradient)> _finished = [];

    // Gradients pending at nodes that another walk occupies at the same time.
    private Dictionary<Node, Tensor>? _beside;
    private bool _retainGraph;
    private bool _createGraph;
    private bool _retains;
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
        engine._retains = true;
        engine.Run(roots);
    }

    /// <summary>The gradients of the given nodes; leaves accumulate nothing. A node that no gradient reaches is absent.</summary>
    public static Dictionary<Node, Tensor> Capture(
        ReadOnlySpan<(Node Node, Tensor Gradient)> roots, IEnumerable<Node> targets, IReadOnlySet<Node> onPath, bool retainGraph, bool createGraph, bool retains)
    {
        var captured = new Dictionary<Node, Tensor>();
        foreach (Node target in targets)
        {
            captured[target] = Op.Output;
        }

        Engine engine = Take();
        engine._retainGraph = retainGraph;
        engine._createGraph = createGraph;
        engine._retains = retains;
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

        // What the walk makes and shows nobody is reused as soon as no gradient waits in it.
        _scope = _createGraph ? null : BufferScope.BeginWalk();
        bool isDone = false;
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

            FinishLeaves();
            isDone = true;
        }
        finally
        {
            // Last what may throw: a derivative may have left a scope open.
            BufferScope? scope = _scope;
            Abandon();
            modes = before;
            t_spare = this;
            if (isDone)
            {
                scope?.Dispose();
            }
            else
            {
                scope?.Abandon();
            }
        }
    }

    private void Visit(Node node, Tensor gradient)
    {
        Tensor received = gradient;
        int mark = _scope?.Count ?? 0;
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

        LetGo(received);
        _scope?.ReturnUnheld(mark);
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
            _beside[to] = Sum(pending, gradient);
        }
        else if (to.Owner is null && Interlocked.CompareExchange(ref to.Owner, this, null) is null)
        {
            to.Pending = Hold(gradient);
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
                to.Pending = Sum(to.Pending!, gradient);
                to.OwnsPending = !_createGraph;
            }
        }
        else
        {
            _beside ??= [];
            _beside.Add(to, Hold(gradient));
            Enqueue(to);
        }
    }

    private Tensor Sum(Tensor pending, Tensor gradient)
    {
        Tensor sum = Hold(pending + gradient);
        LetGo(pending);
        return sum;
    }

    // The memory of a gradient is counted for each node where it waits; one gradient may wait at several.
    private Tensor Hold(Tensor gradient)
    {
        NDArray value = gradient.Value;
        if (_scope is not null && value.Scope == _scope)
        {
            value.Holders++;
        }

        return gradient;
    }

    // Whether a leaf may take a gradient over: it lies in memory that the walk made, nobody has seen, no other leaf waits for, and it fills.
    private bool IsAlone(Tensor gradient)
    {
        NDArray value = gradient.Value;
        return _scope is not null && value.Scope == _scope && value is { Holders: 1, IsContiguous: true, Offset: 0 }
            && (value.Storage.Buffer is not { } buffer || buffer.Bytes <= 2L * value.Count * value.DType.Size());
    }

    private void LetGo(Tensor gradient)
    {
        NDArray value = gradient.Value;
        if (_scope is not null && value.Scope == _scope && --value.Holders == 0)
        {
            value.Return();
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

    // Three rounds, since leaves may have been sent one and the same gradient: hooks show it before a leaf takes it over, and every leaf has its own
    // before code of the user's can change one.
    private void FinishLeaves()
    {
        foreach (Leaf leaf in _leaves)
        {
            Tensor gradient = Receive(leaf);
            _finished.Add((leaf, leaf.Extras is null ? gradient : RunHooks(leaf, gradient)));
        }

        foreach ((Leaf leaf, Tensor gradient) in _finished)
        {
            if (Accumulates(leaf))
            {
                leaf.Tensor.AccumulateGrad(gradient, IsAlone(gradient), _createGraph);
            }
            else if (_captured is not null && _captured.ContainsKey(leaf))
            {
                _captured[leaf] = HandOut(gradient);
            }

            LetGo(gradient);
        }

        foreach (Leaf leaf in _leaves)
        {
            if (Accumulates(leaf))
            {
                RunAccumulatedHooks(leaf);
            }
        }
    }

    // A leaf that was frozen since the forward direction does not.
    private bool Accumulates(Leaf leaf) => _captured is null && leaf.Tensor.RequiresGrad;

    // A captured gradient leaves the engine's scope for the caller's.
    private Tensor HandOut(Tensor gradient)
    {
        _scope?.Keep(gradient.Value);
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
        _finished.Clear();
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
