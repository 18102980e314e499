namespace MiniTorch;

/// <summary>
/// The nodes whose gradient is complete as soon as no node above them waits: a heap by level, highest first. The highest stands outside, so
/// that a chain of operations never touches the heap.
/// </summary>
internal sealed class ReadyNodes
{
    private readonly PriorityQueue<Node, int> _rest = new();
    private Node? _highest;

    public void Add(Node node)
    {
        if (_highest is null)
        {
            _highest = node;
        }
        else if (node.Level > _highest.Level)
        {
            _rest.Enqueue(_highest, -_highest.Level);
            _highest = node;
        }
        else
        {
            _rest.Enqueue(node, -node.Level);
        }
    }

    public Node? Take()
    {
        Node? node = _highest;
        _highest = _rest.Count > 0 ? _rest.Dequeue() : null;
        return node;
    }
}
