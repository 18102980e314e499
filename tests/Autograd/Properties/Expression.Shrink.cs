namespace MiniTorch.Tests;

/// <summary>Smaller graphs: fewer steps, fewer and smaller leaves, operands nearer to the leaves.</summary>
internal sealed partial record Expression
{
    private static IEnumerable<Expression> Shrink(Expression expression) =>
        expression.FewerSteps().Concat(expression.FewerLeaves()).Concat(expression.SimplerSteps()).Concat(expression.SmallerLeaves());

    // Halves, then single steps, the last first. What read a step that is gone reads its first operand.
    private IEnumerable<Expression> FewerSteps()
    {
        int half = Steps.Length / 2;
        if (half > 1)
        {
            yield return Until(half);
            yield return Enumerable.Range(0, half).Aggregate(this, static (shorter, _) => shorter.Without(0));
        }

        for (int i = Steps.Length - 1; i >= 0 && Steps.Length > 1; i--)
        {
            yield return Without(i);
        }
    }

    private IEnumerable<Expression> FewerLeaves()
    {
        for (int i = 0; i < Leaves.Length && Leaves.Length > 1; i++)
        {
            yield return (this with { Leaves = [.. Leaves[..i], .. Leaves[(i + 1)..]] }).Reading(gone: i, instead: i == 0 ? 1 : 0);
        }
    }

    private IEnumerable<Expression> SimplerSteps()
    {
        for (int i = 0; i < Steps.Length; i++)
        {
            Step step = Steps[i];
            foreach (Step simpler in new[] { step with { A = 0 }, step with { B = 0 }, step with { Parameter = 0 } })
            {
                if (simpler != step)
                {
                    yield return this with { Steps = [.. Steps[..i], simpler, .. Steps[(i + 1)..]] };
                }
            }
        }
    }

    // One leaf, or one size wherever it stands: leaves that must fit together go on to do so.
    private IEnumerable<Expression> SmallerLeaves()
    {
        foreach (int size in Leaves.SelectMany(static leaf => leaf).Where(static size => size > 1).Distinct())
        {
            yield return this with { Leaves = [.. Leaves.Select(leaf => Shape.Of([.. leaf.Select(other => other == size ? size - 1 : other)]))] };
        }

        foreach (Shape[] leaves in Shapes.Several(Leaves.Length, smallest: 1).Shrinker(Leaves))
        {
            yield return this with { Leaves = leaves };
        }
    }

    private Expression Without(int step) =>
        (this with { Steps = [.. Steps[..step], .. Steps[(step + 1)..]] }).Reading(gone: Leaves.Length + step, instead: Steps[step].A);

    // Value numbers as they are when one value is gone.
    private Expression Reading(int gone, int instead)
    {
        return this with { Steps = [.. Steps.Select(step => step with { A = Now(step.A), B = Now(step.B) })] };

        int Now(int value)
        {
            int read = value == gone ? instead : value;
            return read > gone ? read - 1 : read;
        }
    }
}
