using System.Collections.Immutable;
using Vtd.Spec.Checks;
using Vtd.Spec.Declarations;
using Vtd.Spec.Diagnostics;
using Vtd.Spec.Model;
using Vtd.Spec.Source;

namespace Vtd.Spec.Linking;

/// <summary>Collects what the files of one spec declare, and finds what cannot stand side by side.</summary>
/// <remarks>Files come in order of path, so that it is always the same one of two declarations that is the later.</remarks>
internal sealed class SymbolTableBuilder(string spec, List<SpecFile> files, bool isEveryFileKnown)
{
    /// <summary>The largest number of blocks: each of them looks for its registers among all of the spec.</summary>
    private const int MostBlocks = 4096;

    private readonly Dictionary<string, TypeClaim> _types = new(StringComparer.Ordinal);
    private readonly Dictionary<string, TypeClaim> _codes = new(StringComparer.Ordinal);
    private readonly Dictionary<VariantCondition, TypeClaim> _variants = [];
    private readonly List<Conflict> _conflicts = [];
    private readonly List<BlockSymbol> _blocks = [];
    private readonly List<LinkedBlock> _linkedBlocks = [];
    private readonly List<EnumSymbol> _enums = [];
    private readonly List<RegisterSymbol> _registers = [];
    private readonly List<QueueSymbol> _queues = [];

    // In order of declaration, without those that are broken or give way to an earlier one of the same name.
    private readonly List<PlacedRegister> _placed = [];
    private readonly HashSet<string> _displaced = new(StringComparer.Ordinal);

    private sealed record VariantCondition(string Group, Expression When);

    private sealed record PlacedRegister(SpecFile File, RegisterDeclaration Register);

    /// <summary>The files that decide where types go. An overlay has none.</summary>
    private List<SpecFile> Declaring { get; } = files.Exists(static file => file.Overlay is null) ? files.FindAll(static file => file.Overlay is null) : files;

    /// <summary>The types of the spec, and who needs them, once the table is built.</summary>
    public IReadOnlyDictionary<string, TypeClaim> Types => _types;

    /// <summary>Collects the names.</summary>
    /// <param name="symbols">The files with templates.</param>
    public SymbolTable Build(SpecSymbols symbols)
    {
        CheckNamespaces();
        ClaimTypesOfSpec();
        foreach (var file in files)
            AddBlocks(file);
        string? document = null;
        var isComplete = isEveryFileKnown;
        foreach (var file in files)
        {
            document ??= file.Document;
            isComplete &= file.IsComplete;
            AddEnums(file);
            AddRegisters(file, symbols);
            AddGroups(file);
            AddQueues(file);
        }

        CheckMembers();
        foreach (var file in files)
            AddDescriptors(file);
        foreach (var file in files)
            AddEntries(file);
        CheckBlock(isComplete);

        var header = new SpecHeader(spec, document)
        {
            Namespace = Declaring[0].Namespace,
            IsPublic = Declaring.Exists(static file => file.IsPublic is null) ? null : Declaring.TrueForAll(static file => file.IsPublic == true),
            Parts = Declaring.Aggregate((GeneratedParts?)null, static (parts, file) => file.Parts is { } more ? parts.GetValueOrDefault() | more : parts),
        };
        var table = new SymbolTable(header, NamedItems.Sorted(_enums), NamedItems.Sorted(_registers), NamedItems.Sorted(_queues), default, isComplete)
        {
            IsReferenced = Declaring[0].IsReferenced,
            Blocks = NamedItems.Sorted(_blocks),
        };
        CheckPlaces(table);
        return table with { Conflicts = _conflicts.ToEquatableArray() };
    }

    /// <summary>All files of a spec share one namespace. The first file that differs stands for all that do.</summary>
    private void CheckNamespaces()
    {
        var first = Declaring[0];
        if (Declaring.Find(file => file.Namespace != first.Namespace) is not { } other)
            return;
        _conflicts.Add(new Conflict(other.Path, null, "", ConflictSite.Name, NameRules.TwoNamespaces,
            $"The types of {spec} go into the namespace {other.Namespace} for this file, and into {first.Namespace} for {FileNames.Of(first.Path, other.Path)}. Give both files the same VtdNamespace, or none."));
    }

    /// <summary>Types that exist once per spec.</summary>
    private void ClaimTypesOfSpec()
    {
        foreach (var name in ReservedNames.TypesOf(spec))
            _types.Add(name, new TypeClaim(null, spec, ""));
    }

    private void AddBlocks(SpecFile file)
    {
        foreach (var block in file.Blocks)
        {
            var name = block.Name.Value;
            if (_blocks.Count == MostBlocks)
            {
                Report(file, UnitKind.Block, block, ConflictSite.Name, KeyRules.OutOfRange, $"A spec can have at most {MostBlocks} blocks. Move the others to another spec.");
                return;
            }

            if (_blocks.Count > 0 && (name.Length == 0 || _blocks[0].Name.Length == 0))
            {
                var other = files.Find(static other => other.Blocks.Count > 0);
                Report(file, UnitKind.Block, block, ConflictSite.Name, RegisterRules.SecondBlock,
                    $"{spec} already has a block{(other == file ? "" : $" in {FileNames.Of(other.Path, file.Path)}")}. Remove one of the two, or give both a name: blocks: {{ CORE: {{ ... }}, FIFO: {{ ... }} }}.");
                continue;
            }

            string[] types =
            [
                .. name.Length > 0 ? ReservedNames.TypesOfBlock(PrefixOf(name)) : [],
                .. block.Instances.Count > 0 ? new[] { ReservedNames.InstancesOf(PrefixOf(name)) } : [],
            ];
            if (!TryClaim(file, UnitKind.Block, block, types))
                continue;
            if (block.Instances.Any(instance => instance.Name.Value == ReservedNames.InstancesOf(PrefixOf(name))))
            {
                Report(file, UnitKind.Block, block, ConflictSite.Name, NameRules.ClashesWithMember,
                    $"An instance cannot be named '{ReservedNames.InstancesOf(PrefixOf(name))}': the type of its address has that name. Rename the instance.");
                continue;
            }

            _blocks.Add(new BlockSymbol(name, block.Order ?? ByteOrder.LittleEndian, UnitLinker.AliasesOf(block)));
            if (!block.IsBroken)
                _linkedBlocks.Add(UnitLinker.Link(block));
        }
    }

    /// <summary>The prefix of the type names of a block.</summary>
    private string PrefixOf(string block) => spec + TypeNames.OfMnemonic(block);

    private void AddEnums(SpecFile file)
    {
        foreach (var item in file.Enums)
        {
            var name = item.Name.Value;
            if (!(HasInfo(item) ? TryClaim(file, UnitKind.Enum, item, name, name + "Info") : TryClaim(file, UnitKind.Enum, item, name)))
                continue;
            var codes = new List<CodeSymbol>(item.Codes.Count);
            foreach (var code in item.Codes)
            {
                var number = code.Code is not { } value ? 0 : item.IsFlags && value.Value < 64 ? 1UL << (int)value.Value : value.Value;
                codes.Add(new CodeSymbol(code.Name.Value, number, code.Member?.Value ?? code.Name.Value));
                if (code.Member is { } member && member.Value != code.Name.Value)
                    codes.Add(new CodeSymbol(member.Value, number, member.Value));
            }

            _enums.Add(new EnumSymbol(name, (int)(item.Width?.Value ?? 0), item.IsFlags, NamedItems.Sorted(codes), item.IsBroken));
        }
    }

    private void AddRegisters(SpecFile file, SpecSymbols symbols)
    {
        foreach (var register in file.Registers)
        {
            var name = register.Name.Value;
            if (!TryClaim(file, UnitKind.Register, register, TypeNames.OfMnemonic(name)))
                continue;
            if (!register.IsBroken)
                _placed.Add(new PlacedRegister(file, register));
            _registers.Add(new RegisterSymbol(
                name, register.Reset?.Source == ResetSource.Given, register.Dimensions.Count(), symbols.FieldsOf(spec, register.Fields), register.IsBroken)
            {
                Group = register.Group?.Name.Value,
                Block = (register.BlockName ?? file.BlockName)?.Value,
            });
        }
    }

    /// <summary>Reports names that members of the register file, or of the types of groups, cannot have.</summary>
    private void CheckMembers()
    {
        var taken = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var name in ReservedNames.TypesUsedByBlocks(spec, _blocks.Select(block => PrefixOf(block.Name))))
            taken[name] = "the register file uses a type of that name";
        foreach (var item in _enums)
            taken[item.Name] = "an enum has that name";
        foreach (var import in files.SelectMany(static file => file.Imports))
            taken[ReservedNames.CapabilitiesOf(import.Value)] = $"the capabilities of {import.Value} are a member of that name";

        foreach (var (item, why) in new MemberConflicts(taken, _blocks.Exists(static block => block.Aliases.Count > 0)).Find([.. _placed.Select(static it => it.Register)]))
        {
            var file = _placed.Find(it => ReferenceEquals(it.Register, item) || GroupDeclaration.Around(it.Register.Group).Contains(item)).File;
            if (item is GroupDeclaration group)
                Report(file, UnitKind.Group, group, ConflictSite.Name, NameRules.ClashesWithMember, $"A group cannot be named '{group.Member}': {why}. Add a word to the name.");
            else if (item is RegisterDeclaration register)
                Report(file, UnitKind.Register, register, ConflictSite.Name, NameRules.ClashesWithMember, $"A register cannot be named '{register.Member}': {why}. Add a word to the name.");
        }
    }

    /// <summary>Claims the types of groups.</summary>
    private void AddGroups(SpecFile file)
    {
        foreach (var group in file.Registers.SelectMany(static register => GroupDeclaration.Around(register.Group)).Distinct())
            TryClaim(file, UnitKind.Group, group, group.TypeName);
    }

    private void AddQueues(SpecFile file)
    {
        foreach (var queue in file.Queues)
        {
            var name = queue.Name.Value;
            if (!TryClaim(file, UnitKind.Queue, queue, name + "Type", name + "Outcome", name + "Dispatcher", $"I{name}Handler"))
                continue;
            var linked = queue.IsBroken ? null : UnitLinker.Link(queue);
            _queues.Add(new QueueSymbol(name, linked?.Sizes ?? default, linked?.Type ?? default, queue.IsBroken));
        }
    }

    private void AddDescriptors(SpecFile file)
    {
        foreach (var descriptor in file.Descriptors)
        {
            if (!TryClaim(file, UnitKind.Descriptor, descriptor, UnitLinker.TypeNameOf(descriptor)) || descriptor.Type is not { } code)
                continue;
            foreach (var queue in descriptor.Queues.Count > 0 ? descriptor.Queues.Values() : file.Queue is { } ofFile ? [ofFile.Value] : [])
                ClaimCode(file, descriptor, queue, code.Value);
        }
    }

    private void ClaimCode(SpecFile file, DescriptorDeclaration descriptor, string queue, ulong code)
    {
        var claim = $"{queue} {code}";
        if (_codes.TryGetValue(claim, out var first))
        {
            Report(file, UnitKind.Descriptor, descriptor, ConflictSite.Type, DescriptorRules.SameType,
                $"{code} is already the type code of {first.Name}{Where(first, file)}. The queue tells its descriptors apart by it.");
        }
        else
        {
            _codes.Add(claim, new TypeClaim(UnitKind.Descriptor, descriptor.Name.Value, file.Path));
        }
    }

    private void AddEntries(SpecFile file)
    {
        foreach (var entry in file.Entries)
        {
            if (!TryClaim(file, UnitKind.Entry, entry, TypeNames.OfKebab(entry.Name.Value)) || entry.Variant is not { Of: { } group, When: { } when })
                continue;
            if (!TryClaimGroup(file, entry, group.Value))
                continue;
            var claim = new VariantCondition(group.Value, when.Root);
            if (_variants.TryGetValue(claim, out var first))
            {
                Report(file, UnitKind.Entry, entry, ConflictSite.Condition, DescriptorRules.SameVariant,
                    $"{first.Name}{Where(first, file)} has the same condition, so this variant is never selected.");
            }
            else
            {
                _variants.Add(claim, new TypeClaim(UnitKind.Entry, entry.Name.Value, file.Path));
            }
        }
    }

    /// <summary>Claims the types that a group of variants has; its first entry does this for all.</summary>
    private bool TryClaimGroup(SpecFile file, EntryDeclaration entry, string group)
    {
        var types = new[] { TypeNames.OfKebab(group) + "Variant", TypeNames.OfKebab(group) + "Variants" };
        foreach (var type in types)
        {
            if (!_types.TryGetValue(type, out var first))
            {
                _types.Add(type, new TypeClaim(null, group, file.Path));
            }
            else if (first.Kind is not null || first.Name != group)
            {
                Report(file, UnitKind.Entry, entry, ConflictSite.Name, NameRules.SameType,
                    $"The variants of {group} give the type {type}, and so does {Owner(first, file)}. Rename one of the two.");
                return false;
            }
        }

        return true;
    }

    /// <summary>Claims the type names that a declaration gives; reports it if one is taken.</summary>
    private bool TryClaim(SpecFile file, UnitKind kind, Declaration item, params string[] types)
    {
        var name = item.Name.Value;
        foreach (var type in types)
        {
            if (!_types.TryGetValue(type, out var first))
                continue;
            if (first.Kind == kind && first.Name == name)
                Report(file, kind, item, ConflictSite.Name, NameRules.Duplicate, $"'{name}' is already declared{Where(first, file)}. Remove or rename one of the two.");
            else
                Report(file, kind, item, ConflictSite.Name, NameRules.SameType, $"'{name}' gives the type {type}, and so does {Owner(first, file)}. Rename one of the two.");
            return false;
        }

        foreach (var type in types)
            _types.Add(type, new TypeClaim(kind, name, file.Path));
        return true;
    }

    /// <summary>Reports registers without any block.</summary>
    private void CheckBlock(bool isComplete)
    {
        if (_blocks.Count > 0 || !isComplete || _placed.Count == 0 || files.Exists(static file => file.BlockName is not null))
            return;
        Report(_placed[0].File, UnitKind.Register, _placed[0].Register, ConflictSite.Name, RegisterRules.NoBlock,
            $"{spec} has registers, but no file of it has a block. Add 'block: {{ size: 0x1000, access: [4, 8] }}' to one.");
        _placed.RemoveAt(0);
    }

    private void CheckPlaces(SymbolTable table)
    {
        var inBlocks = _placed.Select(placed => (Placed: placed, Block: BlockSymbol.NameOf(table.Blocks, placed.Register, placed.File.BlockName)))
            .Where(static it => it.Block is not null).ToList();
        foreach (var problem in new PlaceConflicts(_linkedBlocks, table).Find([.. inBlocks.Select(static it => it.Placed.Register)], [.. inBlocks.Select(static it => it.Block!)]))
        {
            var (file, register) = inBlocks[problem.Register].Placed;
            Report(file, UnitKind.Register, register, problem.Site, problem.Rule, problem.Message);
        }
    }

    /// <summary>Marks registers that will not be linked: what refers to them must do without.</summary>
    /// <param name="table">The names, with those of imports.</param>
    /// <param name="symbols">The names of the spec and of those that it imports.</param>
    public SymbolTable Complete(SymbolTable table, SpecSymbols symbols)
    {
        var findings = new Findings("");
        var linker = new UnitLinker(new NameScope(table, symbols, findings), findings);
        foreach (var (file, register) in _placed)
        {
            if (!_displaced.Contains(register.Name.Value) && linker.Link(register, file.BlockName) is null)
                _displaced.Add(register.Name.Value);
        }

        if (_displaced.Count == 0)
            return table;
        var marked = ImmutableArray.CreateBuilder<RegisterSymbol>(table.Registers.Count);
        foreach (var symbol in table.Registers)
            marked.Add(_displaced.Contains(symbol.Name) ? symbol with { IsLeftOut = true } : symbol);
        return table with { Registers = new EquatableArray<RegisterSymbol>(marked.MoveToImmutable()) };
    }

    private void Report(SpecFile file, UnitKind kind, Declaration item, ConflictSite site, Rule rule, string message)
    {
        if (item.IsBroken)
            return;
        _conflicts.Add(new Conflict(file.Path, kind, item.Name.Value, site, rule, message));
        if (kind == UnitKind.Register && site != ConflictSite.Name || rule == RegisterRules.NoBlock)
            _displaced.Add(item.Name.Value);
    }

    private static bool HasInfo(EnumDeclaration item)
    {
        foreach (var code in item.Codes)
        {
            if (code.Mnemonic is not null)
                return true;
        }

        return item.Traits.Count > 0;
    }

    private static string Owner(TypeClaim claim, SpecFile file) => claim switch
    {
        { Path.Length: 0 } => "the spec itself",
        { Kind: null } => $"the variants of {claim.Name}{Where(claim, file)}",
        _ => claim.Name + Where(claim, file),
    };

    private static string Where(TypeClaim claim, SpecFile file) =>
        claim.Path.Length == 0 || claim.Path == file.Path ? "" : $" in {FileNames.Of(claim.Path, file.Path)}";
}
