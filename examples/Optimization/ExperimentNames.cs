namespace MiniTorch.Examples.Optimization;

/// <summary>Experiments by name.</summary>
internal static class ExperimentNames
{
    private const int Suggestions = 3;

    /// <summary>The experiments of these names, in their order, each once.</summary>
    /// <exception cref="BadInputException">There is none of a name; the message has the nearest ones.</exception>
    public static IReadOnlyList<Experiment> Find(IEnumerable<string> names) =>
        [.. names.Distinct(StringComparer.OrdinalIgnoreCase).Select(name =>
            Catalog.Experiments.SingleOrDefault(experiment => experiment.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
                ?? throw new BadInputException($"there is no experiment '{name}'; the nearest: {string.Join(", ", Nearest(name))} (see list)"))];

    /// <summary>The names that are most like one: those that hold it first, then by the fewest letters to change.</summary>
    public static IEnumerable<string> Nearest(string name) => Catalog.Experiments
        .Select(static experiment => experiment.Name)
        .OrderBy(other => name.Length > 0 && other.Contains(name, StringComparison.OrdinalIgnoreCase) ? 0 : Distance(name, other))
        .Take(Suggestions);

    // Levenshtein (1966): the fewest letters to insert, delete or replace.
    private static int Distance(string a, string b)
    {
        int[] row = [.. Enumerable.Range(0, b.Length + 1)];
        for (int i = 1; i <= a.Length; i++)
        {
            (int diagonal, row[0]) = (row[0], i);
            for (int j = 1; j <= b.Length; j++)
            {
                int replaced = diagonal + (char.ToLowerInvariant(a[i - 1]) == b[j - 1] ? 0 : 1);
                (diagonal, row[j]) = (row[j], Math.Min(replaced, Math.Min(row[j], row[j - 1]) + 1));
            }
        }

        return row[^1];
    }
}
