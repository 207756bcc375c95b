using Vtd.Spec.Tools.Specs;

namespace Vtd.Spec.Tools.Import.SystemRdl;

/// <summary>Imports SystemRDL: a spec for each address map that has registers, or for several with the same ones.</summary>
public static class SystemRdlImporter
{
    /// <summary>The specs of the address maps in a file.</summary>
    /// <param name="path">A SystemRDL file.</param>
    /// <param name="prefix">First word of the names of the specs; empty for none.</param>
    /// <exception cref="UnusableSpecException">The file cannot be read. The message has file, line and column.</exception>
    public static IReadOnlyList<ImportedSpec> Import(string path, string prefix)
    {
        var sources = new RdlSources();
        var losses = new List<Loss>();
        var tokens = new RdlPreprocessor(sources, losses).Process(path);
        var roots = new RdlElaborator(sources).Roots(RdlParser.Parse(tokens, sources));
        if (roots.Count == 0)
            throw new UnusableSpecException($"{path}(1,1): there is no addrmap in the file.");

        var specs = new RdlSpecs(sources, prefix);
        foreach (var root in roots)
        {
            new RdlAddresses(sources).Place(root.Component);
            specs.Add(new(root, root.Name, 0), losses);
        }

        return specs.All;
    }
}
