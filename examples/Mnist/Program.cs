using MiniTorch.Examples.Mnist;

return CommandLine.Run(args);
