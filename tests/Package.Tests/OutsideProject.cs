namespace Vtd.Package.Tests;

/// <summary>A project outside the repository, with the same name as its folder or the only one in it.</summary>
internal sealed class OutsideProject(string folder)
{
    public string Folder => folder;

    /// <summary>Restores and builds what is in the folder, with the compiler server of the tests.</summary>
    public Outcome Build(params string[] arguments) =>
        Dotnet.Run(folder, ["build", "-v:m", "-nologo", "-tl:off", "-nodeReuse:false", .. arguments]);

    /// <summary>What an editor asks for: the compiler's command line, without compiling.</summary>
    public Outcome CompilerCommandLine() => Dotnet.Run(
        folder, "msbuild", "-t:Compile", "-nologo", "-nodeReuse:false", "-getItem:CscCommandLineArgs",
        "-p:DesignTimeBuild=true", "-p:NonExistentFile=there/is/none", "-p:SkipCompilerExecution=true", "-p:ProvideCommandLineArgs=true", "-p:BuildProjectReferences=false");

    /// <summary>Packs what is in the folder into <paramref name="feed"/>.</summary>
    public Outcome Pack(string feed) =>
        Dotnet.Run(folder, "pack", "-o", feed, "-v:q", "-nologo", "-tl:off", "-nodeReuse:false");

    /// <summary>Runs the program that was built.</summary>
    public Outcome Run()
    {
        var name = Path.GetFileNameWithoutExtension(Directory.EnumerateFiles(folder, "*.csproj").Single());
        return Dotnet.Run(folder, Path.Combine(folder, "bin", "Debug", "net10.0", $"{name}.dll"));
    }

    /// <summary>Runs the tests of the project, which was built.</summary>
    public Outcome Test() => Dotnet.Run(folder, "test", "--no-build", "-v:q", "-nologo", "-tl:off", "-nodeReuse:false");

    public OutsideProject Within(string subfolder) => new(Path.Combine(folder, subfolder));
}
