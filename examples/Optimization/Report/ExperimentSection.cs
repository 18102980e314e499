namespace MiniTorch.Examples.Optimization;

/// <summary>An experiment in the report: its explanation, claims with verdicts and figures, pictures, tables.</summary>
internal static class ExperimentSection
{
    public static Section Of(ExperimentResult result)
    {
        Experiment experiment = result.Experiment;
        Html body = new();
        foreach (string paragraph in experiment.Explanation.ReplaceLineEndings("\n").Split("\n\n"))
        {
            body.Add($"<p>{paragraph}</p>");
        }

        if (result.Failure is { } failure)
        {
            body.Add($"""<p class="notice">This experiment ended with an error: {failure.Message}</p>""");
        }

        if (result.Lesson.Exhibit is { } exhibit)
        {
            body.Add($"{exhibit.Body}");
        }

        body.Add($"""
            <h3>Claims</h3>
            <ol class="claims">
            {Html.Join(result.Measurements.Select(Claim))}</ol>
            """);
        body.Add($"""
            <div class="charts">
            {Html.Join(result.Lesson.Charts.Select((chart, i) => Chart(chart, $"{experiment.Name}-chart-{i + 1}")))}</div>
            """);
        body.Add($"{Html.Join(result.Lesson.Tables.Select(Table))}");
        body.Add($"""<p class="time">Run again: <code>run {experiment.Name}</code>. It took {result.Time.TotalSeconds:F1} s.</p>""");
        return new Section(experiment.Name, experiment.Title, body) { Badge = Badge(result), Exhibit = result.Lesson.Exhibit };
    }

    private static Html Badge(ExperimentResult result)
    {
        if (result.Failure is not null)
        {
            return Badge("not-shown", "✗ failed");
        }

        return result.IsShown ? Badge("shown", $"✓ {result.Count}") : Badge("not-shown", $"✗ {result.Count}");
    }

    private static Html Badge(string kind, string text) => Html.Of($"""<span class="badge {kind}">{text}</span>""");

    private static Html Claim(Measurement measurement)
    {
        Claim claim = measurement.Claim;
        (string kind, string sign) = measurement.IsShown ? ("shown", "✓") : claim.ShouldHold ? ("not-shown", "✗") : ("open", "–");
        Html html = Html.Of($"""
            <li>
            <p>{Badge(kind, $"{sign} {measurement.Verdict}")} {claim.Text}{(claim.ShouldHold ? "" : " (An open question: nobody knew beforehand.)")}</p>
            <p class="figures"><span class="inequality">{claim.Inequality}</span> <span class="measured">measured: {measurement.Summary}</span></p>
            """);
        return claim.HasSeeds
            ? html.Add($"""
                <details><summary>The figure of each seed</summary><p class="figures">{string.Join("; ", measurement.Figures.Select(Figure.Text))}</p></details>
                </li>
                """)
            : html.Add($"</li>");
    }

    private static Html Chart(Chart chart, string id) => Html.Of($"""
        <figure class="chart" aria-labelledby="{id}">
        <figcaption id="{id}">{chart.Title}</figcaption>
        {(chart.Reading is null ? new Html() : Html.Of($"<p>{chart.Reading}</p>"))}<div class="plot"></div>
        <script type="application/json">{Html.Verbatim(ChartJson.Of(chart))}</script>
        </figure>
        """);

    private static Html Table(Table table) => Html.Of($"""
        <div class="table" role="region" tabindex="0" aria-label="{table.Title}">
        <table>
        <caption>{table.Title}</caption>
        <thead><tr>{Html.Join(table.Columns.Select(static head => Html.Of($"""<th scope="col">{head}</th>""")))}</tr></thead>
        <tbody>
        {Html.Join(table.Rows.Select(Row))}</tbody>
        </table>
        </div>
        """);

    private static Html Row(IReadOnlyList<string> cells) => Html.Of(
        $"""<tr><th scope="row">{cells[0]}</th>{Html.Join(cells.Skip(1).Select(static cell => Html.Of($"<td>{cell}</td>")))}</tr>""");
}
