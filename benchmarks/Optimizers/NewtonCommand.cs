using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using Newton = MiniTorch.Optim.Newton;
using NewtonCG = MiniTorch.Optim.NewtonCG;
using SGD = MiniTorch.Optim.SGD;

namespace MiniTorch.Benchmarks;

/// <summary>
/// <c>newton</c>: what a step of Newton's method costs by the number of parameters, beside one of SGD on the same function: Rosenbrock's chain, whose gradient is O(d).
/// Each figure is of a process of its own, which does nothing else.
/// </summary>
internal static class NewtonCommand
{
    private const string Name = "newton";
    private const string One = "one";

    private static readonly int[] Sizes = [10, 30, 100, 300, 1000, 3000];

    // The name, what it does, and the largest size for which it is measured.
    private static readonly (string Name, Func<Tensor, Action> Make, int Largest)[] Parts =
    [
        ("SGD", Sgd, int.MaxValue),
        ("NewtonCG", static x => Step(x, new NewtonCG([x])), int.MaxValue),
        ("Newton", static x => Step(x, new Newton([x])), int.MaxValue),
        ("Hessian", static x => () => Of(x).Hessian(), int.MaxValue),
        ("Cholesky", static x => Decomposition(x, static matrix => matrix.Value.Cholesky()), int.MaxValue),
        ("eigenvalues", static x => Decomposition(x, static matrix => Curvature.SymmetricEigen.Of(matrix)), 1000),
    ];

    public static Command Create()
    {
        Option<int> threads = CountOption.Of("--threads", "Threads to compute with", 1);
        Option<int> largest = CountOption.Of("--largest", "The largest number of parameters", Sizes[^1]);
        var command = new Command(Name, "What a Newton step costs by the number of parameters, beside SGD's") { threads, largest, CreateOne() };
        command.SetAction(result => Run(result.GetValue(threads), result.GetValue(largest)));
        return command;
    }

    private static void Run(int threads, int largest)
    {
        Console.WriteLine($"A step on Rosenbrock's chain of d numbers, float64, {threads} thread(s): median milliseconds, peak of the process above that at d = 10");
        foreach ((string name, _, int most) in Parts)
        {
            int[] sizes = [.. Sizes.Where(d => d <= Math.Min(largest, most))];
            (double Milliseconds, double Bytes)[] figures = [.. sizes.Select(d => Child(name, d, threads))];
            for (int i = 0; i < sizes.Length; i++)
            {
                Console.WriteLine(string.Create(
                    CultureInfo.InvariantCulture,
                    $"  {name,-12} d = {sizes[i],5} {figures[i].Milliseconds,12:N3} ms {Math.Max(0, figures[i].Bytes - figures[0].Bytes) / 1e6,9:N1} MB"));
            }

            int[] tail = [.. Enumerable.Range(0, sizes.Length).Where(i => sizes[i] >= 300)];
            if (tail.Length > 1)
            {
                Console.WriteLine(string.Create(
                    CultureInfo.InvariantCulture,
                    $"  {name,-12} from d = {sizes[tail[0]]} on: time as d^{Exponent(tail, i => sizes[i], i => figures[i].Milliseconds):N2}, "
                    + $"memory as d^{Exponent(tail[^2..], i => sizes[i], i => Math.Max(1e5, figures[i].Bytes - figures[0].Bytes)):N2} (the last two)"));
            }
        }
    }

    // The slope of the straight line through the logarithms.
    private static double Exponent(int[] indices, Func<int, double> x, Func<int, double> y)
    {
        double meanX = indices.Average(i => Math.Log(x(i))), meanY = indices.Average(i => Math.Log(y(i)));
        return indices.Sum(i => (Math.Log(x(i)) - meanX) * (Math.Log(y(i)) - meanY)) / indices.Sum(i => Math.Pow(Math.Log(x(i)) - meanX, 2));
    }

    private static (double Milliseconds, double Bytes) Child(string name, int size, int threads)
    {
        string[] arguments = [Name, One, name, $"{size}", $"{threads}"];
        string host = Environment.ProcessPath!;
        bool isDotnet = Path.GetFileNameWithoutExtension(host) == "dotnet";
        var start = new ProcessStartInfo(host, isDotnet ? ["exec", typeof(NewtonCommand).Assembly.Location, .. arguments] : arguments)
        {
            RedirectStandardOutput = true,
            UseShellExecute = false,
        };
        using Process process = Process.Start(start)!;
        string[] figures = process.StandardOutput.ReadToEnd().Split(' ');
        process.WaitForExit();
        return (double.Parse(figures[0], CultureInfo.InvariantCulture), double.Parse(figures[1], CultureInfo.InvariantCulture));
    }

    private static Command CreateOne()
    {
        var name = new Argument<string>("name");
        var size = new Argument<int>("size");
        var threads = new Argument<int>("threads");
        var command = new Command(One) { name, size, threads };
        command.Hidden = true;
        command.SetAction(result =>
        {
            Workers.Count = result.GetValue(threads);
            int d = result.GetValue(size);

            // Close enough to the minimum for the Hessian to be positive definite.
            NDArray start = NDArray.Randn([d], DType.Float64, new Generator(1L)).Multiply(1e-4).Add(1);
            var x = new Tensor(start.Clone(), requiresGrad: true);
            Action action = Array.Find(Parts, part => part.Name == result.GetValue(name)).Make(x);
            var contestant = new Contestant(result.GetValue(name)!, action, () => x.Value.CopyFrom(start));
            Contestant.WarmUp(0.5, contestant);
            contestant.RunFor(500);
            using var process = Process.GetCurrentProcess();
            Console.Write(string.Create(CultureInfo.InvariantCulture, $"{contestant.Median / 1000} {process.PeakWorkingSet64}"));
        });
        return command;
    }

    private static Tensor Loss(Tensor x)
    {
        Tensor left = x.Slice(0, 0, -1), right = x.Slice(0, 1);
        return ((100 * (right - left.Square()).Square()) + (1 - left).Square()).Sum();
    }

    private static Curvature.Objective Of(Tensor x) => new(() => Loss(x), [x]);

    private static Action Step(Tensor x, Optim.Optimizer optimizer) => () => optimizer.Step(() => Loss(x));

    private static Action Decomposition(Tensor x, Action<Tensor> decompose)
    {
        Tensor hessian = Of(x).Hessian();
        return () => decompose(hessian);
    }

    private static Action Sgd(Tensor x)
    {
        var optimizer = new SGD([x], lr: 1e-4);
        return () => optimizer.Step(() =>
        {
            optimizer.ZeroGrad();
            Tensor loss = Loss(x);
            loss.Backward();
            return loss;
        });
    }
}
