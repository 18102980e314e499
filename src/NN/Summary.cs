namespace MiniTorch.NN;

/// <summary>A line of a <see cref="Summary"/>: a call of a module, or a module that was not called.</summary>
/// <param name="Depth">0 for the model itself, 1 for what it calls, ….</param>
/// <param name="Index">The number of the line among those of its depth, from 1.</param>
/// <param name="Type">The module's type.</param>
/// <param name="Path">The path that leads to it, for <see cref="Module.GetSubmodule"/>; empty for the model itself.</param>
/// <param name="OutputShapes">The shapes of the tensors that came out; none if the module was not called.</param>
/// <param name="Parameters">Number of elements of its parameters and of those below it, shared ones counted once.</param>
/// <param name="TrainableParameters">Those of them that are not frozen.</param>
/// <param name="OwnParameters">Those that the module holds itself.</param>
/// <param name="MultiplyAdds">Multiplications with an addition in this call, and in those inside it.</param>
/// <param name="OwnMultiplyAdds">Those of the module itself.</param>
/// <param name="IsRecursive">Whether the module stands in an earlier line, where its parameters are counted.</param>
/// <param name="IsLeaf">Whether it has no children.</param>
public sealed record SummaryRow(
    int Depth,
    int Index,
    string Type,
    string Path,
    IReadOnlyList<Shape> OutputShapes,
    long Parameters,
    long TrainableParameters,
    long OwnParameters,
    long MultiplyAdds,
    long OwnMultiplyAdds,
    bool IsRecursive,
    bool IsLeaf);

/// <summary>
/// What a model is made of and what a forward of it takes, as a table: <c>Console.WriteLine(new Summary(model, [64, 784]))</c>. The model
/// is run once, in evaluation and without recording; its modes, buffers and gradients, and the generators that it draws from, are
/// afterwards as before. PyTorch: <c>torchinfo.summary(model, input_size)</c>.
/// </summary>
/// <remarks>
/// A module that is called again is marked <c>(recursive)</c>: its parameters are counted once, its multiplications each time. A number in
/// parentheses is of frozen parameters. MB are 10⁶ bytes. The forward and backward pass is taken, as torchinfo does, to need the outputs of
/// the modules that have parameters of their own, twice: values and gradients.
/// </remarks>
public sealed partial class Summary
{
    private readonly int _depth;

    /// <summary>Runs a model on zeros.</summary>
    /// <param name="model">The model.</param>
    /// <param name="inputShape">The input's shape, with its batch: <c>[64, 784]</c>.</param>
    /// <param name="dtype">The input's type; if null that of the model's first parameter.</param>
    /// <param name="depth">Down to where the table shows modules; the lowest ones include those below them.</param>
    /// <exception cref="ArgumentException">The model refused the input, or <paramref name="depth"/> is negative.</exception>
    public Summary(Module<Tensor, Tensor> model, Shape inputShape, DType? dtype = null, int depth = 3)
        : this(Run(model, Zeros(model, inputShape, dtype)), depth)
    {
    }

    private Summary((SummaryNode Tree, Module Model, Tensor[] Inputs) run, int depth)
    {
        if (depth < 0)
        {
            Throw.Argument("summary", $"the depth must not be negative; got {depth}");
        }

        _depth = depth;
        Rows = ToRows(run.Tree, run.Model);
        IReadOnlyList<Tensor> parameters = run.Model.Parameters();
        TotalParameters = Count(parameters);
        TrainableParameters = Count(parameters.Where(static parameter => parameter.RequiresGrad));
        TotalMultiplyAdds = run.Tree.MultiplyAdds;
        InputBytes = Bytes(run.Inputs);
        ForwardBackwardBytes = 2 * run.Tree.All.Where(static call => call.Module.OwnParameters.Any()).Sum(static call => Bytes(call.Outputs));
        ParameterBytes = Bytes(parameters);
    }

    /// <summary>The model, then what it calls, each before what it calls in turn; all of them, however deep.</summary>
    public IReadOnlyList<SummaryRow> Rows { get; }

    /// <summary>Number of elements of all parameters, shared ones counted once.</summary>
    public long TotalParameters { get; }

    /// <summary>Those of them that are not frozen.</summary>
    public long TrainableParameters { get; }

    /// <summary>Those of them that are frozen.</summary>
    public long NonTrainableParameters => TotalParameters - TrainableParameters;

    /// <summary>Multiplications with an addition in all calls.</summary>
    public long TotalMultiplyAdds { get; }

    /// <summary>Bytes of the input.</summary>
    public long InputBytes { get; }

    /// <summary>Bytes of what modules with parameters put out, twice.</summary>
    public long ForwardBackwardBytes { get; }

    /// <summary>Bytes of the parameters.</summary>
    public long ParameterBytes { get; }

    /// <summary>The sum of the three.</summary>
    public long TotalBytes => InputBytes + ForwardBackwardBytes + ParameterBytes;

    /// <summary>Runs a model on an input of one's own: indices within a range, or several tensors in a tuple.</summary>
    /// <param name="model">The model.</param>
    /// <param name="input">What goes in.</param>
    /// <param name="depth">Down to where the table shows modules; the lowest ones include those below them.</param>
    /// <exception cref="ArgumentException">The model refused the input, or <paramref name="depth"/> is negative.</exception>
    public static Summary Of<TIn, TOut>(Module<TIn, TOut> model, TIn input, int depth = 3) => new(Run(model, input), depth);

    private static Tensor Zeros(Module model, Shape shape, DType? dtype)
    {
        ArgumentNullException.ThrowIfNull(model);
        return Tensor.Zeros(shape, dtype ?? model.Modules.SelectMany(static module => module.OwnParameters).FirstOrDefault()?.DType);
    }

    private static (SummaryNode Tree, Module Model, Tensor[] Inputs) Run<TIn, TOut>(Module<TIn, TOut> model, TIn input)
    {
        ArgumentNullException.ThrowIfNull(model);
        var walk = new SummaryWalk(model);
        var handles = new List<HookHandle>();
        (Module Module, bool IsTraining)[] modes = [.. model.Modules.Select(static module => (module, module.IsTraining))];
        (Tensor Buffer, int Version, NDArray Before)[] buffers =
            [.. model.NamedBuffers().Select(static entry => (entry.Buffer, entry.Buffer.Value.Version, entry.Buffer.Value.Clone()))];
        using var draws = new DrawLog();
        try
        {
            Array.ForEach(modes, entry => entry.Module.Observe(walk, handles));
            model.Eval();
            using (Autograd.NoGrad())
            {
                model.Forward(input);
            }
        }
        finally
        {
            handles.ForEach(static handle => handle.Dispose());
            Array.ForEach(modes, static entry => entry.Module.IsTraining = entry.IsTraining);
            foreach ((Tensor buffer, int version, NDArray before) in buffers)
            {
                if (buffer.Value.Version != version)
                {
                    buffer.Value.CopyFrom(before);
                }
            }

            foreach ((Generator generator, GeneratorState state) in draws.Before.ToArray())
            {
                generator.State = state;
            }
        }

        return (walk.Tree(), model, SummaryWalk.Tensors(input));
    }

    private static List<SummaryRow> ToRows(SummaryNode tree, Module model)
    {
        var paths = new Dictionary<Module, string>(
            model.NamedModules().Select(static entry => KeyValuePair.Create(entry.Module, entry.Name)), ReferenceEqualityComparer.Instance);
        var seen = new HashSet<Module>(ReferenceEqualityComparer.Instance);
        var counts = new List<int>();
        var rows = new List<SummaryRow>();
        Add(tree, 0);
        return rows;

        void Add(SummaryNode node, int depth)
        {
            if (depth == counts.Count)
            {
                counts.Add(0);
            }

            IReadOnlyList<Tensor> parameters = node.Module.Parameters();
            rows.Add(new SummaryRow(
                depth,
                ++counts[depth],
                node.Module.TypeName,
                paths.GetValueOrDefault(node.Module, ""),
                [.. node.Outputs.Select(static output => output.Shape)],
                Count(parameters),
                Count(parameters.Where(static parameter => parameter.RequiresGrad)),
                Count(node.Module.OwnParameters.Distinct()),
                node.MultiplyAdds,
                node.OwnMultiplyAdds,
                !seen.Add(node.Module),
                !node.Module.Children.Any()));
            node.Children.ForEach(child => Add(child, depth + 1));
        }
    }

    private static long Count(IEnumerable<Tensor> tensors) => tensors.Sum(static tensor => (long)tensor.Count);

    private static long Bytes(IEnumerable<Tensor> tensors) => tensors.Sum(static tensor => (long)tensor.Count * tensor.DType.Size());
}
