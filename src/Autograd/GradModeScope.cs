namespace MiniTorch;

/// <summary>Restores the mode that was set before; see <see cref="Autograd.NoGrad"/> and <see cref="Autograd.DetectAnomaly"/>.</summary>
public readonly struct GradModeScope : IDisposable, IEquatable<GradModeScope>
{
    private readonly (GradModes Flow, GradModes Thread) _before;

    internal GradModeScope(GradModes set, GradModes cleared)
    {
        _before = GradMode.Snapshot();
        GradMode.Set(set, cleared);
    }

    /// <summary>Whether both restore the same mode.</summary>
    public static bool operator ==(GradModeScope left, GradModeScope right) => left.Equals(right);

    /// <summary>Whether the modes differ.</summary>
    public static bool operator !=(GradModeScope left, GradModeScope right) => !left.Equals(right);

    /// <summary>Restores the mode.</summary>
    public void Dispose() => GradMode.Restore(_before);

    /// <inheritdoc/>
    public bool Equals(GradModeScope other) => _before == other._before;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is GradModeScope other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => _before.GetHashCode();
}
