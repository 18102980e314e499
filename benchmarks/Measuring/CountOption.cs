using System.CommandLine;

namespace MiniTorch.Benchmarks;

internal static class CountOption
{
    /// <summary>An option that is a whole number above 0.</summary>
    public static Option<int> Of(string name, string description, int byDefault)
    {
        var option = new Option<int>(name) { Description = description, HelpName = "N", DefaultValueFactory = _ => byDefault };
        option.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() < 1)
            {
                result.AddError($"{name} must be a whole number above 0");
            }
        });
        return option;
    }
}
