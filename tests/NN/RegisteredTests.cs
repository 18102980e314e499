using System.Reflection;
using MiniTorch.NN;
using Module = MiniTorch.NN.Module;

namespace MiniTorch.Tests;

/// <summary>Every module of the library, built with whatever its constructor takes.</summary>
public sealed class RegisteredTests
{
    // Constructors whose arguments must agree with each other.
    private static readonly Dictionary<Type, Module> BuiltByHand = new()
    {
        [typeof(Sequential)] = new Sequential(("a", new Linear(2, 2)), ("b", new Sequential(new ReLU()))),
        [typeof(ModuleList<>)] = new ModuleList<Layer>(new Linear(2, 2), new ReLU()),
        [typeof(ModuleDict<>)] = new ModuleDict<Layer>(("a", new Linear(2, 2)), ("b", new ReLU())),
        [typeof(Conv2d)] = new Conv2d(2, 4, 3),
        [typeof(MaxPool2d)] = new MaxPool2d(2),
        [typeof(AvgPool2d)] = new AvgPool2d(2),
        [typeof(Unflatten)] = new Unflatten(1, 2, 2),
        [typeof(CrossEntropyLoss)] = new CrossEntropyLoss(weight: Tensor.Ones([3])),
    };

    public static TheoryData<Type> Types =>
        [.. typeof(Module).Assembly.GetExportedTypes().Where(static type => type.IsSubclassOf(typeof(Module)) && !type.IsAbstract)];

    [Theory]
    [MemberData(nameof(Types))]
    public void Every_module_registers_what_its_fields_hold(Type type) => Assert.Empty(Registered.Forgotten(Build(type)));

    [Theory]
    [MemberData(nameof(Types))]
    public void Every_module_can_be_cloned(Type type)
    {
        Module module = Build(type);
        Module copy = module.Clone();
        Assert.IsType(module.GetType(), copy);
        Assert.Empty(Registered.Forgotten(copy));
        Assert.Equal(module.StateDict().Keys, copy.StateDict().Keys);
        Assert.Equal(module.ToString(), copy.ToString());
        Assert.Empty(copy.Modules.Intersect(module.Modules));
    }

    [Fact]
    public void What_was_forgotten_is_found()
    {
        Assert.Equal(["Careless._weight", "Careless._layers", "Careless._layers"], Registered.Forgotten(new Sequential(new Careless())));
        Assert.Empty(Registered.Forgotten(new Sequential(new Mlp(), new Scale(inner: new ReLU()))));
    }

    private static Module Build(Type type)
    {
        if (BuiltByHand.TryGetValue(type, out Module? module))
        {
            return module;
        }

        // The fullest constructor that takes such arguments.
        foreach (ConstructorInfo constructor in type.GetConstructors().OrderByDescending(static constructor => constructor.GetParameters().Length))
        {
            try
            {
                return (Module)constructor.Invoke([.. constructor.GetParameters().Select(Argument)]);
            }
            catch (Exception error) when (error is TargetInvocationException or NotSupportedException)
            {
                // The next one.
            }
        }

        throw new InvalidOperationException($"no constructor of {type} takes the arguments that this test has; add it to {nameof(BuiltByHand)}");
    }

    private static object? Argument(ParameterInfo parameter) => parameter switch
    {
        { HasDefaultValue: true, ParameterType.IsEnum: true } => Enum.ToObject(parameter.ParameterType, parameter.DefaultValue!),
        { HasDefaultValue: true } => parameter.DefaultValue,
        { ParameterType: var type } when type == typeof(int) => 2,
        { ParameterType: var type } when type == typeof(double) => 0.5,
        { ParameterType: var type } when type == typeof(bool) => true,
        { ParameterType: var type } when type == typeof(Shape) => Shape.Of(2),
        { ParameterType: { IsValueType: true, IsByRefLike: false } type } => Activator.CreateInstance(type),
        _ => throw new NotSupportedException($"no argument for {parameter}"),
    };

    private sealed class Careless : Layer
    {
        private readonly Tensor _weight = Tensor.Ones([1]);
        private readonly List<Layer> _layers = [new ReLU(), new Tanh()];

        protected override Tensor ForwardCore(Tensor input) => _layers[0].Forward(input * _weight);
    }
}
