namespace MiniTorch.Tests;

/// <summary>Every operation's proof.</summary>
public sealed class OpProofTests
{
    public static TheoryData<string> Names => [.. OpProofs.All.Select(static proof => proof.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Values_and_derivatives(string name)
    {
        foreach (OpCase item in OpProofs.Named(name).Cases)
        {
            foreach (Shape[] shapes in item.Shapes)
            {
                OpTest.Check(item.Op, item.Oracle, shapes, item.Options);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_type_has_a_value_or_is_refused_by_name(string name)
    {
        foreach (OpCase item in OpProofs.Named(name).Cases)
        {
            foreach (DType dtype in Enum.GetValues<DType>())
            {
                bool takes = OpTest.Takes(dtype, item.Op, item.Oracle, item.WithElements, item.Options);
                Assert.True(takes || !dtype.IsFloatingPoint(), $"{name} refuses {dtype.Name()}");
            }
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void An_elements_bits_depend_on_neither_place_nor_length(string name)
    {
        foreach (OpCase item in OpProofs.Named(name).Cases.Where(static item => item.IsElementwise))
        {
            OpTest.CheckLengths(item.Op, item.Shapes[0].Length, item.Options);
        }
    }
}
