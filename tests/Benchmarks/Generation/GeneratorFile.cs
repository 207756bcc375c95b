using System.Reflection;
using System.Runtime.Loader;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Vtd.Benchmarks.Generation;

/// <summary>A generator in its file, loaded the way the compiler loads one: with its dependencies beside it, apart from all others.</summary>
internal static class GeneratorFile
{
    /// <summary>Path of a file that the build knows: a generator's or a reference's.</summary>
    public static string PathOf(string name) =>
        typeof(GeneratorFile).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(item => item.Key == name).Value!;

    public static ISourceGenerator Load(string name)
    {
        var path = PathOf(name);
        // Only what takes time is precompiled; the rest lies with the portable files.
        string[] files = name == Generators.Ours ? [path, PathOf(Generators.Portable)] : [path];
        var reference = new AnalyzerFileReference(path, new Apart([.. files.Select(file => Path.GetDirectoryName(file)!)]));
        reference.AnalyzerLoadFailed += (_, failure) => throw new InvalidOperationException(failure.Message, failure.Exception);
        return reference.GetGenerators(LanguageNames.CSharp).Single();
    }

    private sealed class Apart(string[] folders) : AssemblyLoadContext(name: null), IAnalyzerAssemblyLoader
    {
        public void AddDependencyLocation(string fullPath)
        {
        }

        public Assembly LoadFromPath(string fullPath) => LoadFromAssemblyPath(fullPath);

        // Like the compiler: what the host has comes first, whatever else lies beside the generator.
        protected override Assembly? Load(AssemblyName assemblyName)
        {
            try
            {
                return Default.LoadFromAssemblyName(assemblyName);
            }
            catch (FileNotFoundException)
            {
                return LoadFromAssemblyPath(folders.Select(folder => Path.Combine(folder, assemblyName.Name + ".dll")).First(File.Exists));
            }
        }
    }
}
