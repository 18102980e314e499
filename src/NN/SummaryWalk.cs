using System.Runtime.CompilerServices;

namespace MiniTorch.NN;

/// <summary>A call of a module, or a place in the tree of a module that was not called.</summary>
internal sealed class SummaryNode(Module module)
{
    public Module Module => module;

    /// <summary>What was called inside, in its order.</summary>
    public List<SummaryNode> Children { get; } = [];

    /// <summary>The tensors that came out; none if it was not called.</summary>
    public Tensor[] Outputs { get; set; } = [];

    /// <summary>Those of this module alone.</summary>
    public long OwnMultiplyAdds { get; set; }

    /// <summary>Those of the calls inside, too.</summary>
    public long MultiplyAdds => OwnMultiplyAdds + Children.Sum(static child => child.MultiplyAdds);

    /// <summary>This node and those below it, parents first.</summary>
    public IEnumerable<SummaryNode> All => Children.SelectMany(static child => child.All).Prepend(this);
}

/// <summary>Notes which module calls which.</summary>
internal sealed class SummaryWalk(Module model)
{
    private readonly Stack<SummaryNode> _open = [];
    private readonly Dictionary<Module, Dictionary<Module, string>> _paths = new(ReferenceEqualityComparer.Instance);
    private SummaryNode _root = new(model);

    public void Enter(Module module)
    {
        var call = new SummaryNode(module);
        if (_open.TryPeek(out SummaryNode? caller))
        {
            caller.Children.Add(call);
        }
        else
        {
            _root = call;
        }

        _open.Push(call);
    }

    public void Leave(Module module, object? output, long multiplyAdds)
    {
        // A call that ended in an exception, which its caller caught, is open still.
        SummaryNode call = _open.Pop();
        while (call.Module != module)
        {
            call = _open.Pop();
        }

        call.Outputs = Tensors(output);
        call.OwnMultiplyAdds = multiplyAdds;
    }

    /// <summary>
    /// The calls as a tree in which every module stands: those that are never called themselves, as lists, above what their owner called of
    /// them, or at the end of what stands above them.
    /// </summary>
    public SummaryNode Tree()
    {
        SummaryNode tree = WithContainers(_root);
        var present = new HashSet<Module>(tree.All.Select(static node => node.Module), ReferenceEqualityComparer.Instance);
        var completed = new HashSet<Module>(ReferenceEqualityComparer.Instance);
        Complete(tree);
        return tree;

        void Complete(SummaryNode node)
        {
            if (completed.Add(node.Module))
            {
                node.Children.AddRange(node.Module.Children.Where(present.Add).Select(static child => new SummaryNode(child)));
            }

            node.Children.ForEach(Complete);
        }
    }

    /// <summary>The tensors in a tensor, a tuple or a list.</summary>
    public static Tensor[] Tensors(object? value) => value switch
    {
        Tensor tensor => [tensor],
        ITuple tuple => [.. Enumerable.Range(0, tuple.Length).SelectMany(i => Tensors(tuple[i]))],
        IEnumerable<Tensor> tensors => [.. tensors],
        _ => [],
    };

    private SummaryNode WithContainers(SummaryNode call)
    {
        var node = new SummaryNode(call.Module) { Outputs = call.Outputs, OwnMultiplyAdds = call.OwnMultiplyAdds };
        var containers = new Dictionary<Module, SummaryNode>(ReferenceEqualityComparer.Instance);
        foreach (SummaryNode child in call.Children)
        {
            SummaryNode parent = node;
            foreach (Module container in Between(call.Module, child.Module))
            {
                if (!containers.TryGetValue(container, out SummaryNode? place))
                {
                    containers.Add(container, place = new SummaryNode(container));
                    parent.Children.Add(place);
                }

                parent = place;
            }

            parent.Children.Add(WithContainers(child));
        }

        return node;
    }

    private IEnumerable<Module> Between(Module above, Module below)
    {
        if (!_paths.TryGetValue(above, out Dictionary<Module, string>? paths))
        {
            paths = new(above.NamedModules().Select(static entry => KeyValuePair.Create(entry.Module, entry.Name)), ReferenceEqualityComparer.Instance);
            _paths.Add(above, paths);
        }

        string path = paths.GetValueOrDefault(below, "");
        for (int dot = path.IndexOf('.', StringComparison.Ordinal); dot >= 0; dot = path.IndexOf('.', dot + 1))
        {
            yield return above.GetSubmodule(path[..dot]);
        }
    }
}
