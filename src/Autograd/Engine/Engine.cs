namespace MiniTorch;

/// <summary>
/// One walk from outputs to inputs. Nodes wait in a heap by level, highest first, so that a node runs once, after all gradients that flow
/// into it have been summed, however many paths reach it and however deep the graph is.
/// </summary>
internal sealed class Engine
{
    [ThreadStatic]
    private static Engine? t_spare;

    private readonly PriorityQueue<Node, int> _ready = new();
    private readonly List<Leaf> _leaves = [];

    // Gradients pending at nodes that another walk occupies at the same time.
    private Dictionary<Node, Tensor>? _beside;
    private bool _retainGraph;
    private bool _createGraph;
    private IReadOnlySet<Node>? _onPath;
    private Dictionary<Node, Tensor>? _captured;

    /// <summary>Accumulates the gradients of all leaves that the outputs depend on.</summary>
    public static void Accumulate(ReadOnlySpan<(Node Node, Tensor Gradient)> roots, bool retainGraph, bool createGraph, IReadOnlySet<Node>? onPath = null)
    {
        Engine engine = Take();
        engine._retainGraph = retainGraph;
        engine._createGraph = createGraph;
        engine._onPath = onPath;
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
        bool before = GradMode.Override(_createGraph);

        // What the walk makes and does not hand out is reused at once: nobody can have seen it.
        BufferScope? scope = _createGraph ? null : BufferScope.Begin();
        try
        {
            foreach ((Node node, Tensor gradient) in roots)
            {
                Send(node, gradient);
            }

            while (_ready.TryDequeue(out Node? node, out _))
            {
                Tensor gradient = Receive(node);
                if (_captured is not null && _captured.ContainsKey(node))
                {
                    _captured[node] = HandOut(gradient, scope);
                }

                Visit(node, gradient);
            }

            foreach (Leaf leaf in _leaves)
            {
                Finish(leaf, Receive(leaf), scope);
            }
        }
        finally
        {
            // Last what may throw: a derivative may have left a scope open.
            Abandon();
            GradMode.Override(before);
            t_spare = this;
            scope?.Dispose();
        }
    }

    private void Visit(Node node, Tensor gradient)
    {
        bool passed = false;
        for (int i = 0; i < node.InputCount; i++)
        {
            Node? input = node.Input(i);
            if (input is not null && (_onPath is null || _onPath.Contains(input)))
            {
                passed = true;
                Send(input, node.Derive(i, gradient), node);
            }
        }

        // Where the walk ends, at an input of Grad, the graph behind is left as it is.
        if (passed && !_retainGraph)
        {
            node.Release();
        }
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
        if (node is Leaf leaf)
        {
            _leaves.Add(leaf);
        }
        else
        {
            _ready.Enqueue(node, -node.Level);
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

    // Un-broadcasting, once for all operations: what was repeated in the forward direction is summed in the backward one.
    private static Tensor Fit(Tensor gradient, Node to, Node? from)
    {
        if (gradient.Shape != to.Shape)
        {
            if (!Repeats(gradient.Shape, to.Shape))
            {
                Throw.Invalid("backward", $"'{from?.Name ?? "the given gradient"}' made a gradient of shape {gradient.Shape} for an input of shape {to.Shape}");
            }

            gradient = gradient.SumTo(to.Shape);
        }

        return gradient.DType == to.DType ? gradient : gradient.To(to.DType);
    }

    private static bool Repeats(Shape gradient, Shape shape)
    {
        int shift = gradient.Rank - shape.Rank;
        bool repeats = shift >= 0;
        for (int i = 0; repeats && i < shape.Rank; i++)
        {
            repeats = shape[i] == 1 || shape[i] == gradient[shift + i];
        }

        return repeats;
    }

    private void Finish(Leaf leaf, Tensor gradient, BufferScope? scope)
    {
        if (_captured is null)
        {
            // Walks on several threads may end in the same parameter.
            lock (leaf)
            {
                leaf.Tensor.AccumulateGrad(gradient, scope, _createGraph);
            }
        }
        else if (_captured.ContainsKey(leaf))
        {
            _captured[leaf] = HandOut(gradient, scope);
        }
    }

    // A captured gradient leaves the engine's scope for the caller's.
    private static Tensor HandOut(Tensor gradient, BufferScope? scope)
    {
        scope?.Keep(gradient.Value);
        return gradient;
    }

    private void Abandon()
    {
        while (_ready.TryDequeue(out Node? node, out _))
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
