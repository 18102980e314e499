namespace MiniTorch.Examples.Optimization;

/// <summary>The race in the report: the player's markup; race.js draws and plays it.</summary>
internal static class RaceExhibit
{
    public static Exhibit Of(RaceData data) => new(
        Html.Of($"""
            <div class="race" id="race-player" tabindex="-1" aria-label="The race">
            <div class="race-choices">
            <label>Surface <select id="race-surface"></select></label>
            <label>Start <select id="race-start"></select></label>
            <label>View <select id="race-view"><option value="map">Contours</option><option value="hill">In three dimensions</option></select></label>
            <label>Speed <select id="race-speed"><option value="0.5">half</option><option value="1" selected>normal</option><option value="3">fast</option></select></label>
            </div>
            <p>f(x, y) = <span id="race-formula"></span></p>
            <p id="race-legend" aria-hidden="true"></p>
            <div class="race-plots">
            <div><div id="race-map" class="race-plot" role="img" aria-label="The surface with the paths of the optimizers"></div><div id="race-hill" class="race-plot" hidden role="img" aria-label="The surface in three dimensions with the paths of the optimizers"></div>
            <div class="race-bar">
            <button type="button" id="race-play">Play</button>
            <input type="range" id="race-time" min="0" max="{data.Steps}" value="0" step="1" aria-label="Step">
            <output id="race-step" for="race-time">step 0 of {data.Steps}</output>
            </div>
            </div>
            <div><div id="race-loss" class="race-plot" role="img" aria-label="The value of the function after each step, one curve an optimizer"></div></div>
            </div>
            <p class="race-keys">Keys, while something of the player has the focus: space plays and pauses, ← and → go a step, Home and End to the start and the end.</p>
            <div class="table" role="region" tabindex="0" aria-label="Where the optimizers are">
            <table id="race-places">
            <thead><tr><th scope="col">Optimizer</th><th scope="col">Learning rate</th><th scope="col">x</th><th scope="col">y</th><th scope="col">f(x, y)</th><th scope="col">Nearest</th></tr></thead>
            <tbody></tbody>
            </table>
            </div>
            <script type="application/json" id="race-data">{Html.Verbatim(ChartJson.Of(data))}</script>
            </div>
            """),
        Page.Resource("race.css"),
        Page.Resource("race.js"));
}
