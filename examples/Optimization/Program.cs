using MiniTorch.Examples.Optimization;

return CommandLine.Run(args);
