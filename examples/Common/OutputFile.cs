namespace MiniTorch.Examples;

/// <summary>Files that are written at the end of a run: that they can be is known at its beginning.</summary>
internal static class OutputFile
{
    /// <param name="option">The option that names the file, for the error.</param>
    /// <param name="path">The file; an old one would be replaced.</param>
    /// <exception cref="BadInputException">The file cannot be written.</exception>
    public static void CheckWritable(string option, string path)
    {
        string full = Path.GetFullPath(path), folder = Path.GetDirectoryName(full) ?? full;
        string? problem = Directory.Exists(full) ? "it is a folder"
            : !Directory.Exists(folder) ? $"there is no folder '{folder}'"
            : folder == "/dev" ? "it would replace a device"
            : null;
        try
        {
            if (problem is null)
            {
                using var probe = new FileStream(
                    Path.Combine(folder, Path.GetRandomFileName()), FileMode.CreateNew, FileAccess.Write, FileShare.None, 1, FileOptions.DeleteOnClose);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            problem = $"no file can be made in '{folder}'";
        }

        if (problem is not null)
        {
            throw new BadInputException($"{option}: '{path}' cannot be written: {problem}");
        }
    }

    /// <summary>Refuses to write over what is read.</summary>
    /// <exception cref="BadInputException">The two are the same file.</exception>
    public static void CheckIsOther(string option, string path, string input)
    {
        if (Path.GetFullPath(path) == Path.GetFullPath(input))
        {
            throw new BadInputException($"{option}: '{path}' is read by this run; writing it would destroy it");
        }
    }
}
