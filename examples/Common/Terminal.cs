using Spectre.Console;
using Spectre.Console.Rendering;

namespace MiniTorch.Examples;

/// <summary>Where the output goes: colours and bars on a terminal, plain text where it is redirected.</summary>
internal static class Terminal
{
    public static IAnsiConsole Open() => AnsiConsole.Create(new AnsiConsoleSettings
    {
        Ansi = Console.IsOutputRedirected ? AnsiSupport.No : AnsiSupport.Detect,
        ColorSystem = Console.IsOutputRedirected ? ColorSystemSupport.NoColors : ColorSystemSupport.Detect,
    });

    public static bool IsTerminal(this IAnsiConsole console) => console.Profile.Capabilities.Ansi;

    /// <summary>Runs something under a progress bar, beside which stands a text that changes, and which is gone afterwards.</summary>
    public static T WithBar<T>(this IAnsiConsole console, int steps, int textWidth, Func<string> text, Func<Action<int>, T> run) => console.Progress()
        .AutoClear(true)
        .Columns(
            new TextColumn(text),
            new ProgressBarColumn { Width = Math.Clamp(console.Profile.Width - textWidth, 6, 40) },
            new PercentageColumn(),
            new RemainingTimeColumn())
        .Start(context =>
        {
            ProgressTask bar = context.AddTask("steps", maxValue: steps);
            return run(done => bar.Value = done);
        });

    private sealed class TextColumn(Func<string> text) : ProgressColumn
    {
        protected override bool NoWrap => true;

        public override IRenderable Render(RenderOptions options, ProgressTask task, TimeSpan deltaTime) => new Text(text());
    }
}
