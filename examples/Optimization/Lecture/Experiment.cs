namespace MiniTorch.Examples.Optimization;

/// <summary>One experiment of the lecture: its claims, stated beforehand, and the run that measures them.</summary>
internal abstract class Experiment
{
    /// <summary>What <c>run</c> takes: lower case, with hyphens.</summary>
    public abstract string Name { get; }

    /// <summary>One line for the list.</summary>
    public abstract string Title { get; }

    /// <summary>What is to be shown and why it is so, in a few sentences: the report's text above the figures.</summary>
    public abstract string Explanation { get; }

    /// <summary>The inequalities, known before anything runs.</summary>
    public abstract IReadOnlyList<Claim> Claims { get; }

    /// <summary>Measures every claim and draws at least one picture.</summary>
    public abstract void Run(Lesson lesson);
}
