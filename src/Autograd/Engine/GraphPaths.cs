namespace MiniTorch;

/// <summary>Searches of the graph, without recursion. Which nodes lie between outputs and inputs: only they need to run when the gradients of chosen inputs are wanted.</summary>
internal static class GraphPaths
{
    /// <summary>All nodes behind an output, in the order in which a walk visits them: by level, highest first, leaves last.</summary>
    public static List<Node> FromOutput(Node root)
    {
        var found = new List<Node> { root };
        var seen = new HashSet<Node>();
        for (int next = 0; next < found.Count; next++)
        {
            for (int i = 0; i < found[next].InputCount; i++)
            {
                if (found[next].Input(i) is { } input && seen.Add(input))
                {
                    found.Add(input);
                }
            }
        }

        return [.. found.OrderByDescending(static node => node.Level)];
    }

    /// <summary>The nodes from which a target can be reached, targets included.</summary>
    public static HashSet<Node> Between(IEnumerable<Node> roots, IEnumerable<Node> targets)
    {
        var onPath = new HashSet<Node>(targets);

        // A node of a level not above the lowest target's cannot lead to one.
        int floor = onPath.Count == 0 ? 0 : onPath.Min(static node => node.Level);
        var seen = new HashSet<Node>();
        var stack = new Stack<(Node Node, bool IsDone)>();
        foreach (Node root in roots)
        {
            stack.Push((root, false));
        }

        while (stack.TryPop(out (Node Node, bool IsDone) top))
        {
            if (top.IsDone)
            {
                for (int i = 0; i < top.Node.InputCount; i++)
                {
                    if (top.Node.Input(i) is { } input && onPath.Contains(input))
                    {
                        onPath.Add(top.Node);
                        break;
                    }
                }
            }
            else if (seen.Add(top.Node) && top.Node.Level > floor)
            {
                stack.Push((top.Node, true));
                for (int i = 0; i < top.Node.InputCount; i++)
                {
                    if (top.Node.Input(i) is { } input)
                    {
                        stack.Push((input, false));
                    }
                }
            }
        }

        return onPath;
    }
}
