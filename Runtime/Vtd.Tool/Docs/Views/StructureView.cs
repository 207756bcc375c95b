using Vtd.Spec.Model;

namespace Vtd.Tool.Docs.Views;

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
    public static StructureView Of(LinkedRegister register, SpecPages pages)
    {
        var structure = Structure.Of(register, pages.Map[SubjectKind.Register, register.Mnemonic]);
        var facts = new List<Fact> { new("Offset", RegisterPlace.Offset(register, pages)) };
        if (register.Count is { } count)
        {
            facts.Add(new Fact("Elements", pages.Expressions.Of(count, structure.Subject)));
            facts.Add(new Fact("Distance of elements", Html.Of($"{pages.Expressions.Of(register.Stride!, structure.Subject)} bytes")));
        }

        facts.Add(new Fact("Width", Html.Of($"{register.Width} bits")));
        facts.Add(new Fact("After reset", register.Reset switch
        {
            ResetSource.Value => Html.Of($"<code>{Numbers.OfReset(register)}</code>"),
            ResetSource.Given => Html.Of($"given by the implementation, constant"),
            _ => Html.Of($"undefined"),
        }));
        if (register.When is { } when)
            facts.Add(new Fact("Exists when", pages.Expressions.Of(when, structure.Subject)));
        if (register.HookFields is { } hook)
            facts.Add(new Fact("Takes effect", hook.Count == 0 ? Html.Of($"with every write") : Html.Of($"with writes that reach {Html.Join(", ", hook.Select(FieldLink))}")));
        return Of(structure, "Register", facts, [], Neighbours(structure.Subject, pages), pages);
    }

    public static StructureView Of(LinkedDescriptor descriptor, SpecPages pages)
    {
        var structure = Structure.Of(descriptor, pages.Map[SubjectKind.Descriptor, descriptor.Name]);
        var queue = pages.Map[SubjectKind.Queue, descriptor.Queue];
        Fact[] facts =
        [
            new("Queue", queue.Link),
            new("Type", Html.Of($"<code>{Numbers.Hex(descriptor.Code)}</code>")),
            new(descriptor.Sizes.Count == 1 ? "Size" : "Sizes", Html.Of($"{string.Join(", ", descriptor.Sizes)} bits")),
        ];
        var others = pages.Spec.Descriptors.Where(other => other.Queue == descriptor.Queue && other.Name != descriptor.Name);
        var related = Links("In the same queue", others.Select(other => pages.Map[SubjectKind.Descriptor, other.Name]));
        return Of(structure, "Descriptor", facts, [.. descriptor.Require.Select(one => pages.Expressions.Of(one, structure.Subject))], related, pages);
    }

    public static StructureView Of(LinkedEntry entry, SpecPages pages)
    {
        var structure = Structure.Of(entry, pages.Map[SubjectKind.Entry, entry.Name]);
        var facts = new List<Fact> { new("Size", Html.Of($"{entry.Size} bits")) };
        IReadOnlyList<Fact> related = [];
        if (entry.VariantOf is { } group)
        {
            facts.Add(new Fact("Variant of", Html.Of($"{group}")));
            facts.Add(new Fact("Selected when", pages.Expressions.Of(entry.VariantWhen!, structure.Subject)));
            var others = pages.Spec.Entries.Where(other => other.VariantOf == group && other.Name != entry.Name);
            related = Links("Other variants", others.Select(other => pages.Map[SubjectKind.Entry, other.Name]));
        }

        return Of(structure, "Entry", facts, [], related, pages);
    }

    private static StructureView Of(
        Structure structure, string kind, IReadOnlyList<Fact> facts, IReadOnlyList<Html> requirements, IReadOnlyList<Fact> related, SpecPages pages) =>
        new(
            structure.Subject,
            kind,
            structure.Width,
            structure.LargestWidth == structure.Width ? null : $"{structure.LargestWidth - 1}:{structure.Width}",
            structure.HasAccess,
            facts,
            pages.Prose.Of(structure.About),
            pages.Prose.Of(structure.Subject.Remarks.Note),
            requirements,
            HtmlTemplate.Diagram.Render(Views.Diagram.Of(structure)),
            [.. structure.Fields.Select(field => FieldView.Of(field, structure, pages))],
            related,
            DecoderLayout.Of(structure, pages));

    /// <summary>Registers whose section is in the same chapter.</summary>
    private static IReadOnlyList<Fact> Neighbours(Subject subject, SpecPages pages)
    {
        if (Chapter(subject) is not { } chapter)
            return [];

        var others = pages.Map.Subjects.Where(other => other.Kind == SubjectKind.Register && other != subject && Chapter(other) == chapter);
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
