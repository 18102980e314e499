using MiniTorch.Examples.Csv;

return CommandLine.Run(args);
