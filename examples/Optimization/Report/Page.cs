using System.Text;

namespace MiniTorch.Examples.Optimization;

/// <summary>A page that needs nothing but itself: style, scripts and the chart library are in it, and it forbids the browser to load anything.</summary>
internal static class Page
{
    // Scripts and styles of the page itself, pictures that it makes; WebGL shaders of 3-D charts are compiled at run time.
    private const string Policy =
        "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline' 'unsafe-eval'; img-src data: blob:; base-uri 'none'; form-action 'none'";

    /// <param name="path">The file; an old one is replaced.</param>
    /// <param name="title">The heading of the page.</param>
    /// <param name="introduction">What stands before the table of contents.</param>
    /// <param name="sections">The parts, in order.</param>
    public static void Write(string path, string title, Html introduction, IReadOnlyList<Section> sections) =>
        File.WriteAllText(path, Markup(title, introduction, sections), new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));

    public static string Markup(string title, Html introduction, IReadOnlyList<Section> sections) => Html.Of($"""
        <!DOCTYPE html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="color-scheme" content="light dark">
        <meta http-equiv="Content-Security-Policy" content="{Policy}">
        <title>{title}</title>
        <style>
        {Resource("page.css")}
        {Html.Join(sections.Select(static section => section.Exhibit?.Style ?? new Html()))}</style>
        </head>
        <body>
        <a class="skip" href="#main">Skip the contents</a>
        <header>
        <h1>{title}</h1>
        <button type="button" id="theme" hidden>Dark</button>
        </header>
        <div class="introduction">
        {introduction}</div>
        <noscript><p class="notice">The charts need JavaScript, which is in this file; nothing is loaded from anywhere.</p></noscript>
        <nav aria-label="Contents">
        <h2>Contents</h2>
        <ol>
        {Html.Join(sections.Select(Entry))}</ol>
        </nav>
        <main id="main">
        {Html.Join(sections.Select(Part))}</main>
        <script>
        {Resource("plotly.min.js")}
        </script>
        <script>
        {Resource("page.js")}
        </script>
        {Html.Join(sections.Where(static section => section.Exhibit is not null).Select(static section => Html.Of($"<script>\n{section.Exhibit!.Script}\n</script>")))}</body>
        </html>
        """).ToString();

    private static Html Entry(Section section) => Html.Of($"""<li><a href="#{section.Id}">{section.Title}</a> {section.Badge ?? new Html()}</li>""");

    private static Html Part(Section section) => Html.Of($"""
        <section id="{section.Id}" aria-labelledby="{section.Id}-title">
        <h2 id="{section.Id}-title">{section.Title} {section.Badge ?? new Html()}</h2>
        {section.Body}</section>
        """);

    /// <summary>A file that the program carries inside itself.</summary>
    public static Html Resource(string name)
    {
        using Stream stream = typeof(Page).Assembly.GetManifestResourceStream(name) ?? throw new InvalidOperationException($"{name} is not in the program");
        using var reader = new StreamReader(stream);
        return Html.Verbatim(reader.ReadToEnd());
    }
}
