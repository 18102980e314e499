namespace MiniTorch.Tests;

/// <summary>
/// An operation as users meet it, and what is proven of it: its cases, each an operation with its oracle, go through all of
/// <see cref="OpTest"/>. Every operation of <see cref="Tensor"/> has one, in the file of its family.
/// <code>
/// new OpProof("Exp", "torch.exp").Elementwise(static x => x.Exp(), static x => x.Map(Math.Exp)),
/// new OpProof("Prod", "torch.prod")
///     .Case(static x => x.Prod(1), static x => x.Reduce([1], false, Product), [[2, 3], [2, 0]])
///     .Golden("prod", static (x, args) => x[0].Prod(args["dim"].Int)),
/// </code>
/// </summary>
/// <param name="name">The member of <see cref="Tensor"/>; an operator as it is written.</param>
/// <param name="torch">The same in PyTorch: <c>torch.exp</c>, <c>Tensor.expand</c>, <c>torch.linalg.det</c>.</param>
internal sealed class OpProof(string name, string torch)
{
    private readonly List<OpCase> _cases = [];
    private readonly Dictionary<string, Func<Tensor[], GoldenArgs, Tensor>> _golden = [];

    public string Name => name;

    public string Torch => torch;

    public IReadOnlyList<OpCase> Cases => _cases;

    /// <summary>How the cases of the golden file are computed, by the file's name of the operation.</summary>
    public IReadOnlyDictionary<string, Func<Tensor[], GoldenArgs, Tensor>> GoldenOps => _golden;

    /// <summary>Element by element of one tensor: all shapes, all lengths.</summary>
    public OpProof Elementwise(Func<Tensor, Tensor> op, Func<Plain, Plain> oracle, OpTestOptions? options = null) =>
        Add(x => op(x[0]), x => oracle(x[0]), [.. OpTest.UnaryShapes.Select(static shape => (Shape[])[shape])], options, isElementwise: true);

    /// <summary>Element by element of two tensors, broadcast.</summary>
    public OpProof Elementwise(Func<Tensor, Tensor, Tensor> op, Func<Plain, Plain, Plain> oracle, OpTestOptions? options = null) =>
        Add(x => op(x[0], x[1]), x => oracle(x[0], x[1]), [.. OpTest.BinaryShapes.Select(static both => (Shape[])[both.Item1, both.Item2])], options, isElementwise: true);

    /// <summary>Element by element of three tensors, broadcast.</summary>
    public OpProof Elementwise(Func<Tensor, Tensor, Tensor, Tensor> op, Func<Plain, Plain, Plain, Plain> oracle, OpTestOptions? options = null) =>
        Add(x => op(x[0], x[1], x[2]), x => oracle(x[0], x[1], x[2]), OpTest.TernaryShapes, options, isElementwise: true);

    /// <summary>Any operation of one tensor, on the given shapes or on all.</summary>
    public OpProof Case(Func<Tensor, Tensor> op, Func<Plain, Plain> oracle, Shape[]? shapes = null, OpTestOptions? options = null) =>
        Add(x => op(x[0]), x => oracle(x[0]), [.. (shapes ?? OpTest.UnaryShapes).Select(static shape => (Shape[])[shape])], options);

    /// <summary>Any operation of two tensors.</summary>
    public OpProof Case(
        Func<Tensor, Tensor, Tensor> op, Func<Plain, Plain, Plain> oracle, (Shape First, Shape Second)[] shapes, OpTestOptions? options = null) =>
        Add(x => op(x[0], x[1]), x => oracle(x[0], x[1]), [.. shapes.Select(static both => (Shape[])[both.First, both.Second])], options);

    /// <summary>Any operation, on sets of shapes.</summary>
    public OpProof Case(Func<Tensor[], Tensor> op, Func<Plain[], Plain> oracle, Shape[][] shapes, OpTestOptions? options = null) =>
        Add(op, oracle, shapes, options);

    /// <summary>How a golden case with arguments is computed; one without is the operation of the first case.</summary>
    public OpProof Golden(string op, Func<Tensor[], GoldenArgs, Tensor> apply)
    {
        _golden.Add(op, apply);
        return this;
    }

    /// <summary>No case has a gradient.</summary>
    public OpProof WithoutGradient()
    {
        OpCase[] cases = [.. _cases.Select(static item => item with { Options = item.Options with { IsDifferentiable = false } })];
        _cases.Clear();
        _cases.AddRange(cases);
        return this;
    }

    public override string ToString() => name;

    private OpProof Add(Func<Tensor[], Tensor> op, Func<Plain[], Plain> oracle, Shape[][] shapes, OpTestOptions? options, bool isElementwise = false)
    {
        _cases.Add(new OpCase(op, oracle, shapes, options ?? new OpTestOptions(), isElementwise));
        return this;
    }
}

/// <summary>One way to call an operation, with its oracle and the sets of shapes on which they are compared.</summary>
internal sealed record OpCase(Func<Tensor[], Tensor> Op, Func<Plain[], Plain> Oracle, Shape[][] Shapes, OpTestOptions Options, bool IsElementwise)
{
    /// <summary>The first set of shapes of which none is empty, if there is one.</summary>
    public Shape[] WithElements => Shapes.FirstOrDefault(static shapes => shapes.All(static shape => shape.Count > 1))
        ?? Shapes.FirstOrDefault(static shapes => shapes.All(static shape => shape.Count > 0))
        ?? Shapes[0];
}
