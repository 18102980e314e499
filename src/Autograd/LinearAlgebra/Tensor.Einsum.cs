namespace MiniTorch;

public sealed partial class Tensor
{
    /// <summary>
    /// Sums of products in Einstein's notation: a letter names a dimension of each operand, <c>...</c> the dimensions that have no letter, and what stands
    /// behind <c>-&gt;</c> the dimensions of the result; over all others is summed. <c>ij,jk-&gt;ik</c> is the matrix product, <c>ii-&gt;i</c> a diagonal,
    /// <c>bij,bjk-&gt;bik</c> the product of batches, <c>...i,...i-&gt;...</c> products of vectors. Without <c>-&gt;</c> the result has the ellipsis, then the letters
    /// that occur once, in alphabetical order, capitals first. Sizes of 1 broadcast. The operands are multiplied from left to right. PyTorch: <c>torch.einsum</c>.
    /// </summary>
    /// <param name="equation">The letters of each operand, separated by commas; spaces mean nothing.</param>
    /// <param name="operands">As many as the equation has; where they are multiplied and summed of one type.</param>
    /// <exception cref="ArgumentException">The equation is wrong or does not fit the operands' shapes, or their types differ.</exception>
    public static Tensor Einsum(string equation, params ReadOnlySpan<Tensor> operands)
    {
        EinsumEquation parsed = EinsumEquation.Parse(equation, operands);
        LabelledTensor result = Labelled(operands[0], parsed, 0);
        if (operands.Length == 1)
        {
            return result.SumExcept(label => parsed.Output.Contains(label)).InOrder(parsed.Output);
        }

        for (int i = 1; i < operands.Length; i++)
        {
            HashSet<int> kept = [.. parsed.Output, .. parsed.Operands[(i + 1)..].SelectMany(static labels => labels)];
            result = result.Contract(Labelled(operands[i], parsed, i), kept, "einsum");
        }

        return result.InOrder(parsed.Output);
    }

    // A label that an operand repeats becomes one dimension, its diagonal; a size of 1 beside a greater one vanishes.
    private static LabelledTensor Labelled(Tensor operand, EinsumEquation equation, int number)
    {
        List<int> labels = [.. equation.Operands[number]];
        for (int dim = 0; dim < labels.Count;)
        {
            int label = labels[dim], again = labels.IndexOf(label, dim + 1);
            if (again < 0)
            {
                dim++;
                continue;
            }

            operand = operand.Diagonal(0, dim, again);
            labels.RemoveAt(again);
            labels.RemoveAt(dim);
            labels.Add(label);
        }

        return new LabelledTensor(operand, [.. labels]).Dropping(label => equation.Sizes[label] != 1);
    }
}
