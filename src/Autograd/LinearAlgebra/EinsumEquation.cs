namespace MiniTorch;

/// <summary>
/// An equation of <see cref="Tensor.Einsum"/> with operands that fit it: a label for every dimension. Labels are numbers, those of the letters in
/// alphabetical order, capitals first, then those of the dimensions that the ellipsis stands for.
/// </summary>
internal sealed class EinsumEquation
{
    private const string Name = "einsum";
    private const int Ellipsis = -1;
    private const int FirstOfEllipsis = 2 * 26;

    private EinsumEquation(int[][] operands, int[] output, Dictionary<int, int> sizes) => (Operands, Output, Sizes) = (operands, output, sizes);

    public int[][] Operands { get; }

    public int[] Output { get; }

    /// <summary>The size that a label has after broadcasting.</summary>
    public Dictionary<int, int> Sizes { get; }

    public static EinsumEquation Parse(string equation, ReadOnlySpan<Tensor> operands)
    {
        if (operands.IsEmpty)
        {
            Throw.Argument(Name, "at least one operand is needed; got none");
        }

        int arrow = equation.IndexOf("->", StringComparison.Ordinal);
        string inputs = arrow < 0 ? equation : equation[..arrow];
        int[][] terms = [.. Terms(equation, inputs)];
        if (terms.Length != operands.Length)
        {
            Throw.Argument(Name, $"the equation must have as many terms as there are operands; got {terms.Length} in '{equation}' for {operands.Length}");
        }

        int most = 0;
        for (int i = 0; i < terms.Length; i++)
        {
            most = Math.Max(most, Covered(equation, terms[i], operands[i].Shape));
        }

        for (int i = 0; i < terms.Length; i++)
        {
            terms[i] = Spelled(terms[i], Covered(equation, terms[i], operands[i].Shape), most);
        }

        int[] output = arrow < 0
            ? Implicit(terms, most)
            : Explicit(equation, Spelled(Term(equation, arrow + 2, equation.Length), most, most), terms);
        return new EinsumEquation(terms, output, CommonSizes(equation, terms, operands));
    }

    private static List<int[]> Terms(string equation, string inputs)
    {
        List<int[]> terms = [];
        int start = 0;
        for (int i = 0; i <= inputs.Length; i++)
        {
            if (i == inputs.Length || inputs[i] == ',')
            {
                terms.Add(Term(equation, start, i));
                start = i + 1;
            }
        }

        return terms;
    }

    private static int[] Term(string equation, int start, int end)
    {
        List<int> labels = [];
        for (int i = start; i < end; i++)
        {
            char letter = equation[i];
            if (letter == '.')
            {
                if (i + 2 >= end || equation[i + 1] != '.' || equation[i + 2] != '.' || labels.Contains(Ellipsis))
                {
                    Throw.Argument(Name, $"dots must be one ellipsis, '...', in a term; got '{equation}', index {i}");
                }

                labels.Add(Ellipsis);
                i += 2;
            }
            else if (char.IsAsciiLetter(letter))
            {
                labels.Add(char.IsAsciiLetterUpper(letter) ? letter - 'A' : 26 + letter - 'a');
            }
            else if (letter != ' ')
            {
                Throw.Argument(Name, $"subscripts must be letters a to z or A to Z; got '{equation}', index {i}");
            }
        }

        return [.. labels];
    }

    // How many dimensions of an operand its ellipsis stands for.
    private static int Covered(string equation, int[] term, Shape shape)
    {
        bool hasEllipsis = term.Contains(Ellipsis);
        int covered = shape.Rank - (hasEllipsis ? term.Length - 1 : term.Length);
        if (covered < 0 || (covered > 0 && !hasEllipsis))
        {
            string most = hasEllipsis ? "at most one" : "one";
            Throw.Argument(Name, $"a term must have {most} subscript for every dimension of its operand; got '{Text(term)}' in '{equation}' for {shape}");
        }

        return covered;
    }

    // The term with labels in place of its ellipsis: the last of all that ellipses stand for, since they broadcast from the end.
    private static int[] Spelled(int[] term, int covered, int most) => [.. term.SelectMany(label =>
        label == Ellipsis ? Enumerable.Range(FirstOfEllipsis + most - covered, covered) : [label])];

    private static int[] Implicit(int[][] terms, int most) =>
    [
        .. Enumerable.Range(FirstOfEllipsis, most),
        .. terms.SelectMany(static term => term).GroupBy(static label => label).Where(static group => group.Key < FirstOfEllipsis && group.Count() == 1)
            .Select(static group => group.Key).Order(),
    ];

    private static int[] Explicit(string equation, int[] output, int[][] terms)
    {
        for (int i = 0; i < output.Length; i++)
        {
            if (output.AsSpan(0, i).Contains(output[i]))
            {
                Throw.Argument(Name, $"a subscript may stand once in the output; got '{Text([output[i]])}' twice in '{equation}'");
            }

            if (!terms.Any(term => term.Contains(output[i])))
            {
                Throw.Argument(Name, $"a subscript of the output must be one of an operand; got '{Text([output[i]])}' in '{equation}'");
            }
        }

        return output;
    }

    private static Dictionary<int, int> CommonSizes(string equation, int[][] terms, ReadOnlySpan<Tensor> operands)
    {
        var sizes = new Dictionary<int, int>();
        for (int i = 0; i < terms.Length; i++)
        {
            var own = new Dictionary<int, int>();
            for (int dim = 0; dim < terms[i].Length; dim++)
            {
                int label = terms[i][dim];
                int size = operands[i].Shape[dim];
                if (!own.TryAdd(label, size) && own[label] != size)
                {
                    Throw.Argument(
                        Name,
                        $"a subscript that an operand repeats must have one size; got {own[label]} and {size} for '{Text([label])}' in '{equation}', operand {i} of shape {operands[i].Shape}");
                }

                if (sizes.TryGetValue(label, out int before) && before != size && before != 1 && size != 1)
                {
                    Throw.Argument(Name, $"a subscript's sizes must be equal or 1; got {before} and {size} for '{Text([label])}' in '{equation}', operand {i} of shape {operands[i].Shape}");
                }

                if (before == 1 || !sizes.ContainsKey(label))
                {
                    sizes[label] = size;
                }
            }
        }

        return sizes;
    }

    private static string Text(int[] labels) =>
        string.Concat(labels.Select(static label => label is Ellipsis or >= FirstOfEllipsis ? "..." : ((char)(label < 26 ? 'A' + label : 'a' + label - 26)).ToString()));
}
