using Vtd.Spec.Model;
using Vtd.Spec.Tools.Decode;
using Vtd.Spec.Tools.Docs.Markup;

namespace Vtd.Spec.Tools.Docs.Views;

/// <summary>The page of a register, a descriptor or an entry.</summary>
/// <param name="Related">Links to things of the same kind that belong together with it.</param>
internal sealed record StructureView(
    Subject Subject,
    string Kind,
    int Width,
    string? AboveSmallest,
    bool HasAccess,
    IReadOnlyList<Fact> Facts,
    Html? About,
    Html? Note,
    IReadOnlyList<Html> Requirements,
    Html Diagram,
    IReadOnlyList<FieldView> Fields,
    IReadOnlyList<Fact> Related,
    Html Layout)
{
    public static StructureView Of(LinkedRegister register, DocContext context)
    {
        var structure = Structure.Of(register, context.Map[SubjectKind.Register, register.Mnemonic]);
        var facts = new List<Fact> { new("Offset", RegisterPlace.Offset(register, context)) };
        if (register.Block.Length > 0)
            facts.Add(new Fact("Block", Html.Of($"{register.Block}")));
        if (register.Aliases.Count > 0)
            facts.Add(new Fact("Aliases", Html.Of($"{PlaceWords.Of(register.Aliases)}")));
        if (AddressesOf(register, context.Spec) is { Length: > 0 } addresses)
            facts.Add(new Fact(register.IsArray ? "Addresses of the first element" : "Addresses", Html.Of($"{addresses}")));
        foreach (var group in register.Group?.Around.Reverse() ?? [])
            facts.Add(new Fact("Group", GroupText(group, context)));
        if (RegisterPlace.Elements(register, context) is { } elements)
        {
            facts.Add(new Fact("Elements", elements));
            facts.Add(new Fact("Distance of elements", Html.Of($"{Html.Join(" and ", register.Dimensions.Select(dimension => context.Expressions.Of(dimension.Stride, structure.Subject)))} bytes")));
        }

        foreach (var named in register.Dimensions.Where(static dimension => dimension.Names.Count > 0))
            facts.Add(new Fact("Names of elements", Html.Of($"{string.Join(", ", named.Names)}")));
        facts.Add(new Fact("Width", Html.Of($"{register.Width} bits")));
        facts.Add(new Fact("After reset", register.Reset switch
        {
            ResetSource.Value when register.ElementResets.Count > 0 => Html.Join(", ", register.ElementResets.Select(static value => Html.Of($"<code>{Numbers.Hex(value)}</code>"))),
            ResetSource.Value when register.HasComputedReset => Html.Of($"computed, see the fields"),
            ResetSource.Value => Html.Of($"<code>{Numbers.OfReset(register)}</code>"),
            ResetSource.Given => Html.Of($"given by the implementation, constant"),
            _ => Html.Of($"undefined"),
        }));
        if (register.Order == ByteOrder.BigEndian)
            facts.Add(new Fact("Byte order", Html.Of($"big-endian")));
        if (register.When is { } when)
            facts.Add(new Fact("Exists when", context.Expressions.Of(when, structure.Subject)));
        if (register.Bank is { } bank)
            facts.Add(new Fact("At its place while", context.Expressions.Of(bank, structure.Subject)));
        if (register.Hook is { Fields: var hook })
            facts.Add(new Fact("Takes effect", hook.Count == 0 ? Html.Of($"with every write") : Html.Of($"with writes that reach {Html.Join(", ", hook.Select(FieldLink))}")));
        if (register.ReadHook is { Fields: var read })
            facts.Add(new Fact("Reads reach the device", read.Count == 0 ? Html.Of($"always") : Html.Of($"if they cover {Html.Join(", ", read.Select(FieldLink))}")));
        return Of(structure, "Register", facts, [], Neighbours(structure.Subject, context), context);
    }

    /// <summary>The address of a register in each instance of its block; empty if its place is computed.</summary>
    private static string AddressesOf(LinkedRegister register, LinkedSpec spec) => register.Base is not null ? "" : string.Join(", ",
        spec.Blocks.First(block => block.Name == register.Block).Instances
            .Select(instance => $"{instance.Name} {Numbers.Hex(instance.Address + (ulong)register.Offset)}"));

    /// <summary>The name of a group, and what the spec says about it.</summary>
    private static Html GroupText(LinkedGroup group, DocContext context)
    {
        var heading = Html.Of($"{string.Join(", ", new[] { group.Name, group.Title }.OfType<string>())}{(group.Section is null ? "" : $" ({group.Section})")}");
        return context.Prose.Of(group.About) is { } about ? Html.Of($"{heading}: {about}") : heading;
    }

    public static StructureView Of(LinkedDescriptor descriptor, DocContext context)
    {
        var structure = Structure.Of(descriptor, context.Map[SubjectKind.Descriptor, descriptor.Name]);
        Fact[] facts =
        [
            new(descriptor.Queues.Count == 1 ? "Queue" : "Queues", Html.Join(", ", descriptor.Queues.Select(queue => context.Map[SubjectKind.Queue, queue].Link))),
            new("Type", Html.Of($"<code>{Numbers.Hex(descriptor.Code)}</code>")),
            new(descriptor.Sizes.Count == 1 ? "Size" : "Sizes", Html.Of($"{string.Join(", ", descriptor.Sizes)} bits")),
        ];
        var others = context.Spec.Descriptors.Where(other => other.Queues.Any(queue => descriptor.Queues.Contains(queue)) && other.Name != descriptor.Name);
        var related = Links("In the same queue", others.Select(other => context.Map[SubjectKind.Descriptor, other.Name]));
        return Of(structure, "Descriptor", facts, [.. descriptor.Require.Select(one => context.Expressions.Of(one, structure.Subject))], related, context);
    }

    public static StructureView Of(LinkedEntry entry, DocContext context)
    {
        var structure = Structure.Of(entry, context.Map[SubjectKind.Entry, entry.Name]);
        var facts = new List<Fact> { new("Size", Html.Of($"{entry.Size} bits")) };
        IReadOnlyList<Fact> related = [];
        if (entry.VariantOf is { } group)
        {
            facts.Add(new Fact("Variant of", Html.Of($"{group}")));
            facts.Add(new Fact("Selected when", context.Expressions.Of(entry.VariantWhen!, structure.Subject)));
            var others = context.Spec.Entries.Where(other => other.VariantOf == group && other.Name != entry.Name).OrderBy(other => other.VariantPlace);
            related = Links("Other variants", others.Select(other => context.Map[SubjectKind.Entry, other.Name]));
        }

        return Of(structure, "Entry", facts, [.. entry.Require.Select(one => context.Expressions.Of(one, structure.Subject))], related, context);
    }

    private static StructureView Of(
        Structure structure, string kind, IReadOnlyList<Fact> facts, IReadOnlyList<Html> requirements, IReadOnlyList<Fact> related, DocContext context) =>
        new(
            structure.Subject,
            kind,
            structure.Width,
            structure.LargestWidth == structure.Width ? null : $"{structure.LargestWidth - 1}:{structure.Width}",
            structure.HasAccess,
            facts,
            context.Prose.Of(structure.About),
            context.Prose.Of(structure.Subject.Remarks.Note),
            requirements,
            HtmlTemplate.Diagram.Render(Views.Diagram.Of(structure)),
            [.. structure.Fields.Select(field => FieldView.Of(field, structure, context))],
            related,
            DecoderLayout.Of(structure, context));

    /// <summary>Registers whose section is in the same chapter.</summary>
    private static IReadOnlyList<Fact> Neighbours(Subject subject, DocContext context)
    {
        if (Chapter(subject) is not { } chapter)
            return [];

        var others = context.Map.Subjects.Where(other => other.Kind == SubjectKind.Register && other != subject && Chapter(other) == chapter);
        return Links($"Also in section {chapter}", others);
    }

    private static string? Chapter(Subject subject) =>
        subject.Section is { } section && section.LastIndexOf('.') is > 0 and var end ? section[..end] : null;

    private static IReadOnlyList<Fact> Links(string name, IEnumerable<Subject> subjects)
    {
        var links = subjects.Select(subject => subject.Link).ToList();
        return links.Count == 0 ? [] : [new Fact(name, Html.Join(", ", links))];
    }

    private static Html FieldLink(string field) => Html.Of($"<a href=\"#{Subject.FieldId(field)}\">{field}</a>");
}
