using Vtd.Spec.Tools.Docs.Markup;

namespace Vtd.Spec.Tools.Docs.Views;

/// <summary>The first page of a spec: everything in it.</summary>
internal sealed record ContentsView(
    string Name,
    string? Document,
    string Counts,
    IReadOnlyList<RegisterLine> Registers,
    IReadOnlyList<QueueLines> Queues,
    IReadOnlyList<EntryLine> Entries,
    IReadOnlyList<EnumLine> Enums)
{
    public static ContentsView Of(DocContext context)
    {
        var spec = context.Spec;
        var registers = spec.Registers.Select(register =>
        {
            var subject = context.Map[SubjectKind.Register, register.Mnemonic];
            return new RegisterLine(
                RegisterPlace.Offset(register, context),
                subject,
                register.Width,
                RegisterPlace.Elements(register, context),
                register.Condition is { } condition ? context.Expressions.Of(condition, subject) : null);
        });
        var queues = spec.Queues.Select(queue => new QueueLines(context.Map[SubjectKind.Queue, queue.Name], DescriptorLine.Of(queue, context)));
        var entries = spec.Entries.Select(entry =>
        {
            var subject = context.Map[SubjectKind.Entry, entry.Name];
            return new EntryLine(subject, entry.Size, entry.VariantWhen is null ? null : context.Expressions.Of(entry.VariantWhen, subject));
        });
        var enums = spec.Enums.Select(it => new EnumLine(context.Map[SubjectKind.Enum, it.Name], it.Width, it.Codes.Count));
        return new ContentsView(
            spec.Header.Name, spec.Header.Document, CountsOf(context), [.. registers], [.. queues], [.. entries], [.. enums]);
    }

    private static string CountsOf(DocContext context)
    {
        var spec = context.Spec;
        (int Count, string One, string Many)[] counts =
        [
            (spec.Registers.Count, "register", "registers"),
            (spec.Descriptors.Count, "descriptor", "descriptors"),
            (spec.Entries.Count, "entry", "entries"),
            (context.Fields.Count(field => !field.Field.IsReserved), "field", "fields"),
            (spec.Enums.Sum(it => it.Codes.Count), "code", "codes"),
        ];
        var text = string.Join(", ", counts.Where(count => count.Count > 0).Select(count => $"{count.Count} {(count.Count == 1 ? count.One : count.Many)}"));
        return spec.Block is { } block
            ? $"{text}; a register block of {Numbers.Hex((ulong)block.Size)} bytes, accessed {string.Join(" or ", block.AccessSizes)} bytes at a time"
            : text;
    }
}

internal sealed record RegisterLine(Html Offset, Subject Subject, int Width, Html? Count, Html? When);

internal sealed record QueueLines(Subject Queue, IReadOnlyList<DescriptorLine> Descriptors);

internal sealed record EntryLine(Subject Subject, int Size, Html? When);

internal sealed record EnumLine(Subject Subject, int Width, int Count);
