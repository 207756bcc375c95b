using System.Collections.Immutable;
using Vtd.Spec.Declarations;
using Vtd.Spec.Diagnostics;
using Vtd.Spec.Language;
using Vtd.Spec.Language.Keys;
using Vtd.Spec.Source;
using Vtd.Spec.Yaml;

namespace Vtd.Spec.Reading;

/// <summary>Reads a file that changes what other files declare.</summary>
internal static class OverlayReader
{
    public const string Key = "overlay";

    public static SpecFile Read(YamlMapping root, SpecFile file, Findings findings)
    {
        var entries = ImmutableArray.CreateBuilder<YamlEntry>(root.Entries.Length);
        foreach (var entry in root.Entries)
        {
            if (KeyTables.NotInOverlay.Contains(entry.Key.Text))
                findings.Report(PartRules.NotInOverlay, entry.Key.Span, $"An overlay changes declarations; '{entry.Key.Text}' belongs in another file of the spec.");
            else
                entries.Add(entry);
        }

        root = new YamlMapping(entries.ToImmutable(), root.IsFlow, root.Span);
        file = new ValueReader(findings, KeyTables.All) { IsOverlay = true }.Table(root, SpecKeys.Spec, file, YamlTree.Start);
        var patches = ImmutableArray.CreateBuilder<Part>();
        Add(UnitKind.Enum, file.Enums);
        Add(UnitKind.Register, file.Registers);
        Add(UnitKind.Queue, file.Queues);
        Add(UnitKind.Descriptor, file.Descriptors);
        Add(UnitKind.Entry, file.Entries);
        return file with
        {
            Patches = new EquatableArray<Part>(patches.ToImmutable()),
            Enums = default,
            Registers = default,
            Queues = default,
            Descriptors = default,
            Entries = default,
        };

        void Add<T>(UnitKind kind, EquatableArray<T> items)
            where T : Declaration, IEquatable<T>
        {
            foreach (var item in items)
                patches.Add(new Part(kind, item));
        }
    }
}
