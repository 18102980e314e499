namespace MiniTorch.Tests;

/// <summary>A page of docs/.</summary>
internal static class Page
{
    /// <summary>Holds a page to what a sample prints.</summary>
    public static void Shows(string page, string text)
    {
        bool isShown = Checkout.Read("docs", page).ReplaceLineEndings("\n").Contains(text.ReplaceLineEndings("\n"), StringComparison.Ordinal);
        Assert.True(isShown, $"docs/{page} does not show:\n{text}");
    }
}
