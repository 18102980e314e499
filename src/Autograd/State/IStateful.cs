namespace MiniTorch;

/// <summary>Something whose state can be saved and restored: an optimizer, a scheduler, a data loader, a module.</summary>
public interface IStateful
{
    /// <summary>A copy of the state; later steps do not change it.</summary>
    StateNode SaveState();

    /// <summary>Continues from a saved state.</summary>
    /// <exception cref="InvalidOperationException">The state belongs to something else; the message says what differs.</exception>
    void LoadState(StateNode state);
}
