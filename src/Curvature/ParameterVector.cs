namespace MiniTorch.Curvature;

/// <summary>Leaf tensors as one vector of n elements, one behind the other, each in row-major order.</summary>
internal sealed class ParameterVector
{
    private readonly int[] _offsets;

    public ParameterVector(string op, IEnumerable<Tensor> parameters)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        Parts = [.. parameters];
        if (Parts.Length == 0)
        {
            Throw.Argument(op, "at least one tensor is needed to differentiate for; got none");
        }

        _offsets = new int[Parts.Length + 1];
        for (int i = 0; i < Parts.Length; i++)
        {
            Check(op, i);
            _offsets[i + 1] = checked(_offsets[i] + Parts[i].Count);
        }
    }

    public Tensor[] Parts { get; }

    public int Count => _offsets[^1];

    public DType DType => Parts[0].DType;

    /// <summary>Changes with every write to one of the parts: what was recorded before is stale then.</summary>
    public long Version => Parts.Sum(static part => (long)part.Value.Storage.Version);

    /// <summary>Own leaves with the values of <paramref name="points"/>.</summary>
    public static Tensor[] Leaves(string op, Tensor[] points)
    {
        ArgumentNullException.ThrowIfNull(points);
        return [.. points.Select((point, i) => new Tensor(Differentiable(op, point, i).Value.Clone(), requiresGrad: true))];
    }

    /// <summary>A copy of the values, of shape [n].</summary>
    public Tensor Read() => Join(Parts);

    /// <summary>Sets the values.</summary>
    public void Write(Tensor vector)
    {
        for (int i = 0; i < Parts.Length; i++)
        {
            Parts[i].Value.CopyFrom(Part(vector.Value, i));
        }
    }

    /// <summary>A vector's parts, with the shapes of the tensors.</summary>
    public Tensor[] Split(Tensor vector) => [.. Parts.Select((_, i) => new Tensor(Part(vector.Value, i)))];

    /// <summary>Parts as one vector without history.</summary>
    public Tensor Join(Tensor[] parts)
    {
        NDArray vector = NDArray.Zeros([Count], DType);
        for (int i = 0; i < parts.Length; i++)
        {
            Part(vector, i).CopyFrom(parts[i].Value);
        }

        return new Tensor(vector);
    }

    /// <summary>Refuses what is not a vector of n elements of this type.</summary>
    public void CheckVector(string op, Tensor vector, string name)
    {
        ArgumentNullException.ThrowIfNull(vector, name);
        if (vector.Rank != 1 || vector.Count != Count || vector.DType != DType)
        {
            Throw.Argument(
                op,
                $"{name} must be a {DType.Name()} vector of shape [{Count}], one element for each parameter; got {vector.DType.Name()} {vector.Shape}");
        }
    }

    private static Tensor Differentiable(string op, Tensor? part, int index)
    {
        if (part is null)
        {
            Throw.Argument(op, $"tensor {index} is null");
        }

        if (!part.DType.IsFloatingPoint())
        {
            Throw.Argument(op, $"only floating-point tensors have derivatives; tensor {index} is {part.DType.Name()} of shape {part.Shape}");
        }

        return part;
    }

    private void Check(string op, int index)
    {
        Tensor part = Differentiable(op, Parts[index], index);
        if (!part.IsLeaf || !part.RequiresGrad)
        {
            Throw.Argument(
                op,
                $"a parameter must be a leaf that requires a gradient; parameter {index}, of shape {part.Shape}, "
                + (part.IsLeaf ? "requires none: leave frozen parameters out" : $"is the result of '{part.Node!.Name}'"));
        }

        if (part.DType != DType)
        {
            Throw.Argument(
                op,
                $"all parameters form one vector and must have one type; parameter 0 is {DType.Name()}, parameter {index}, of shape {part.Shape}, is {part.DType.Name()}");
        }

        if (Array.IndexOf(Parts, part) < index)
        {
            Throw.Argument(op, $"a parameter may occur once; parameter {index}, of shape {part.Shape}, is also parameter {Array.IndexOf(Parts, part)}");
        }
    }

    private NDArray Part(NDArray vector, int index) => vector.Slice(0, _offsets[index], _offsets[index + 1]).Reshape(Parts[index].Shape.AsSpan());
}
