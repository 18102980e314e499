using FsCheck;
using FsCheck.Fluent;

namespace MiniTorch.Tests;

/// <summary>Equations of every kind against one loop over all labels, and what is wrong with others.</summary>
public sealed class EinsumTests
{
    [Fact]
    public void Any_equation_of_letters_is_the_sum_over_all_labels() =>
        Prop.ForAll((byte[] letters, byte[] choices) =>
        {
            // Up to four operands of up to three letters out of five, each with its size; the sum is of whole numbers, hence exact.
            int[] labels = [.. letters.Select(static letter => letter % 5)];
            int count = 1 + (At(0) % 4);
            string[] terms = [.. Enumerable.Range(0, count).Select(i => string.Concat(labels.Skip(3 * i).Take(At(i + 1) % 4).Select(static label => "bcAde"[label])))];
            int[] sizes = [.. Enumerable.Range(0, 5).Select(i => At(i + 5) % 4)];
            string output = string.Concat(string.Concat(terms).Distinct().Where(letter => (At(letter) & 1) == 1).OrderBy(letter => At(letter + 1)));
            string equation = $"{string.Join(",", terms)}->{output}";
            NDArray[] x = [.. terms.Select((term, i) =>
            {
                Shape shape = Shape.Of([.. term.Select(letter => sizes["bcAde".IndexOf(letter)])]);
                return NDArray.RandInt(-3, 4, shape, new Generator((ulong)i)).To(DType.Float64);
            })];
            Plain expected = PlainEinsum.Of(equation, [.. x.Select(Plain.Of)]);
            Tensor actual = Tensor.Einsum(equation, [.. x.Select(static value => new Tensor(value))]);
            Assert.True(expected.Shape == actual.Shape, $"{equation}: expected {expected.Shape}, got {actual.Shape}");
            Assert.True(expected.Data.SequenceEqual(actual.ToArray<double>()), equation);

            int At(int i) => choices.Length == 0 ? i : choices[i % choices.Length];
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(300));

    [Fact]
    public void Without_an_arrow_the_output_is_the_ellipsis_and_the_letters_that_occur_once_in_order()
    {
        Tensor x = Tensor.Zeros([2, 3, 4]), y = Tensor.Zeros([4, 5]);
        Assert.Equal<Shape>([5, 3, 2], Tensor.Einsum("zaj,jX", x, y).Shape);
        Assert.Equal<Shape>([4, 2, 5], Tensor.Einsum("...ba,aac", Tensor.Zeros([4, 2, 1]), Tensor.Zeros([3, 3, 5])).Shape);
        Assert.Equal<Shape>([4, 2, 3], Tensor.Einsum("ba...", Tensor.Zeros([3, 2, 4])).Shape);
        Assert.Equal<Shape>([], Tensor.Einsum("ij,ij", y, y).Shape);
    }

    [Fact]
    public void Types_are_those_of_products_and_sums()
    {
        Tensor x = Tensor.From([1, 2, 3, 4], [2, 2]);
        Assert.Equal(DType.Int32, Tensor.Einsum("ij,ij->", x, x).DType);
        Assert.Equal(DType.Int64, Tensor.Einsum("ij->", x).DType);
        Assert.Equal(DType.Int32, Tensor.Einsum("ij,kl->", x, x).DType);
        Assert.Equal(100, Tensor.Einsum("ij,kl->", x, x).Item<int>());
        Assert.Equal(DType.Float64, Tensor.Einsum("i,j->ij", Tensor.Ones([2]), Tensor.Ones([2], DType.Float64)).DType);
        Says("operands that are multiplied and summed must have one dtype; got float32 and float64", "i,i", Tensor.Ones([2]), Tensor.Ones([2], DType.Float64));
    }

    [Fact]
    public void Wrong_equations_are_named()
    {
        Tensor x = Tensor.Zeros([2, 3]);
        Says("at least one operand is needed; got none", "ij");
        Says("the equation must have as many terms as there are operands; got 1 in 'ij' for 2", "ij", x, x);
        Says("the equation must have as many terms as there are operands; got 2 in 'ij,jk' for 1", "ij,jk", x);
        Says("a term must have one subscript for every dimension of its operand; got 'ijk' in 'ijk' for [2, 3]", "ijk", x);
        Says("a term must have one subscript for every dimension of its operand; got 'i' in 'i' for [2, 3]", "i", x);
        Says("a term must have at most one subscript for every dimension of its operand; got '...ijk' in '...ijk' for [2, 3]", "...ijk", x);
        Says("a subscript that an operand repeats must have one size; got 2 and 3 for 'i' in 'ii', operand 0 of shape [2, 3]", "ii", x);
        Says("a subscript's sizes must be equal or 1; got 3 and 2 for 'j' in 'ij,jk', operand 1 of shape [2, 3]", "ij,jk", x, x);
        Says("a subscript's sizes must be equal or 1; got 2 and 4 for '...' in '...j,...j', operand 1 of shape [4, 3]", "...j,...j", x, Tensor.Zeros([4, 3]));
        Says("a subscript may stand once in the output; got 'i' twice in 'ij->ii'", "ij->ii", x);
        Says("a subscript of the output must be one of an operand; got 'K' in 'ij->K'", "ij->K", x);
        Says("subscripts must be letters a to z or A to Z; got 'i1', index 1", "i1", x);
        Says("subscripts must be letters a to z or A to Z; got 'ij-', index 2", "ij-", x);
        Says("subscripts must be letters a to z or A to Z; got 'ij->i->j', index 5", "ij->i->j", x);
        foreach ((string equation, int index) in ((string, int)[])[("i.j", 1), ("i..j", 1), ("...i...", 4), ("ij->i.", 5), ("ij..", 2), ("ij->...i...", 8)])
        {
            Says($"dots must be one ellipsis, '...', in a term; got '{equation}', index {index}", equation, x);
        }
    }

    private static void Says(string message, string equation, params Tensor[] operands) =>
        Assert.Equal($"einsum: {message}", Assert.Throws<ArgumentException>(() => Tensor.Einsum(equation, operands)).Message);
}
