namespace MiniTorch.Tests;

/// <summary>Tensor operations against PyTorch's numbers: values and gradients.</summary>
public sealed class TensorsGoldenTests
{
    private const string File = "tensors.json";

    public static TheoryData<int, string> Cases => Golden.Theory(File, "op");

    [Theory]
    [MemberData(nameof(Cases))]
    public void Agrees_with_PyTorch(int index, string op)
    {
        GoldenNode golden = Golden.Cases(File)[index];
        OpTest.Check(golden, inputs => Apply(op, inputs, golden["args"]));
    }

    private static Tensor Apply(string op, Tensor[] x, GoldenNode args)
    {
        string[] known = [];
        Tensor result = op switch
        {
            "add" => x[0] + x[1],
            "sub" => x[0] - x[1],
            "mul" => x[0] * x[1],
            "div" => x[0] / x[1],
            "gt" => x[0].Gt(x[1]),
            "eq" => x[0].Eq(x[1]),
            "le" => x[0].Le(x[1]),
            "maximum" => x[0].Maximum(x[1]),
            "minimum" => x[0].Minimum(x[1]),
            "where" => Tensor.Where(x[0], x[1], x[2]),
            "exp" => x[0].Exp(),
            "neg" => -x[0],
            "log" => x[0].Log(),
            "sqrt" => x[0].Sqrt(),
            "abs" => x[0].Abs(),
            "sign" => x[0].Sign(),
            "square" => x[0].Square(),
            "pow_scalar" => x[0].Pow(Take("exponent").Double),
            "clamp" => x[0].Clamp(Take("min").Double, Take("max").Double),
            "sum" => x[0].Sum(Take("dim").Ints, Take("keepdim").Bool),
            "mean" => x[0].Mean(Take("dim").Ints, Take("keepdim").Bool),
            "amax" => x[0].Amax(Take("dim").Ints, Take("keepdim").Bool),
            "amin" => x[0].Amin(Take("dim").Ints, Take("keepdim").Bool),
            "argmax" => x[0].ArgMax(Take("dim").Int),
            "argmin" => x[0].ArgMin(Take("dim").Int),
            "norm" => x[0].Norm(Take("p").Double),
            "prod" => x[0].Prod(Take("dim").Int),
            "cumsum" => x[0].Cumsum(Take("dim").Int),
            "gather" => x[0].Gather(Take("dim").Int, x[1]),
            "scatter_add" => x[0] + x[2].ScatterAdd(x[0].Shape, Take("dim").Int, x[1]),
            "matmul" => x[0].MatMul(x[1]),
            "reshape" => x[0].Reshape(Take("shape").Ints),
            "permute" => x[0].Permute(Take("dims").Ints),
            "transpose" => x[0].Transpose(Take("dim0").Int, Take("dim1").Int),
            "expand" => x[0].Expand(Shape.Of(Take("shape").Ints)),
            "slice" => x[0].Slice(Take("dim").Int, Take("start").Int, Take("end").Int, Take("step").Int),
            "stack" => Tensor.Stack(x, Take("dim").Int),
            _ => throw new NotSupportedException($"the golden file names the op '{op}', which MiniTorch lacks"),
        };
        string[] unknown = [.. args.Entries.Select(static entry => entry.Key).Except(known)];
        return unknown.Length == 0
            ? result
            : throw new NotSupportedException($"the golden file gives '{op}' the options {string.Join(", ", unknown)}, which MiniTorch lacks");

        GoldenNode Take(string name)
        {
            known = [.. known, name];
            return args[name];
        }
    }
}
