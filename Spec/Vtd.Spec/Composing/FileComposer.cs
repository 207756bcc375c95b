using System.Collections.Immutable;
using Vtd.Spec.Declarations;
using Vtd.Spec.Diagnostics;
using Vtd.Spec.Language;
using Vtd.Spec.Language.Keys;
using Vtd.Spec.Source;
using Vtd.Spec.Yaml;

namespace Vtd.Spec.Composing;

/// <summary>Completes the declarations of one file.</summary>
internal sealed class FileComposer
{
    private readonly SpecFile _file;
    private readonly SpecParts _parts;
    private readonly Findings _findings;
    private readonly ValueReader _values;
    private int _taken;

    public FileComposer(SpecFile file, SpecParts parts)
    {
        _file = file;
        _parts = parts;
        _findings = new Findings(file.Path);
        _values = new ValueReader(_findings, KeyTables.All);
    }

    public ComposeResult Compose()
    {
        var file = _file with
        {
            Enums = All(UnitKind.Enum, _file.Enums, EnumKeys.Read),
            Registers = All(UnitKind.Register, _file.Registers, RegisterKeys.Read),
            Queues = All(UnitKind.Queue, _file.Queues, DescriptorKeys.ReadQueue),
            Descriptors = All(UnitKind.Descriptor, _file.Descriptors, DescriptorKeys.ReadDescriptor),
            Entries = All(UnitKind.Entry, _file.Entries, DescriptorKeys.ReadEntry),
        };
        return new ComposeResult(file.Equals(_file) ? _file : file, _findings.ToArray());
    }

    private EquatableArray<T> All<T>(UnitKind kind, EquatableArray<T> items, Func<ValueReader, YamlNode, T, T> read)
        where T : Declaration, IEquatable<T>
    {
        ImmutableArray<T>.Builder? result = null;
        for (var i = 0; i < items.Count; i++)
        {
            var item = items[i];
            var whole = Whole(kind, item, read);
            if (result is null && ReferenceEquals(whole, item))
                continue;
            if (result is null)
            {
                result = ImmutableArray.CreateBuilder<T>(items.Count);
                for (var j = 0; j < i; j++)
                    result.Add(items[j]);
            }

            if (whole is not null)
                result.Add(whole);
        }

        return result is null ? items : new EquatableArray<T>(result.ToImmutable());
    }

    /// <summary>A declaration with all that belongs to it; the same one if that is nothing more, null if it was removed.</summary>
    private T? Whole<T>(UnitKind kind, T item, Func<ValueReader, YamlNode, T, T> read)
        where T : Declaration, IEquatable<T>
    {
        var spec = _file.Spec?.Value ?? "";
        var patch = NamedItems.Find(_parts.Patches, SpecParts.KeyOf(spec, kind, item.Name.Value));
        if (patch is null && !item.IsPartial)
            return item;
        if (patch?.Source is { } change && TemplateTables.Removes(change))
            return null;

        var before = _findings.Count;
        var source = item.IsBroken ? null : item.Source;
        if (source is not null && item.Like is { } like)
            source = WithTemplate(kind, source, like, spec);
        if (source is not null && patch is not null)
            source = patch.Source is { } upper ? new DeclarationMerge(isOverlay: true, _findings).Merge(upper, source, TemplateTables.TableOf(kind), item.Name.Value) : null;
        if (source is null || _findings.Count > before)
            return (T)(item with { IsBroken = true, IsPartial = false });

        // Made anew, with nothing but its name and its group: what a part has replaced is gone.
        var whole = read(_values, source, (T)Named(kind, item, patch));
        return _findings.Count == before ? whole : (T)(whole with { IsBroken = true });
    }

    private YamlMapping? WithTemplate(UnitKind kind, YamlMapping source, Located<string> like, string spec)
    {
        if (_parts.FindTemplate(spec, kind, like.Value) is not { } template)
            return null;
        if (template.Size <= TemplateTables.MostTaken - _taken)
        {
            _taken += template.Size;
            return new DeclarationMerge(isOverlay: false, _findings).Merge(source, template.Source, TemplateTables.TableOf(kind), $"The template '{like.Value}'");
        }

        _findings.Report(PartRules.TooMuch, like.Span, $"This file takes more than {TemplateTables.MostTaken} values from templates. Split it.");
        return null;
    }

    private static Declaration Named(UnitKind kind, Declaration item, Patch? patch)
    {
        Declaration named = kind switch
        {
            UnitKind.Enum => new EnumDeclaration(item.Name),
            UnitKind.Register => new RegisterDeclaration(item.Name) { Group = ((RegisterDeclaration)item).Group },
            UnitKind.Queue => new QueueDeclaration(item.Name),
            UnitKind.Descriptor => new DescriptorDeclaration(item.Name),
            _ => new EntryDeclaration(item.Name),
        };
        return named with { ChangedAt = patch?.Span };
    }
}
