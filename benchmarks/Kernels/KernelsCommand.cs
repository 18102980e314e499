using System.CommandLine;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Text.Json.Nodes;

namespace MiniTorch.Benchmarks;

/// <summary>
/// <c>kernels</c>: operations on arrays through the public API, in turn with OpenBLAS and oneDNN, which run in this process, and with torch if it is
/// there; <c>kernels.sh</c> runs it with torch.
/// </summary>
internal static class KernelsCommand
{
    private const string Gemm = "gemm", Elementwise = "elementwise", Reductions = "reductions", Small = "small", Threads = "threads", Cliffs = "cliffs";

    private static readonly string[] Groups = [Gemm, Elementwise, Reductions, Small, Threads, Cliffs];

    public static Command Create()
    {
        var groups = new Argument<string[]>("group") { Description = "The groups to measure; all if none is named", Arity = ArgumentArity.ZeroOrMore };
        groups.AcceptOnlyFromAmong(Groups);
        Option<int> threads = CountOption.Of("--threads", "Threads to compute with", 1);
        Option<int> rounds = CountOption.Of("--rounds", "How often each kernel has its turn", 10);
        Option<int> milliseconds = CountOption.Of("--milliseconds", "How long a turn is", 20);
        var only = new Option<string[]>("--only")
        {
            Description = "The kernels to measure, by how their names begin", HelpName = "NAME", AllowMultipleArgumentsPerToken = true,
        };
        var peer = new Option<FileInfo?>("--peer") { Description = "peers/run_torch.sh, if torch shall run beside", HelpName = "SCRIPT" };
        var json = new Option<FileInfo?>("--json") { Description = "Where to write the figures too", HelpName = "FILE" };
        var command = new Command("kernels", "Operations on arrays, in turn with OpenBLAS, oneDNN and torch") { groups, threads, rounds, milliseconds, only, peer, json };
        command.SetAction(result =>
        {
            Workers.Count = result.GetValue(threads);
            JsonObject machine = Machine();
            using Peer? torch = result.GetValue(peer) is { } script ? new Peer(script.FullName, "kernels_torch.py", "--threads", $"{Workers.Count}") : null;
            string[] names = result.GetValue(only) ?? [];
            var run = new KernelsRun(torch, result.GetValue(rounds), result.GetValue(milliseconds), names);
            string[] chosen = result.GetValue(groups) is { Length: > 0 } some ? some : [.. Groups.Except(Workers.Count > 1 ? [] : [Threads])];
            var figures = new JsonObject();
            foreach (string group in Groups.Intersect(chosen))
            {
                figures[group] = Measure(group, run, figures);
            }

            figures["threads"] = Workers.Count;
            figures["machine"] = machine;
            figures["torch"] = torch?.Ask("account");
            foreach (JsonNode account in ((string[])["machine", "libraries", "torch"]).Select(name => figures[name]).OfType<JsonNode>())
            {
                Console.WriteLine(account.ToJsonString());
            }

            if (result.GetValue(json) is { } file)
            {
                File.WriteAllText(file.FullName, figures.ToJsonString(new() { WriteIndented = true }));
            }
        });
        return command;
    }

    private static JsonArray Measure(string group, KernelsRun run, JsonObject figures)
    {
        switch (group)
        {
            case Elementwise:
                return run.Measure(ElementwiseKernels.Tables());
            case Reductions:
                return run.Measure(ReductionKernels.Tables());
            case Small:
                return SmallKernels.Run(run.Rounds, run.Milliseconds, run.Selects);
            case Cliffs:
                return CliffKernels.Run(run.Rounds, run.Milliseconds);
            case Threads:
                return MeasureThreads(run);
            default:
                NativeGemm[] libraries = NativeGemm.Load(Workers.Count);
                figures["libraries"] = new JsonArray([.. libraries.Select(static library => (JsonNode)library.Account)]);
                var peak = new FmaPeak();
                return run.Measure(GemmKernels.Tables(libraries), peak, duels =>
                {
                    GemmKernels.Summarize(duels, peak.Speed);
                    figures["fma_peak_gflops"] = Math.Round(peak.Speed, 1);
                });
        }
    }

    private static JsonArray MeasureThreads(KernelsRun run)
    {
        int threads = Workers.Count;
        JsonArray kernels = run.WithoutTorch().Measure(ThreadKernels.Tables(threads));
        JsonArray trainings = SimultaneousTrainings.Run(run.Rounds, run.Milliseconds, threads);
        Workers.Count = threads;
        return [.. kernels.Concat(trainings).Select(static figure => figure!.DeepClone())];
    }

    private static JsonObject Machine() => new()
    {
        ["runtime"] = RuntimeInformation.FrameworkDescription,
        ["system"] = RuntimeInformation.OSDescription,
        ["processors"] = Environment.ProcessorCount,
        ["load_before"] = File.Exists("/proc/loadavg") ? File.ReadAllText("/proc/loadavg").Trim() : null,
        ["vector_bits"] = Vector512.IsHardwareAccelerated ? 512 : Vector256.IsHardwareAccelerated ? 256 : 128,
    };
}
