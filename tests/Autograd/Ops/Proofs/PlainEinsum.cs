namespace MiniTorch.Tests;

/// <summary>Sums of products by one loop over all labels. The equation has its output and no ellipsis.</summary>
internal static class PlainEinsum
{
    public static Plain Of(string equation, Plain[] x)
    {
        string[] sides = equation.Split("->");
        string[] terms = sides[0].Split(',');
        char[] summed = [.. terms.SelectMany(static term => term).Distinct().Except(sides[1])];
        return Plain.Build(Sizes(sides[1]), index => Indices.Of(Sizes(summed)).Sum(rest =>
        {
            Dictionary<char, int> at = sides[1].Zip(index).Concat(summed.Zip(rest)).ToDictionary(static pair => pair.First, static pair => pair.Second);
            return terms.Select((term, i) => x[i][[.. term.Select(label => at[label])]]).Aggregate(1.0, static (a, b) => a * b);
        }));

        Shape Sizes(IEnumerable<char> labels) => Shape.Of([.. labels.Select(label =>
        {
            int[] sizes = [.. terms.SelectMany((term, i) => term.Select((other, dim) => other == label ? x[i].Shape[dim] : 1))];
            return sizes.FirstOrDefault(static size => size != 1, 1);
        })]);
    }
}
