namespace MiniTorch.Examples.Optimization;

/// <summary>What the program ends with.</summary>
internal static class ExitCode
{
    public const int Done = 0;
    public const int NotShown = 1;
    public const int BadInput = 2;
    public const int Interrupted = 130; // 128 + SIGINT, as shells have it
}
