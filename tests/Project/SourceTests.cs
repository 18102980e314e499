namespace MiniTorch.Tests.Project;

/// <summary>Habits that hold for every file.</summary>
public class SourceTests
{
    private const int LongestFile = 500;

    private static readonly string[] _nativeEndings = [".so", ".dylib", ".dll", ".a", ".lib", ".o"];

    [Fact]
    public void Every_project_is_in_the_solution()
    {
        string solution = Checkout.Read("MiniTorch.sln").Replace('\\', '/');

        IEnumerable<string> missing = Repository.FilesEndingIn(".csproj").Where(project => !solution.Contains($"\"{project}\"", StringComparison.Ordinal));

        Assert.Empty(missing);
    }

    [Fact]
    public void No_file_is_longer_than_one_sitting()
    {
        IEnumerable<string> tooLong = Repository.FilesEndingIn(".cs").Where(file => File.ReadLines(Path.Combine(Repository.Root, file)).Count() > LongestFile);

        Assert.Empty(tooLong);
    }

    [Fact]
    public void No_native_binary_is_kept() =>
        Assert.Empty(_nativeEndings.SelectMany(Repository.FilesEndingIn));

    [Fact]
    public void Project_files_leave_documentation_and_trimming_as_src_sets_them()
    {
        string[] settings = ["GenerateDocumentationFile", "IsAotCompatible", "TreatWarningsAsErrors", "WarningsNotAsErrors", "NoWarn", "Nullable"];

        foreach (string project in Repository.FilesEndingIn(".csproj").Where(file => file.StartsWith("src/", StringComparison.Ordinal)))
        {
            string text = Checkout.Read(project);
            Assert.All(settings, setting => Assert.DoesNotContain($"<{setting}>", text, StringComparison.Ordinal));
        }
    }
}
