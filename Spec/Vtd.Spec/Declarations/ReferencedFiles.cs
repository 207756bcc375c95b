using Vtd.Spec.Source;

namespace Vtd.Spec.Declarations;

/// <summary>Files whose types are in referenced assemblies.</summary>
public static class ReferencedFiles
{
    /// <summary>The specs whose referenced files count: those that files of the project import, and those that these import. A spec that the project has files
    /// of itself is another one than that of a referenced assembly.</summary>
    public static HashSet<string> Needed(IReadOnlyCollection<SpecFile> files)
    {
        var own = new HashSet<string>(files.Where(static file => !file.IsReferenced).Select(static file => file.Spec?.Value ?? ""), StringComparer.Ordinal);
        var referenced = files.Where(file => file.IsReferenced && file.Spec is { } spec && !own.Contains(spec.Value)).ToLookup(static file => file.Spec!.Value.Value, StringComparer.Ordinal);
        var needed = new HashSet<string>(StringComparer.Ordinal);
        var rest = new Queue<SpecFile>(files.Where(static file => !file.IsReferenced));
        while (rest.Count > 0)
        {
            foreach (var import in rest.Dequeue().Imports.Values())
            {
                if (!referenced.Contains(import) || !needed.Add(import))
                    continue;
                foreach (var file in referenced[import])
                    rest.Enqueue(file);
            }
        }

        return needed;
    }

    /// <summary>Whether a file counts.</summary>
    /// <param name="file">The file.</param>
    /// <param name="needed">The specs whose referenced files count.</param>
    public static bool IsUsed(SpecFile file, HashSet<string> needed) => !file.IsReferenced || (file.Spec is { } spec && needed.Contains(spec.Value));
}
