using System.CommandLine;
using System.Text.Json.Nodes;

namespace MiniTorch.Benchmarks;

/// <summary>
/// <c>optimizers</c>: a step of every optimizer over the 535,818 parameters of the MLP 784-512-256-10, in turn with the peer's if there is one;
/// <c>optimizers.sh</c> runs it with PyTorch.
/// </summary>
internal static class OptimizersCommand
{
    public static Command Create()
    {
        Option<int> threads = CountOption.Of("--threads", "Threads to compute with", 1);
        Option<int> rounds = CountOption.Of("--rounds", "How often each optimizer has its turn", 10);
        Option<int> milliseconds = CountOption.Of("--milliseconds", "How long a turn is", 50);
        var names = new NamesOption();
        var peer = new Option<FileInfo?>("--peer") { Description = "peers/run_torch.sh, if PyTorch shall run beside", HelpName = "SCRIPT" };
        var json = new Option<FileInfo?>("--json") { Description = "Where to write the figures too", HelpName = "FILE" };
        var command = new Command("optimizers", "A step of every optimizer over 535,818 parameters, in turn with PyTorch's")
        {
            threads, rounds, milliseconds, names, peer, json, TinyParametersCommand.Create(), LBFGSCommand.Create(),
        };
        command.SetAction(result =>
        {
            Workers.Count = result.GetValue(threads);
            using Peer? other = result.GetValue(peer) is { } script
                ? new Peer(script.FullName, "optimizers_torch.py", "--threads", $"{Workers.Count}")
                : null;
            Duel[] duels = [.. names.Selected(result).Select(static optimizer => new Duel(optimizer))];
            Measure(duels, other, result.GetValue(rounds), result.GetValue(milliseconds));
            JsonObject? account = other?.Ask("account");
            Print(duels, account);
            if (result.GetValue(json) is { } file)
            {
                var figures = new JsonObject
                {
                    ["threads"] = Workers.Count, ["optimizers"] = new JsonArray([.. duels.Select(static duel => duel.ToJson())]), ["peer"] = account,
                };
                File.WriteAllText(file.FullName, figures.ToJsonString(new() { WriteIndented = true }));
            }
        });
        return command;
    }

    private static void Measure(Duel[] duels, Peer? peer, int rounds, int milliseconds)
    {
        Array.ForEach(duels, static duel => duel.WarmUp());
        for (int round = 0; round < rounds; round++)
        {
            Array.ForEach(duels, duel => duel.Run(peer, milliseconds));
        }
    }

    private static void Print(Duel[] duels, JsonObject? account)
    {
        Console.WriteLine($"a step over 535,818 parameters, {Workers.Count} thread(s): medians, their ratio, that of the 10th percentiles");
        Console.WriteLine($"{"",-26} {"MiniTorch",13} {"peer",13} {"its form",-8} {"ratio",6} {"p10",6} {"goal",6}");
        Array.ForEach(duels, Console.WriteLine);
        if (account is not null)
        {
            Console.WriteLine(account.ToJsonString());
        }
    }
}
