using System.Collections.Immutable;
using Vtd.Spec.Model;
using Vtd.Spec.Source;

namespace Vtd.Codegen.Pipeline;

/// <summary>Takes linked files apart into units.</summary>
internal static class UnitSplitter
{
    /// <summary>The units that one file has all of: types.</summary>
    public static Gathered<Unit> OfFile(LinkedFile? file, Gathered<Overview> specs) => new(TypesOf(file, specs).ToEquatableArray());

    /// <summary>The units that all files of a spec together make: the register file, dispatchers, and what types lean on.</summary>
    public static Gathered<Unit> OfSpecs(Gathered<LinkedFile> files, Gathered<Overview> specs) => new(CommonOf(files, specs).ToEquatableArray());

    private static IEnumerable<Unit> TypesOf(LinkedFile? file, Gathered<Overview> specs)
    {
        if (file?.Units is not { } declared)
            yield break;

        var spec = Overview.Of(file, specs);
        foreach (var item in declared.Enums)
            yield return spec.Distinct(new EnumUnit(spec.Target, item));
        foreach (var register in declared.Registers)
            yield return spec.Distinct(new RegisterUnit(spec.Target, register));
        foreach (var entry in declared.Entries)
        {
            if (spec.ShapesOf(entry.Fields.Select(static field => field.When)) is { } shapes)
                yield return spec.Distinct(new EntryUnit(spec.Target, entry, shapes));
        }

        foreach (var descriptor in declared.Descriptors)
        {
            if (spec.ShapesOf(descriptor.Fields.Select(static field => field.When)) is { } shapes)
                yield return spec.Distinct(new DescriptorUnit(spec.Target, descriptor, shapes));
        }
    }

    private static IEnumerable<Unit> CommonOf(Gathered<LinkedFile> files, Gathered<Overview> specs)
    {
        foreach (var group in Overview.Group(files))
        {
            var spec = Overview.Of(group[0], specs);
            var all = LinkedSpecs.Merge(spec.Target.Spec, [.. group.Select(static file => file.Units!)]);
            if (all.Block is not null || all.Registers.Count + all.Descriptors.Count + all.Entries.Count > 0)
                yield return new SupportUnit(spec.Target);
            if (spec.Target.HasCapabilities && OfGiven(spec, all) is { } capabilities)
                yield return capabilities;
            if (OfRegisters(spec, all) is { } registerFile)
                yield return registerFile;
            foreach (var queue in all.Queues)
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

    private static CapabilitiesUnit? OfGiven(Overview spec, LinkedSpec all)
    {
        var registers = all.Registers.Where(static register => register.Reset == ResetSource.Given).Select(NeededByGates).ToEquatableArray();
        return spec.ShapesOf(registers.SelectMany(GatesOf)) is { } shapes ? new(spec.Target, registers, shapes) : null;
    }

    private static IEnumerable<Expression?> GatesOf(LinkedRegister register) => register.Fields.Select(static field => field.When).Append(register.When);

    private static LinkedRegister NeededByGates(LinkedRegister register) => register with
    {
        About = null,
        Confidence = default,
        Note = null,
        Fields = register.Fields.Where(static field => field.When is not null && !field.IsReserved).Select(WithoutDocumentation).ToEquatableArray(),
    };

    private static RegisterFileUnit? OfRegisters(Overview spec, LinkedSpec all)
    {
        var registers = all.Registers.Select(WithoutDocumentation).ToEquatableArray();
        return all.Block is { } block && spec.ShapesOf(registers.SelectMany(ExpressionsOf)) is { } shapes
            ? new(spec.Target, block, registers, shapes)
            : null;
    }

    private static QueueUnit? OfQueue(Overview spec, LinkedQueue queue, LinkedSpec all)
    {
        var descriptors = all.Descriptors
            .Where(descriptor => descriptor.Queue == queue.Name)
            .Select(WithoutDocumentation)
            .ToEquatableArray();
        return spec.ShapesOf(descriptors.SelectMany(ExpressionsOf)) is { } shapes
            ? new(spec.Target, queue, descriptors, shapes)
            : null;
    }

    private static VariantsUnit? OfVariants(Overview spec, string group, IEnumerable<LinkedEntry> all)
    {
        return spec.ShapesOf(all.Select(static variant => variant.VariantWhen)) is { } shapes
            ? new(spec.Target, group, all.Select(NeededByCondition).ToEquatableArray(), shapes)
            : null;
    }

    private static IEnumerable<Expression?> ExpressionsOf(LinkedRegister register) =>
        register.Fields.Select(static field => field.When).Concat([register.Base, register.Count, register.Stride, register.When]);

    private static IEnumerable<Expression?> ExpressionsOf(LinkedDescriptor descriptor) =>
        descriptor.Fields.Select(static field => field.When).Concat(descriptor.Require);

    private static LinkedRegister WithoutDocumentation(LinkedRegister register) => register with
    {
        About = null,
        Section = null,
        Confidence = default,
        Note = null,
        Fields = register.Fields.Select(WithoutDocumentation).ToEquatableArray(),
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
        var named = Expressions.FieldsOf(entry.VariantWhen).Where(static field => field.Register is null).Select(static field => field.Field).ToArray();
        return entry with
        {
            About = null,
            Confidence = default,
            Note = null,
            Fields = entry.Fields.Where(field => named.Contains(field.Name)).Select(WithoutDocumentation).ToEquatableArray(),
        };
    }
}
