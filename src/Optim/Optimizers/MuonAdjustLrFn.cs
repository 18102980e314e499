namespace MiniTorch.Optim;

/// <summary>How <see cref="Muon"/> fits its rate to the shape [R, C] of a parameter.</summary>
public enum MuonAdjustLrFn
{
    /// <summary>η·√max(1, R/C), so that a layer's outputs change alike whatever its shape (Jordan et al., 2024).</summary>
    Original,

    /// <summary>η·0.2·√max(R, C): updates with the root mean square of AdamW's, whose rate and weight decay then fit (Liu et al., 2025).</summary>
    MatchRmsAdamW,
}
