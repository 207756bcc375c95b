namespace Vtd.Spec.Tools.Tests.Import;

/// <summary>Files that imports are tested with: those beside the tests, and those of a folder that a variable names, such as a vendor's.</summary>
internal static class SampleFiles
{
    private const string Folder = "tests/Spec.Tools.Tests/Import/Samples/";

    /// <summary>The path of a file beside the tests.</summary>
    public static string PathOf(string name) => Repository.PathOf(Folder + name);

    /// <summary>Paths of files beside the tests, and of those in the folder of a variable.</summary>
    /// <param name="variable">The variable.</param>
    /// <param name="extension">Extension of the files in the folder.</param>
    /// <param name="names">Files beside the tests.</param>
    public static TheoryData<string> With(string variable, string extension, params string[] names)
    {
        string[] others = Environment.GetEnvironmentVariable(variable) is { Length: > 0 } folder ? Directory.GetFiles(folder, "*" + extension) : [];
        return [.. names.Select(PathOf), .. others.Order(StringComparer.Ordinal)];
    }
}
