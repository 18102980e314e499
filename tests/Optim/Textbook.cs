namespace MiniTorch.Tests;

/// <summary>
/// An optimizer as a book writes it, one number at a time: the step from a parameter, its gradient and its state to the next.
/// </summary>
/// <param name="state">Numbers of state a parameter, all 0 at first.</param>
/// <param name="step">θ, g, the state (changed in place) and the number of the step, from 1, to the next θ.</param>
internal sealed class Textbook(int state, Func<double, double, double[], int, double> step)
{
    private readonly Dictionary<(int Parameter, int Element), (double[] State, int Step)> _states = [];

    public static Textbook SGD(
        double lr, double momentum, double dampening, double decay, bool nesterov, bool maximize) => new(1, (x, g, v, t) =>
    {
        g = (maximize ? -g : g) + (decay * x);
        if (momentum == 0)
        {
            return x - (lr * g);
        }

        v[0] = t == 1 ? g : (momentum * v[0]) + ((1 - dampening) * g);
        return x - (lr * (nesterov ? g + (momentum * v[0]) : v[0]));
    });

    public static Textbook Adam(
        double lr, (double First, double Second) betas, double eps, double decay, bool amsGrad, bool maximize, bool decoupled) =>
        new(3, (x, g, s, t) =>
        {
            g = maximize ? -g : g;
            x = decoupled ? x - (lr * decay * x) : x;
            g = decoupled ? g : g + (decay * x);
            s[0] = (betas.First * s[0]) + ((1 - betas.First) * g);
            s[1] = (betas.Second * s[1]) + ((1 - betas.Second) * g * g);
            s[2] = Math.Max(s[2], s[1]);
            double mean = s[0] / (1 - Math.Pow(betas.First, t));
            double square = (amsGrad ? s[2] : s[1]) / (1 - Math.Pow(betas.Second, t));
            return x - (lr * mean / (Math.Sqrt(square) + eps));
        });

    /// <summary>The values of a parameter after a step with a gradient.</summary>
    public double[] Step(int parameter, double[] values, double[] gradient)
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
