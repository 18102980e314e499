using MiniTorch.NN;
using MiniTorch.Optim;

namespace MiniTorch.Tests;

/// <summary>Models that draw random numbers and have every kind of state.</summary>
internal static class TestModels
{
    /// <summary>Two linear layers with a dropout between them.</summary>
    public static Sequential Mlp(ulong seed, Generator? dropout = null)
    {
        using (Generator.Use(new Generator(seed)))
        {
            return new Sequential(new Linear(3, 5), new Tanh(), new Dropout(0.3, dropout), new Counted(), new Linear(5, 2));
        }
    }

    /// <summary>Everything about a model that training may change, as bits.</summary>
    public static string Fingerprint(Module model, Optimizer? optimizer = null)
    {
        List<string> parts =
        [
            .. model.NamedParameters().Select(item => $"{item.Name} {Text(item.Parameter.Value)} {(item.Parameter.Grad is { } grad ? Text(grad.Value) : "none")} {item.Parameter.RequiresGrad}"),
            .. model.NamedBuffers().Select(item => $"{item.Name} {Text(item.Buffer.Value)}"),
            .. model.NamedModules().Select(item => $"{item.Name} {item.Module.IsTraining}"),
        ];
        if (optimizer is not null)
        {
            parts.Add($"{optimizer.StepCount} {optimizer.SkippedStepCount} {optimizer.NonFiniteGradients}");
            parts.Add(Text(optimizer.SaveState()));
        }

        return string.Join('\n', parts);
    }

    private static string Text(NDArray values) => string.Join(' ', Bits.Of(values));

    private static string Text(StateNode node) => node switch
    {
        MapState map => $"{{{string.Join(", ", map.Select(item => $"{item.Key}: {Text(item.Value)}"))}}}",
        ListState list => $"[{string.Join(", ", list.Select(Text))}]",
        TensorState tensor => Text(tensor.Value.Value),
        RealState real => $"{BitConverter.DoubleToInt64Bits(real.Value)}",
        _ => $"{node}",
    };
}

/// <summary>Has a buffer that changes in training, one that is not saved, and one of floats.</summary>
internal sealed class Counted : Layer
{
    private readonly Tensor _calls;
    private readonly Tensor _unsaved;
    private readonly Tensor _mean;

    public Counted()
    {
        RegisterBuffer(out _calls, Tensor.Zeros([], DType.Int64));
        RegisterBuffer(out _unsaved, Tensor.Zeros([2]), persistent: false);
        RegisterBuffer(out _mean, Tensor.Zeros([1]));
    }

    protected override Tensor ForwardCore(Tensor input)
    {
        if (IsTraining)
        {
            _calls.Value.Fill(_calls.Item<long>() + 1);
            _unsaved.Value.Fill(_calls.Item<long>());
            _mean.Value.Fill(input.Mean().Item<float>());
        }

        return input;
    }
}
