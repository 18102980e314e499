namespace MiniTorch.Tests;

/// <summary>
/// An optimizer as a book writes it, one number at a time: the step from a parameter, its gradient and its state to the next.
/// </summary>
/// <param name="state">Numbers of state an element, all 0 at first.</param>
/// <param name="step">θ, g, the state (changed in place) and the number of the step, from 1, to the next θ.</param>
internal class Textbook(int state, Func<double, double, double[], int, double> step)
{
    private readonly Dictionary<(int Parameter, int Element), (double[] State, int Step)> _states = [];

    /// <summary>The values of a parameter after a step with a gradient.</summary>
    public virtual double[] Step(int parameter, Shape shape, double[] values, double[] gradient)
    {
        double[] next = new double[values.Length];
        for (int i = 0; i < values.Length; i++)
        {
            (double[] State, int Step) own = _states.GetValueOrDefault((parameter, i), (new double[state], 0));
            next[i] = step(values[i], gradient[i], own.State, own.Step + 1);
            _states[(parameter, i)] = (own.State, own.Step + 1);
        }

        return next;
    }
}
