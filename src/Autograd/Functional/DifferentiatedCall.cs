namespace MiniTorch;

/// <summary>
/// One recorded call of a user's function, to be differentiated for its arguments alone, whatever else it reads: it is given tensors of its
/// own, so that neither <see cref="Tensor.Grad"/> nor another use of the same inputs is touched. Made where recording is enabled.
/// </summary>
internal sealed class DifferentiatedCall
{
    private readonly string _op;
    private readonly bool _createGraph;
    private readonly bool _strict;

    /// <param name="op">Who calls, for messages.</param>
    /// <param name="function">The user's function.</param>
    /// <param name="inputs">Where; they need not require a gradient.</param>
    /// <param name="createGraph">Whether derivatives are themselves recorded, back to those inputs that require a gradient.</param>
    /// <param name="strict">Whether it is an error that something does not depend on an input.</param>
    public DifferentiatedCall(string op, Func<Tensor[], Tensor[]> function, Tensor[] inputs, bool createGraph, bool strict)
    {
        (_op, _createGraph, _strict) = (op, createGraph, strict);
        if (inputs.Length == 0)
        {
            Throw.Argument(op, "at least one input is needed; got none");
        }

        Inputs = [.. inputs.Select(Argument)];
        Outputs = function([.. Inputs]);
        if (Outputs is null or [])
        {
            Throw.Argument(op, "the function must return a tensor; it returned none");
        }

        for (int i = 0; i < Outputs.Length; i++)
        {
            Check(Outputs[i], i);
        }
    }

    /// <summary>What the function was given.</summary>
    public Tensor[] Inputs { get; }

    /// <summary>What it returned.</summary>
    public Tensor[] Outputs { get; }

    /// <summary>The recorded gradient of a function that returns one number, for every input.</summary>
    public Tensor[] Gradient()
    {
        if (Outputs[0].Count != 1)
        {
            Throw.Argument(_op, $"the function must return a single value; got shape {Outputs[0].Shape}");
        }

        return Transposed([Tensor.Ones(Outputs[0].Shape, Outputs[0].DType)]);
    }

    /// <summary>Σ vᵀ·∂output/∂input for every input, recorded.</summary>
    public Tensor[] Transposed(Tensor[] v) => Fill(Walk(Outputs, v, Inputs, createGraph: true), Inputs, i => Independent("the result", i));

    /// <summary>Σ vᵀ·∂value/∂target for every target, recorded if the caller wants it so.</summary>
    /// <param name="values">What to differentiate.</param>
    /// <param name="v">One for each value.</param>
    /// <param name="targets">With respect to what.</param>
    /// <param name="independent">The error of strictness if no value depends on a target.</param>
    public Tensor[] Product(Tensor[] values, Tensor[] v, Tensor[] targets, Func<int, string> independent)
    {
        Tensor[] seeds = _createGraph ? v : [.. v.Select(static v => v.Detach())];
        Tensor[] products = Fill(Walk(values, seeds, targets, _createGraph), targets, independent);
        return _createGraph ? products : [.. products.Select(static product => product.Detach())];
    }

    /// <summary>∂value/∂input for every input, of shape [value.., input..], by one walk for each element of the value.</summary>
    /// <param name="value">What was computed from the inputs.</param>
    /// <param name="name">What to call it in messages.</param>
    public Tensor[] Jacobian(Tensor value, string name) => _createGraph && value.Count > 0 ? Recorded(value, name) : Written(value, name);

    /// <summary>The error of strictness: something does not depend on an input.</summary>
    public string Independent(string name, int input) => $"{name} does not depend on input {input}, of shape {Inputs[input].Shape}";

    /// <summary>Checks that there is one vector for each of what it is multiplied with, alike in shape and type.</summary>
    public void CheckVectors(Tensor[] v, Tensor[] like, string what)
    {
        if (v.Length != like.Length)
        {
            Throw.Argument(_op, $"one v for each {what} is needed; got {v.Length} for {like.Length}");
        }

        for (int i = 0; i < v.Length; i++)
        {
            if (v[i].Shape != like[i].Shape || v[i].DType != like[i].DType)
            {
                Throw.Argument(
                    _op,
                    $"v must have the shape and type of its {what}; {what} {i} is {like[i].DType.Name()} {like[i].Shape}, got {v[i].DType.Name()} {v[i].Shape}");
            }
        }
    }

    // Null where no value leads to the target.
    private static Tensor?[] Walk(Tensor[] values, Tensor[] seeds, Tensor[] targets, bool createGraph, bool retainGraph = false)
    {
        int[] recorded = [.. Enumerable.Range(0, values.Length).Where(i => values[i].RequiresGrad)];
        return recorded.Length == 0 ? new Tensor?[targets.Length] : Autograd.Grad(
            [.. recorded.Select(i => values[i])],
            targets,
            [.. recorded.Select(i => seeds[i])],
            createGraph || retainGraph,
            createGraph,
            allowUnused: true);
    }

    private Tensor[] Fill(Tensor?[] gradients, Tensor[] targets, Func<int, string> independent)
    {
        CheckDependence(gradients, independent);
        return [.. gradients.Select((gradient, i) => gradient ?? Tensor.Zeros(targets[i].Shape, targets[i].DType))];
    }

    private void CheckDependence(Tensor?[] gradients, Func<int, string> independent)
    {
        int missing = _strict ? Array.IndexOf(gradients, null) : -1;
        if (missing >= 0)
        {
            Throw.Argument(_op, $"{independent(missing)}; its derivative is zero, which strict: true forbids");
        }
    }

    // An own tensor over the same values: with the input's history where derivatives are to reach it, else a leaf.
    private Tensor Argument(Tensor input, int index)
    {
        if (!input.DType.IsFloatingPoint())
        {
            Throw.Argument(_op, $"only floating-point tensors have derivatives; input {index} is {input.DType.Name()} of shape {input.Shape}");
        }

        return _createGraph && input.RequiresGrad ? input.Reshape(input.Shape.AsSpan()) : new Tensor(input.Value, requiresGrad: true);
    }

    private void Check(Tensor? output, int index)
    {
        if (output is null)
        {
            Throw.Argument(_op, $"the function must return a tensor; output {index} is null");
        }

        if (!output.DType.IsFloatingPoint())
        {
            Throw.Argument(_op, $"the function must return a floating-point type; output {index} is {output.DType.Name()} of shape {output.Shape}");
        }
    }

    private Tensor[] Written(Tensor value, string name)
    {
        NDArray[] jacobians = [.. Inputs.Select(input => NDArray.Zeros([value.Count, .. input.Shape], input.DType))];
        for (int row = 0; row < value.Count; row++)
        {
            // Inside a scope of the caller's the rows would gather until its end. What hooks and functions of the user's make is not in it.
            using BufferScope? scope = BufferScope.Current is null ? null : BufferScope.BeginWalk();
            Tensor?[] gradients = Row(value, row);
            CheckDependence(gradients, i => Independent(name, i));
            for (int i = 0; i < jacobians.Length; i++)
            {
                if (gradients[i] is { } gradient)
                {
                    jacobians[i].Select(0, row).CopyFrom(gradient.Value);
                }
            }
        }

        return [.. jacobians.Select((jacobian, i) => new Tensor(jacobian.Reshape([.. value.Shape, .. Inputs[i].Shape]).AsWhole()))];
    }

    private Tensor[] Recorded(Tensor value, string name)
    {
        Tensor[][] rows = [.. Enumerable.Range(0, value.Count).Select(row => Fill(Row(value, row), Inputs, i => Independent(name, i)))];
        return [.. Inputs.Select((input, i) => Tensor.Stack([.. rows.Select(row => row[i])]).Reshape([.. value.Shape, .. input.Shape]))];
    }

    private Tensor?[] Row(Tensor value, int row)
    {
        NDArray one = NDArray.Zeros([value.Count], value.DType);
        one.Slice(0, row, row + 1).Fill(1);
        return Walk([value], [new Tensor(one.Reshape(value.Shape.AsSpan()))], Inputs, _createGraph, retainGraph: true);
    }
}
