namespace Vtd.Package.Tests;

/// <summary>The package of project templates, installed apart from the templates of the user.</summary>
/// <param name="root">The folder of the projects that are made.</param>
/// <param name="hive">The folder that holds what is installed.</param>
/// <param name="codegenVersion">The version of the package that the projects reference.</param>
internal sealed class InstalledTemplates(string root, string hive, string codegenVersion)
{
    public void Install(string package) => Dotnet.Run(root, "new", "install", package, "--debug:custom-hive", hive).Succeeded();

    /// <summary>Makes a project in a folder of its name.</summary>
    public OutsideProject Create(string template, string name, params IEnumerable<string> arguments)
    {
        Dotnet.Run(root, ["new", template, "-n", name, "--codegen-version", codegenVersion, "--debug:custom-hive", hive, .. arguments]).Succeeded();
        return new OutsideProject(Path.Combine(root, name));
    }
}
