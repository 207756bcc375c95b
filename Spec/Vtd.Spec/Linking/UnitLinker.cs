using System.Collections.Immutable;
using Vtd.Spec.Checks;
using Vtd.Spec.Declarations;
using Vtd.Spec.Diagnostics;
using Vtd.Spec.Model;
using Vtd.Spec.Source;

namespace Vtd.Spec.Linking;

/// <summary>Links one declaration at a time. A declaration that something is reported in comes back as null.</summary>
internal sealed class UnitLinker(NameScope scope, Findings findings)
{
    private readonly FieldLinker _fields = new(scope, findings);
    private bool _isBlockMissing;

    public static LinkedBlock Link(BlockDeclaration block) =>
        new(block.Name.Value, block.Title, block.Section, (int)block.Size!.Value.Value, Sizes(block.Access), block.About)
        {
            Order = block.Order ?? ByteOrder.LittleEndian,
            Aliases = AliasesOf(block),
            Instances = block.Instances.OrderBy(static instance => instance.Address!.Value.Value)
                .Select(static instance => new LinkedInstance(instance.Name.Value, instance.Address!.Value.Value)).ToEquatableArray(),
        };

    /// <summary>The aliases that a block gives each of its registers.</summary>
    public static EquatableArray<LinkedAlias> AliasesOf(BlockDeclaration block) =>
        (block.Aliases?.All ?? []).Select(static alias => new LinkedAlias(alias.Kind, (int)alias.Place.Value)).ToEquatableArray();

    public static LinkedQueue Link(QueueDeclaration queue) =>
        new(queue.Name.Value, queue.Title, queue.Section, Sizes(queue.Sizes), FieldLinker.Ranges(queue.Type!), queue.About)
        {
            Confidence = queue.Confidence ?? Confidence.Sourced,
            Note = queue.Note,
        };

    /// <param name="item">The enum.</param>
    /// <param name="revision">The fields that tell the revision of a device.</param>
    public static LinkedEnum Link(EnumDeclaration item, EquatableArray<RevisionField> revision)
    {
        var codes = new List<LinkedCode>(item.Codes.Count);
        foreach (var code in item.Codes)
            codes.Add(Link(code, item) with { When = Revisions.ConditionOf(code, revision) });
        codes.Sort(static (left, right) => (left.Value, left.AliasOf is not null, left.Name).CompareTo((right.Value, right.AliasOf is not null, right.Name)));
        var width = (int)item.Width!.Value.Value;
        return new LinkedEnum(
            item.Name.Value, item.Title, item.Section, width, FieldLinker.UnderlyingBits(width), item.IsFlags, Texts(item.Traits),
            new EquatableArray<LinkedCode>(codes.ToImmutableArray()), item.About)
        {
            IsOpen = item.IsOpen,
            Confidence = item.Confidence ?? Confidence.Sourced,
            Note = item.Note,
        };
    }

    /// <param name="register">The register.</param>
    /// <param name="blockOfFile">The block of registers of its file that name none.</param>
    public LinkedRegister? Link(RegisterDeclaration register, Located<string>? blockOfFile)
    {
        var before = findings.Count;
        var block = Block(register, blockOfFile);
        _fields.Expressions.Group = register.Group;
        var own = scope.Symbols(register.Fields);
        var source = register.Reset?.Source ?? ResetSource.Value;
        var uses = HasIndex(register) ? ExpressionLinker.Scope.GivenElement : ExpressionLinker.Scope.Given;
        var usesOfShared = source == ResetSource.Given ? uses : HasIndex(register) ? ExpressionLinker.Scope.OwnElement : ExpressionLinker.Scope.OwnRegister;
        var shared = SharedBits.FieldsOf(register.Fields);
        var computedResets = new ResetLinker(_fields.Expressions, findings).Link(register, uses, own);
        var fields = new List<LinkedField>(register.Fields.Count + register.Reserved.Count);
        var locked = Lock(register, block, register.Locked, own);
        foreach (var field in register.Fields)
        {
            var computed = computedResets.TryGetValue(field.Name.Value, out var found) ? found : null;
            var reset = computed is not null ? (computed as NumberExpression)?.Value
                : field.Reset?.Value ?? (register.Reset is { Source: ResetSource.Value } whole ? RegisterChecks.ValueIn(whole.Value, field.Bits!) : null);
            var linked = _fields.Link(field, RegisterChecks.AccessOf(register, field)!, reset, own, shared.Contains(field) ? usesOfShared : uses);
            var gates = ExpressionParts.ConditionsOf(linked.When).ToLookup(IsChanging);
            foreach (var changing in gates[true])
                ReportUnlessSingle(field.When!, changing, register, block);
            ReportUnlessLegalIsKnown(field, linked.When);
            fields.Add(linked with
            {
                Gate = ExpressionParts.All(gates[false]),
                Locked = field.Locked is not null ? Lock(register, block, field.Locked, own) : linked.Access.IsWritable() ? locked : null,
                EnabledBy = field.EnabledBy?.Value,
                ComputedReset = computed is NumberExpression ? null : computed,
            });
        }

        SharedBits.Check(register, scope, findings);
        FieldLinker.AddReserved(fields, register.Reserved, source == ResetSource.Value ? 0UL : null);

        var (existence, banks) = (new List<Expression>(), new List<Expression>());
        AddConditions(register, block, (register.When, own), existence, banks);
        var group = register.Group is { } declared ? Link(declared, register, block, existence, banks) : null;
        var start = register.StartBase is { } place ? _fields.Expressions.Number(place, register.Start) : null;
        var dimensions = Dimensions(register);

        // Without its block, base, count or stride it has no place, even if what is wrong was reported elsewhere.
        if (findings.Count > before || block is null || (start is null) != (register.StartBase is null) || dimensions is null)
            return null;
        return new LinkedRegister(
            register.Name.Value,
            TypeNames.OfMnemonic(register.Name.Value),
            register.Title,
            register.Section,
            (int)register.Start,
            start,
            (int)register.Width!.Value.Value,
            dimensions.ToEquatableArray(),
            source,
            ExpressionParts.All(existence),
            register.Hook is { } hook ? new WriteHook(Texts(hook.Fields), hook.PassesBytes) : null,
            FieldLinker.Sorted(fields),
            register.About)
        {
            Block = block,
            Bank = ExpressionParts.All(banks),
            Group = group,
            ElementResets = register.Reset is { Elements: { Count: > 0 } resets } ? resets.Select(static value => value.Value).ToEquatableArray() : default,
            Order = register.Order ?? NamedItems.Find(scope.Own.Blocks, block)?.Order ?? ByteOrder.LittleEndian,
            Aliases = register.AliasesWith(NamedItems.Find(scope.Own.Blocks, block)?.Aliases ?? default).ToEquatableArray(),
            ReadHook = register.ReadHook is { } reads ? new AccessHook(Texts(reads.Fields)) : null,
            Confidence = register.Confidence ?? Confidence.Sourced,
            Note = register.Note,
        };
    }

    /// <summary>The name of the block of a register; null if it has none of several, or one that is not known.</summary>
    private string? Block(RegisterDeclaration register, Located<string>? blockOfFile)
    {
        var blocks = scope.Own.Blocks;
        if (BlockSymbol.NameOf(blocks, register, blockOfFile) is { } name)
        {
            if (blocks.Count == 0 && register.BlockName is null && blockOfFile is null || NamedItems.Find(blocks, name) is not null)
                return name;
            if (register.BlockName is { } named && scope.Own.IsComplete)
                ReportUnknownBlock(named);
        }
        else if (!_isBlockMissing)
        {
            _isBlockMissing = true;
            findings.Report(RegisterRules.NoBlockOfRegister, GroupDeclaration.Around(register.Group).LastOrDefault()?.Name.Span ?? register.LackSpan,
                $"{scope.Own.Name} has several blocks, and {register.Name.Value} is in none of them. Name one with 'block:', here or for the whole file: {string.Join(", ", NamedItems.Names(blocks))}.");
        }

        return null;
    }

    /// <summary>Reports a block that does not exist.</summary>
    public void ReportUnknownBlock(Located<string> name) => findings.ReportUnknown(
        NameRules.UnknownBlock, name, $"The spec has no block '{name.Value}'.", NamedItems.Names(scope.Own.Blocks).Where(static block => block.Length > 0));

    /// <summary>Links a group as far as one of its registers needs it, and adds its conditions to those of the register.</summary>
    private LinkedGroup Link(GroupDeclaration group, RegisterDeclaration register, string? block, List<Expression> existence, List<Expression> banks)
    {
        var parent = group.Parent is { } around ? Link(around, register, block, existence, banks) : null;
        var before = existence.Count;
        AddConditions(register, block, (group.When, default), existence, banks);
        return new LinkedGroup(group.Name.Value, parent, group.Count is not null, group.Title, group.Section, group.About)
        {
            When = ExpressionParts.All(existence.Skip(before)),
        };
    }

    /// <summary>The dimensions of a register; null if one is wrong, here or elsewhere.</summary>
    private List<LinkedDimension>? Dimensions(RegisterDeclaration register)
    {
        var dimensions = new List<LinkedDimension>();
        var isLinked = true;
        foreach (var dimension in register.Dimensions)
        {
            var (count, stride) = (Count(dimension.Count), dimension.Stride is { } step ? _fields.Expressions.Number(step) : null);
            if (count is null || stride is null)
                isLinked = false;
            else
                dimensions.Add(new LinkedDimension(count, stride) { Names = Texts(dimension.Names) });
        }

        return isLinked ? dimensions : null;
    }

    private Expression? Lock(RegisterDeclaration register, string? block, ExpressionText? condition, EquatableArray<FieldSymbol> own)
    {
        if (condition is null || _fields.Expressions.Condition(condition, ScopeOf(register, register.Reset?.Source ?? ResetSource.Value), own, isOwnComplete: true) is not { } linked)
            return null;
        ReportUnlessSingle(condition, linked, register, block);
        return linked;
    }

    private void ReportUnlessSingle(ExpressionText condition, Expression part, RegisterDeclaration register, string? block)
    {
        if (ExpressionParts.Of(part).FirstOrDefault(name => name is IndexExpression || (name is FieldExpression field && IsOfOtherElementOrImport(field, register.Group))) is { } other)
            findings.Report(ExpressionRules.NotGiven, condition.SpanOf(other), "A condition that changes while the device runs can use single registers of the same spec only, and those of the same group.");
        else if (ExpressionParts.FieldsOf(part).FirstOrDefault(field => IsOfOtherBlock(field, block)) is { } far)
            findings.Report(ExpressionRules.NotGiven, condition.SpanOf(far), "A condition that changes while the device runs can use registers of the same block only. Set a hook on the other register, or move both into one block.");
    }

    /// <summary>Reports legal values of a field whose existence a value of the register does not tell.</summary>
    private void ReportUnlessLegalIsKnown(FieldDeclaration field, Expression? when)
    {
        if (field.Legal.Count > 0 && ExpressionParts.Of(when).FirstOrDefault(IsUnknown) is { } unknown)
            findings.Report(ExpressionRules.NotGiven, field.When!.SpanOf(unknown), $"Legal values are checked on a value of the register alone, so {field.Name.Value} can depend on its other fields and on single given registers only. Remove 'legal', or correct the condition.");

        bool IsUnknown(Expression part) => part is IndexExpression
            || (part is FieldExpression { Spec: null, Register: { } other } && NamedItems.Find(scope.Own.Registers, other) is null or { IsGiven: false } or { IsArray: true });
    }

    private bool IsOfOtherBlock(FieldExpression field, string? block) => scope.Own.Blocks.Count > 1 && block is not null && field is { Spec: null, Register: { } register }
        && NamedItems.Find(scope.Own.Registers, register) is { Block: { } other } && other != block;

    /// <summary>The scope of a register's condition: a given register is known before any other, so it depends on given ones only.</summary>
    private static ExpressionLinker.Scope ScopeOf(RegisterDeclaration register, ResetSource source) => (source, HasIndex(register)) switch
    {
        (ResetSource.Given, false) => ExpressionLinker.Scope.Given,
        (ResetSource.Given, true) => ExpressionLinker.Scope.GivenElement,
        (_, false) => ExpressionLinker.Scope.Registers,
        _ => ExpressionLinker.Scope.RegistersElement,
    };

    /// <summary>Whether one number tells an element from the others.</summary>
    private static bool HasIndex(RegisterDeclaration register) => register.Dimensions.Count() == 1;

    /// <summary>Adds a condition of a register, or of a group around it: with what it exists, and when it is at its place.</summary>
    private void AddConditions(
        RegisterDeclaration register, string? block, (ExpressionText? Text, EquatableArray<FieldSymbol> Own) condition, List<Expression> existence, List<Expression> banks)
    {
        if (condition.Text is not { } text)
            return;
        var scope = ScopeOf(register, register.Reset?.Source ?? ResetSource.Value);
        foreach (var part in ExpressionParts.ConditionsOf(_fields.Expressions.Condition(text, scope, condition.Own, isOwnComplete: true)))
        {
            if (IsChanging(part))
                ReportUnlessSingle(text, part, register, block);
            (IsChanging(part) ? banks : existence).Add(part);
        }
    }

    private bool IsChanging(Expression condition) => ExpressionParts.FieldsOf(condition).Any(field =>
        field.Spec is null && (field.Register is null || NamedItems.Find(scope.Own.Registers, field.Register) is { IsGiven: false }));

    private bool IsOfOtherElementOrImport(FieldExpression field, GroupDeclaration? group) => field.Spec is not null
        || (field.Register is not null && NamedItems.Find(scope.Own.Registers, field.Register!) is { IsArray: true } array && (array.IsGiven || !GroupNames.HaveSameElement(group, array)));

    public LinkedDescriptor? Link(DescriptorDeclaration descriptor, Located<string>? queueOfFile)
    {
        var before = findings.Count;
        _fields.Expressions.Group = null;
        if (Queues(descriptor, queueOfFile) is not [var queue, ..] queues)
            return null;

        var code = descriptor.Type!.Value;
        var typeWidth = 0;
        foreach (var range in queue.Type)
            typeWidth += range.Width;
        FieldChecks.CheckFits(code, typeWidth, $"the type code of {queue.Name}", findings);
        foreach (var one in queues)
            CheckSizes(descriptor, one);
        var sizes = descriptor.Sizes.Count == 0 ? queue.Sizes : Sizes(descriptor.Sizes);
        FieldChecks.CheckValues(descriptor.Fields, findings);
        BitCoverage.Check(new Located<string>(descriptor.Name.Value, descriptor.LackSpan), sizes[0], descriptor.Fields, descriptor.Reserved, queue.Type, isWhole: findings.Count == before, findings);

        var own = scope.Symbols(descriptor.Fields);
        var fields = new List<LinkedField>(descriptor.Fields.Count + descriptor.Reserved.Count + 1)
        {
            new(FieldChecks.TypeFieldOf(descriptor.Fields), queue.Type, Access.ReadWrite, null, null, 1, null, default, "Type code"),
        };
        AddFields(fields, descriptor.Fields, descriptor.Reserved, own);
        var require = Requirements(descriptor.Require, own);
        if (findings.Count > before)
            return null;
        return new LinkedDescriptor(
            descriptor.Name.Value,
            TypeNameOf(descriptor),
            descriptor.Title,
            descriptor.Section,
            queue.Name,
            code.Value,
            sizes,
            FieldLinker.Sorted(fields),
            require,
            descriptor.About)
        {
            Queues = queues.Select(static one => one.Name).ToEquatableArray(),
            TypeField = FieldChecks.TypeFieldOf(descriptor.Fields),
            Confidence = descriptor.Confidence ?? Confidence.Sourced,
            Note = descriptor.Note,
        };
    }

    public LinkedEntry? Link(EntryDeclaration entry)
    {
        var before = findings.Count;
        _fields.Expressions.Group = null;
        var own = scope.Symbols(entry.Fields);
        var fields = new List<LinkedField>(entry.Fields.Count + entry.Reserved.Count);
        AddFields(fields, entry.Fields, entry.Reserved, own);
        var condition = entry.Variant is { When: { } when }
            ? _fields.Expressions.Condition(when, ExpressionLinker.Scope.RegistersAndOwn, own, isOwnComplete: true)
            : null;
        var require = Requirements(entry.Require, own);
        if (findings.Count > before)
            return null;
        return new LinkedEntry(
            entry.Name.Value,
            TypeNames.OfKebab(entry.Name.Value),
            entry.Title,
            entry.Section,
            (int)entry.Size!.Value.Value,
            condition is null ? null : TypeNames.OfKebab(entry.Variant!.Of!.Value.Value),
            condition,
            FieldLinker.Sorted(fields),
            entry.About)
        {
            Require = require,
            Confidence = entry.Confidence ?? Confidence.Sourced,
            Note = entry.Note,
        };
    }

    public static string TypeNameOf(DescriptorDeclaration descriptor) => TypeNames.OfKebab(descriptor.Name.Value) + "Descriptor";

    private static LinkedCode Link(CodeDeclaration code, EnumDeclaration item) =>
        new(code.Name.Value, code.Code!.Value.Value, code.Mnemonic, code.Meaning, Texts(code.Traits))
        {
            Member = MemberOf(code),
            AliasOf = code.AliasOf is { } alias && item.Codes.FirstOrDefault(other => other.Name.Value == alias.Value) is { } other ? MemberOf(other) : null,
            Confidence = code.Confidence ?? Confidence.Sourced,
            Note = code.Note,
        };

    private EquatableArray<Expression> Requirements(EquatableArray<ExpressionText> texts, EquatableArray<FieldSymbol> own)
    {
        var require = ImmutableArray.CreateBuilder<Expression>(texts.Count);
        foreach (var text in texts)
        {
            if (_fields.Expressions.Condition(text, ExpressionLinker.Scope.GivenAndOwn, own, isOwnComplete: true) is { } condition)
                require.Add(condition);
        }

        return new EquatableArray<Expression>(require.ToImmutable());
    }

    private static string MemberOf(CodeDeclaration code) => code.Member?.Value ?? code.Name.Value;

    private Expression? Count(ExpressionText text)
    {
        const ulong Most = FixedPlace.MostElements;
        if (_fields.Expressions.Number(text) is not { } count)
            return null;
        if (count is not NumberExpression { Value: 0 or > Most } number)
            return count;
        findings.Report(KeyRules.OutOfRange, text.SpanOf(number), $"An array can have 1 to {Most} elements.");
        return null;
    }

    /// <summary>The queues of a descriptor; null if one is not known, or if one descriptor cannot be in all of them.</summary>
    private List<QueueSymbol>? Queues(DescriptorDeclaration descriptor, Located<string>? queueOfFile)
    {
        if (descriptor.Queues.Count == 0)
        {
            if (queueOfFile is not { } name)
                findings.Report(DescriptorRules.NoQueue, descriptor.LackSpan, $"{descriptor.Name.Value} has no queue. Add 'queue:' to it, or to the file for all of its descriptors.");
            else if (NamedItems.Find(scope.Own.Queues, name.Value) is { IsBroken: false } queue)
                return [queue];
            return null;
        }

        var queues = new List<QueueSymbol>();
        foreach (var name in descriptor.Queues)
        {
            if (NamedItems.Find(scope.Own.Queues, name.Value) is { } queue)
                queues.Add(queue);
            else if (scope.Own.IsComplete)
                ReportUnknownQueue(name);
        }

        if (queues.Count < descriptor.Queues.Count || queues.Exists(static queue => queue.IsBroken))
            return null;
        var first = queues[0];
        for (var i = 1; i < queues.Count; i++)
        {
            var reason = queues[i].Type != first.Type ? "has its type code in other bits" : descriptor.Sizes.Count == 0 && queues[i].Sizes != first.Sizes ? "has descriptors of other sizes" : null;
            if (reason is null)
                continue;
            findings.Report(DescriptorRules.QueuesDiffer, descriptor.Queues[i].Span, $"{queues[i].Name} {reason} than {first.Name}. "
                + (queues[i].Type != first.Type ? "Declare a descriptor for each." : "List under 'sizes:' those that both have."));
            return null;
        }

        return queues;
    }

    /// <summary>Reports a queue that does not exist.</summary>
    public void ReportUnknownQueue(Located<string> name) =>
        findings.ReportUnknown(NameRules.UnknownQueue, name, $"The spec has no queue '{name.Value}'.", NamedItems.Names(scope.Own.Queues));

    private void CheckSizes(DescriptorDeclaration descriptor, QueueSymbol queue)
    {
        foreach (var size in descriptor.Sizes)
        {
            var isFound = false;
            foreach (var possible in queue.Sizes)
                isFound |= (ulong)possible == size.Value;
            if (!isFound)
                findings.Report(DescriptorRules.SizeNotInQueue, size.Span, $"{queue.Name} has no descriptors of {size.Value} bits, only of {string.Join(", ", queue.Sizes)}.");
        }
    }

    private void AddFields(List<LinkedField> fields, EquatableArray<FieldDeclaration> declared, EquatableArray<ReservedDeclaration> reserved, EquatableArray<FieldSymbol> own)
    {
        foreach (var field in declared)
            fields.Add(_fields.Link(field, Access.ReadWrite, null, own, ExpressionLinker.Scope.GivenAndOwn));
        SharedBits.Check(declared, scope, findings);
        FieldLinker.AddReserved(fields, reserved, reset: null);
    }

    private static EquatableArray<int> Sizes(EquatableArray<Located<ulong>> sizes)
    {
        var result = ImmutableArray.CreateBuilder<int>(sizes.Count);
        foreach (var size in sizes)
            result.Add((int)size.Value);
        return new EquatableArray<int>(result.MoveToImmutable());
    }

    private static EquatableArray<string> Texts(EquatableArray<Located<string>> names)
    {
        var result = ImmutableArray.CreateBuilder<string>(names.Count);
        foreach (var name in names)
            result.Add(name.Value);
        return new EquatableArray<string>(result.MoveToImmutable());
    }
}
