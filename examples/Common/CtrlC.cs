using System.Runtime.InteropServices;

namespace MiniTorch.Examples;

/// <summary>The first Ctrl-C asks for an end, by <see cref="Token"/>; the second ends the program at once, as it does by default.</summary>
internal sealed class CtrlC : IDisposable
{
    private readonly CancellationTokenSource _source = new();
    private readonly PosixSignalRegistration _registration;
    private int _presses;

    public CtrlC(Action onFirst, Action onSecond) => _registration = PosixSignalRegistration.Create(PosixSignal.SIGINT, context =>
    {
        context.Cancel = Interlocked.Increment(ref _presses) == 1;
        if (context.Cancel)
        {
            _source.Cancel();
            onFirst();
        }
        else
        {
            onSecond();
        }
    });

    public CancellationToken Token => _source.Token;

    public void Dispose()
    {
        _registration.Dispose();
        _source.Dispose();
    }
}
