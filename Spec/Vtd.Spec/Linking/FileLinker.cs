using Vtd.Spec.Declarations;
using Vtd.Spec.Diagnostics;
using Vtd.Spec.Model;
using Vtd.Spec.Source;

namespace Vtd.Spec.Linking;

/// <summary>Links what one file declares. Each declaration stands or falls alone.</summary>
internal sealed class FileLinker
{
    private readonly SpecFile _file;
    private readonly SymbolTable _table;
    private readonly Findings _findings;
    private readonly UnitLinker _units;
    private readonly Dictionary<string, Conflict> _conflicts = new(StringComparer.Ordinal);
    private readonly HashSet<string> _reported = new(StringComparer.Ordinal);

    public FileLinker(SpecFile file, NameScope scope, Findings findings)
    {
        _file = file;
        _table = scope.Own;
        _findings = findings;
        _units = new UnitLinker(scope, findings);
        foreach (var conflict in _table.Conflicts)
        {
            if (string.Equals(conflict.Path, file.Path, StringComparison.Ordinal))
                _conflicts[KeyOf(conflict.Kind, conflict.Name)] = conflict;
        }
    }

    public LinkedSpec Link()
    {
        if (ConflictOf(null, "") is { } conflict)
            _findings.Report(conflict.Rule, _file.Spec!.Value.Span, conflict.Message);
        foreach (var import in _file.Imports)
        {
            if (ConflictOf(null, import.Value) is { } refused)
                _findings.Report(refused.Rule, import.Span, refused.Message);
        }

        if (_file.Queue is { } queue && _table.IsComplete && NamedItems.Find(_table.Queues, queue.Value) is null)
            _units.ReportUnknownQueue(queue);
        if (_file.BlockName is { } block && _table.IsComplete && NamedItems.Find(_table.Blocks, block.Value) is null)
            _units.ReportUnknownBlock(block);

        var blocks = new List<LinkedBlock>(_file.Blocks.Count);
        foreach (var item in _file.Blocks)
        {
            if (IsStanding(item, UnitKind.Block))
                blocks.Add(UnitLinker.Link(item));
        }

        var enums = new List<LinkedEnum>(_file.Enums.Count);
        foreach (var item in _file.Enums)
        {
            if (IsStanding(item, UnitKind.Enum))
                enums.Add(UnitLinker.Link(item, _table.Revision ?? default));
        }

        var registers = new List<LinkedRegister>(_file.Registers.Count);
        foreach (var register in _file.Registers)
        {
            if (IsStanding(register, UnitKind.Register) && IsGroupStanding(register.Group) && _units.Link(register, _file.BlockName) is { } linked)
                registers.Add(linked);
        }

        var queues = new List<LinkedQueue>(_file.Queues.Count);
        foreach (var item in _file.Queues)
        {
            if (IsStanding(item, UnitKind.Queue))
                queues.Add(UnitLinker.Link(item));
        }

        var descriptors = new List<LinkedDescriptor>(_file.Descriptors.Count);
        foreach (var descriptor in _file.Descriptors)
        {
            if (IsStanding(descriptor, UnitKind.Descriptor) && _units.Link(descriptor, _file.Queue) is { } linked)
                descriptors.Add(linked);
        }

        var entries = new List<LinkedEntry>(_file.Entries.Count);
        foreach (var entry in _file.Entries)
        {
            if (IsStanding(entry, UnitKind.Entry) && _units.Link(entry) is { } linked)
                entries.Add(linked);
        }

        return LinkedSpecs.Ordered(_table.Header, blocks, enums, registers, queues, descriptors, entries);
    }

    /// <summary>Whether a declaration can be linked at all; reports it if it stands where another does.</summary>
    private bool IsStanding(Declaration item, UnitKind kind)
    {
        if (item.IsBroken)
            return false;
        if (ConflictOf(kind, item.Name.Value) is not { } conflict)
            return true;
        _findings.Report(conflict.Rule, SpanOf(item, conflict.Site), conflict.Message);
        return false;
    }

    /// <summary>Whether the groups that a register belongs to can be linked; reports each that stands where another does, once.</summary>
    private bool IsGroupStanding(GroupDeclaration? innermost)
    {
        var isStanding = true;
        foreach (var group in GroupDeclaration.Around(innermost))
        {
            if (ConflictOf(UnitKind.Group, group.Name.Value) is null)
                continue;
            isStanding = false;
            if (_reported.Add(group.Name.Value))
                IsStanding(group, UnitKind.Group);
        }

        return isStanding;
    }

    private Conflict? ConflictOf(UnitKind? kind, string name) =>
        _conflicts.Count > 0 && _conflicts.TryGetValue(KeyOf(kind, name), out var conflict) ? conflict : null;

    private static string KeyOf(UnitKind? kind, string name) => $"{kind} {name}";

    private static SourceSpan SpanOf(Declaration item, ConflictSite site) => (site, item) switch
    {
        (ConflictSite.Aliases, RegisterDeclaration { Aliases: { } aliases }) when aliases.All.Any() => aliases.All.First().Place.Span,
        (ConflictSite.Offset or ConflictSite.Aliases, RegisterDeclaration { Offset: { } offset }) => offset.Span,
        (ConflictSite.Stride, RegisterDeclaration register) => register.Dimensions.Last().Stride!.Content,
        (ConflictSite.Type, DescriptorDeclaration { Type: { } type }) => type.Span,
        (ConflictSite.Condition, EntryDeclaration { Variant.When: { } when }) => when.Content,
        _ => item.Name.Span,
    };
}
