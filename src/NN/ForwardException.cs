namespace MiniTorch.NN;

/// <summary>
/// An error inside a module's forward, with the path that leads to the module: <c>encoder.fc1 (Linear): linear: …</c>. Modules do not know
/// where they stand, so the path grows as the error passes the modules above.
/// </summary>
internal sealed class ForwardException(ArgumentException error, Module module) : ArgumentException(error.Message, error)
{
    private readonly string _type = module.TypeName;
    private Module _module = module;
    private string _path = "";

    public override string Message => $"{(_path.Length == 0 ? _type : $"{_path} ({_type})")}: {error.Message}";

    /// <summary>
    /// Whether the error comes from the module itself. If it comes from a module below it, the path is extended. Called as an exception
    /// filter: the error passes without being caught, and its stack trace stays whole.
    /// </summary>
    public static bool IsFirst(ArgumentException error, Module module)
    {
        if (error is not ForwardException below)
        {
            return true;
        }

        string path = module.NamedModules().FirstOrDefault(entry => ReferenceEquals(entry.Module, below._module)).Name ?? "";
        if (path.Length > 0)
        {
            below._path = below._path.Length == 0 ? path : $"{path}.{below._path}";
            below._module = module;
        }

        return false;
    }
}
