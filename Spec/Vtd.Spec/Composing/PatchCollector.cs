using Vtd.Spec.Declarations;
using Vtd.Spec.Diagnostics;
using Vtd.Spec.Source;

namespace Vtd.Spec.Composing;

/// <summary>Collects the changes of the overlays of one spec.</summary>
/// <remarks>Files come in order of path, so that it is always the same one of two that is the later.</remarks>
/// <param name="spec">The spec.</param>
/// <param name="files">All files of the spec.</param>
/// <param name="isComplete">Whether all its declarations are known.</param>
/// <param name="findings">Receives what contradicts itself.</param>
internal sealed class PatchCollector(string spec, List<SpecFile> files, bool isComplete, Findings findings)
{
    private readonly Dictionary<string, Patch> _patches = new(StringComparer.Ordinal);

    public IEnumerable<Patch> Collect()
    {
        if (files.TrueForAll(static file => file.Overlay is null))
            return [];
        var declared = Declared();
        foreach (var file in files)
        {
            if (file.Overlay is not { } overlay)
                continue;
            if (declared.Count > 0 || !isComplete)
                AddPatches(file, declared);
            else
                findings.Report(PartRules.NothingBelow, overlay.Span, $"No other file of {spec} declares anything, so there is nothing to change. Correct 'spec', or add its other files.");
        }

        return _patches.Values;
    }

    private void AddPatches(SpecFile file, HashSet<string> declared)
    {
        foreach (var part in file.Patches)
        {
            var name = part.Item.Name;
            var key = KeyOf(part.Kind, name.Value);
            if (!declared.Contains(key))
            {
                if (isComplete)
                    ReportNothingThere(part.Kind, name, declared);
                continue;
            }

            var source = part.Item.IsBroken ? null : part.Item.Source;
            if (_patches.TryGetValue(key, out var first))
                source = first.Source is null || source is null ? null : new OverlayJoin(findings).Join(first.Source, source, name, TemplateTables.TableOf(part.Kind));
            _patches[key] = new Patch(key, source, name.Span);
        }
    }

    private void ReportNothingThere(UnitKind kind, Located<string> name, HashSet<string> declared)
    {
        var prefix = KeyOf(kind, "");
        findings.ReportUnknown(PartRules.NothingThere, name, $"No other file of {spec} declares {NameOf(kind)} '{name.Value}'.",
            declared.Where(key => key.StartsWith(prefix, StringComparison.Ordinal)).Select(key => key.Substring(prefix.Length)).OrderBy(static item => item, StringComparer.Ordinal));
    }

    private HashSet<string> Declared()
    {
        var result = new HashSet<string>(StringComparer.Ordinal);
        foreach (var file in files)
        {
            Add(UnitKind.Enum, file.Enums);
            Add(UnitKind.Register, file.Registers);
            Add(UnitKind.Queue, file.Queues);
            Add(UnitKind.Descriptor, file.Descriptors);
            Add(UnitKind.Entry, file.Entries);
        }

        return result;

        void Add<T>(UnitKind kind, EquatableArray<T> items)
            where T : Declaration, IEquatable<T>
        {
            foreach (var item in items)
                result.Add(KeyOf(kind, item.Name.Value));
        }
    }

    private string KeyOf(UnitKind kind, string name) => SpecParts.KeyOf(spec, kind, name);

    private static string NameOf(UnitKind kind) => TemplateTables.TableOf(kind).Name;
}
