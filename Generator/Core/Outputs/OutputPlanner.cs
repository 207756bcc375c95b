using System.Collections.Immutable;
using Vtd.Codegen.Inputs;
using Vtd.Spec.Model;
using Vtd.Spec.Source;

namespace Vtd.Codegen.Outputs;

/// <summary>Plans the generated files of linked specs.</summary>
public static class OutputPlanner
{
    /// <summary>Plans the files that one spec file decides alone: types.</summary>
    public static Batch<GeneratedFile> OfFile(LinkedFile file, Batch<SpecContext> specs) => new(TypesOf(file, specs).ToEquatableArray());

    /// <summary>Plans the files that all files of a spec decide together: the register file, dispatchers, and types that the others use.</summary>
    public static Batch<GeneratedFile> OfSpecs(Batch<LinkedFile> files, Batch<SpecContext> specs) => new(CommonOf(files, specs).ToEquatableArray());

    private static IEnumerable<GeneratedFile> TypesOf(LinkedFile file, Batch<SpecContext> specs)
    {
        if (file.Units is not { } declared || !HasTypes(file))
            yield break;

        var spec = SpecContext.Of(file, specs);
        foreach (var item in declared.Enums)
            yield return spec.Distinct(new GeneratedEnum(spec.Target, item));
        foreach (var register in declared.Registers)
        {
            if (spec.ShapesOf(register.Fields.Where(static field => field.Legal.Count > 0).Select(static field => field.When)) is { } shapes)
                yield return spec.Distinct(new GeneratedRegister(spec.Target, register, shapes));
        }

        foreach (var entry in declared.Entries)
        {
            if (spec.ShapesOf(entry.Fields.Select(static field => field.When).Concat(entry.Require)) is { } shapes)
                yield return spec.Distinct(new GeneratedEntry(spec.Target, entry, shapes));
        }

        foreach (var descriptor in declared.Descriptors)
        {
            if (spec.ShapesOf(descriptor.Fields.Select(static field => field.When)) is { } shapes)
                yield return spec.Distinct(new GeneratedDescriptor(spec.Target, descriptor, shapes));
        }
    }

    private static bool HasTypes(LinkedFile file) => file.Options is { IsReferenced: false, IsCheckedOnly: false };

    private static IEnumerable<GeneratedFile> CommonOf(Batch<LinkedFile> files, Batch<SpecContext> specs)
    {
        var groups = SpecContext.Group(files).Where(static group => Array.TrueForAll(group, HasTypes)).ToList();
        foreach (var file in SupportOf(groups, specs))
            yield return file;
        foreach (var group in groups)
        {
            var spec = SpecContext.Of(group[0], specs);
            var all = LinkedSpecs.Merge(spec.Target.Spec, [.. group.Select(static file => file.Units!)]);
            if (spec.Target.HasCapabilities && OfGiven(spec, all) is { } capabilities)
                yield return capabilities;
            var parts = PartsOf(all);
            foreach (var block in all.Blocks)
            {
                if (block.Instances.Count > 0)
                    yield return spec.Distinct(new GeneratedInstances(spec.Target, WithoutDocumentation(block)));
                if (OfRegisters(spec, block, all) is not { } registerFile)
                    continue;
                if (parts.Has(GeneratedParts.RegisterFile))
                    yield return spec.Distinct(registerFile);
                if (parts.Has(GeneratedParts.Driver))
                    yield return spec.Distinct(new GeneratedDriver(spec.Target, registerFile.Block, registerFile.Registers, registerFile.Shapes, parts.Has(GeneratedParts.RegisterFile)));
            }

            foreach (var queue in parts.Has(GeneratedParts.Dispatchers) ? all.Queues : default)
            {
                if (OfQueue(spec, queue, all) is { } dispatcher)
                    yield return spec.Distinct(dispatcher);
            }

            foreach (var variants in all.Entries.Where(static entry => entry.VariantOf is not null).GroupBy(static entry => entry.VariantOf!))
            {
                if (OfVariants(spec, variants.Key, variants) is { } selector)
                    yield return spec.Distinct(selector);
            }
        }
    }

    private static GeneratedParts PartsOf(LinkedSpec spec) => spec.Header.Parts ?? GeneratedParts.Default;

    /// <summary>The types that those of all specs use, public if those of one spec are.</summary>
    private static IEnumerable<GeneratedFile> SupportOf(List<LinkedFile[]> groups, Batch<SpecContext> specs)
    {
        var units = groups.SelectMany(static group => group).Select(static file => file.Units!).ToArray();
        if (!units.Any(static unit => unit.Blocks.Count > 0 || unit.Registers.Count + unit.Descriptors.Count + unit.Entries.Count > 0))
            yield break;

        var targets = groups.Select(group => SpecContext.Of(group[0], specs).Target).ToArray();
        var first = targets[0];
        var target = new Target(
            first.CommonNamespace, first.CommonNamespace, "", Array.Exists(targets, static spec => spec.IsPublic), HasCapabilities: false, GeneratedSupport.FilePrefix, first.Origin);
        var hasEffects = Array.Exists(units, static unit => unit.Registers.Any(RareEffects.Has));
        var hasAliases = Array.Exists(units, static unit => unit.Registers.Any(static register => register.Aliases.Count > 0));
        var names = GeneratedSupport.ForValues
            .Concat(Array.Exists(units, static unit => unit.Entries.Any(GeneratedEntry.HasChecksOf)) ? [GeneratedSupport.EntryFault] : [])
            .Concat(Needs(GeneratedParts.RegisterFile) ? GeneratedSupport.ForRegisterFiles : [])
            .Concat(hasEffects && Needs(GeneratedParts.RegisterFile) ? [GeneratedSupport.Effects] : [])
            .Concat(Needs(GeneratedParts.Driver) ? GeneratedSupport.ForDrivers : [])
            .Concat(Needs(GeneratedParts.RegisterFile | GeneratedParts.Driver) ? GeneratedSupport.ForModels : []);
        foreach (var name in names.Distinct())
            yield return new GeneratedSupport(target, name) { HasEffects = hasEffects, HasAliases = hasAliases };

        bool Needs(GeneratedParts parts) => Array.Exists(units, unit => unit.Blocks.Count > 0 && PartsOf(unit).Has(parts));
    }

    private static GeneratedCapabilities? OfGiven(SpecContext spec, LinkedSpec all)
    {
        var registers = all.Registers.Where(static register => register.Reset == ResetSource.Given).Select(NeededByGates).ToEquatableArray();
        return spec.ShapesOf(registers.SelectMany(GatesOf)) is { } shapes ? new(spec.Target, registers, shapes, spec.Capabilities) : null;
    }

    private static IEnumerable<Expression?> GatesOf(LinkedRegister register) => register.Fields.Select(static field => field.Gate).Append(register.When);

    private static LinkedRegister NeededByGates(LinkedRegister register) => register with
    {
        About = null,
        Confidence = default,
        Note = null,
        Fields = register.Fields.Where(static field => field.Gate is not null && !field.IsReserved).Select(WithoutDocumentation).ToEquatableArray(),
    };

    private static GeneratedRegisterFile? OfRegisters(SpecContext spec, LinkedBlock block, LinkedSpec all)
    {
        var registers = all.Registers.Where(register => register.Block == block.Name).Select(WithoutDocumentation).ToEquatableArray();
        return spec.ShapesOf(registers.SelectMany(ExpressionsOf)) is { } shapes ? new(spec.Target, WithoutDocumentation(block), registers, shapes) : null;
    }

    private static LinkedBlock WithoutDocumentation(LinkedBlock block) => block with { About = null, Section = null };

    private static GeneratedQueue? OfQueue(SpecContext spec, LinkedQueue queue, LinkedSpec all)
    {
        var descriptors = all.Descriptors
            .Where(descriptor => descriptor.Queues.Contains(queue.Name))
            .OrderBy(static descriptor => descriptor.Code)
            .Select(WithoutDocumentation)
            .ToEquatableArray();
        return spec.ShapesOf(descriptors.SelectMany(ExpressionsOf)) is { } shapes
            ? new(spec.Target, queue, descriptors, shapes)
            : null;
    }

    private static GeneratedVariants? OfVariants(SpecContext spec, string group, IEnumerable<LinkedEntry> all)
    {
        return spec.ShapesOf(all.Select(static variant => variant.VariantWhen)) is { } shapes
            ? new(spec.Target, group, all.Select(NeededByCondition).ToEquatableArray(), shapes)
            : null;
    }

    private static IEnumerable<Expression?> ExpressionsOf(LinkedRegister register) =>
        register.Fields.SelectMany(static field => new[] { field.Gate, field.Locked, field.ComputedReset }).Concat(register.Place).Concat([register.When, register.Bank]);

    private static IEnumerable<Expression?> ExpressionsOf(LinkedDescriptor descriptor) =>
        descriptor.Fields.Select(static field => field.When).Concat(descriptor.Require);

    private static LinkedRegister WithoutDocumentation(LinkedRegister register) => register with
    {
        About = null,
        Section = null,
        Confidence = default,
        Note = null,
        Group = register.Group is { } group ? WithoutDocumentation(group) : null,
        Fields = register.Fields.Select(WithoutDocumentation).ToEquatableArray(),
    };

    private static LinkedGroup WithoutDocumentation(LinkedGroup group) => group with
    {
        About = null,
        Section = null,
        Parent = group.Parent is { } parent ? WithoutDocumentation(parent) : null,
    };

    private static LinkedDescriptor WithoutDocumentation(LinkedDescriptor descriptor) => descriptor with
    {
        About = null,
        Confidence = default,
        Note = null,
        Fields = descriptor.Fields.Select(WithoutDocumentation).ToEquatableArray(),
    };

    private static LinkedField WithoutDocumentation(LinkedField field) => field with { Meaning = null, Confidence = default, Note = null };

    private static LinkedEntry NeededByCondition(LinkedEntry entry)
    {
        var named = ExpressionParts.FieldsOf(entry.VariantWhen).Where(static field => field.Register is null).Select(static field => field.Field).ToArray();
        return entry with
        {
            About = null,
            Confidence = default,
            Note = null,
            Fields = entry.Fields.Where(field => named.Contains(field.Name)).Select(WithoutDocumentation).ToEquatableArray(),
        };
    }
}
