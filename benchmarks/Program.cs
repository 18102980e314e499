using System.CommandLine;
using BenchmarkDotNet.Running;
using MiniTorch.Benchmarks;

Command[] commands =
[
    OverheadCommand.Create(), TinyCommand.Create(), OptimizersCommand.Create(), KernelsCommand.Create(), MemoryCommand.Create(), CsvCommand.Create(),
    LoaderCommand.Create(), CurvatureCommand.Create(), NistCommand.Create(), NewtonCommand.Create(),
];
if (!commands.Any(command => args.FirstOrDefault() == command.Name))
{
    BenchmarkSwitcher.FromAssembly(typeof(TinyCommand).Assembly).Run(args);
    return 0;
}

RootCommand root = [];
foreach (Command command in commands)
{
    root.Add(command);
}

return root.Parse(args).Invoke();
