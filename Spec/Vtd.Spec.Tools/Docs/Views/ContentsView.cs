using Vtd.Spec.Model;
using Vtd.Spec.Tools.Docs.Markup;

namespace Vtd.Spec.Tools.Docs.Views;

/// <summary>The first page of a spec: everything in it.</summary>
internal sealed record ContentsView(
    string Name,
    string? Document,
    string Counts,
    IReadOnlyList<BlockLines> Blocks,
    IReadOnlyList<QueueLines> Queues,
    IReadOnlyList<EntryLine> Entries,
    IReadOnlyList<EnumLine> Enums)
{
    public static ContentsView Of(DocContext context)
    {
        var spec = context.Spec;
        var blocks = spec.Registers.GroupBy(static register => register.Block, StringComparer.Ordinal)
            .Select(registers => BlockLines.Of(spec.Blocks.First(block => block.Name == registers.Key), registers, context));
        var queues = spec.Queues.Select(queue => new QueueLines(context.Map[SubjectKind.Queue, queue.Name], DescriptorLine.Of(queue, context)));
        var entries = spec.Entries.Select(entry =>
        {
            var subject = context.Map[SubjectKind.Entry, entry.Name];
            return new EntryLine(subject, entry.Size, entry.VariantWhen is null ? null : context.Expressions.Of(entry.VariantWhen, subject));
        });
        var enums = spec.Enums.Select(it => new EnumLine(context.Map[SubjectKind.Enum, it.Name], it.Width, it.Codes.Count));
        return new ContentsView(
            spec.Header.Name, spec.Header.Document, CountsOf(context), [.. blocks], [.. queues], [.. entries], [.. enums]);
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
        return string.Concat(spec.Blocks.Select(BlockLines.Summary).Prepend(text));
    }
}

/// <summary>The registers of a block.</summary>
/// <param name="Name">Name of the block; empty for the only one.</param>
internal sealed record BlockLines(string Name, string? Title, string? Section, Html? About, IReadOnlyList<RegisterLine> Registers, Html? Instances)
{
    public static BlockLines Of(LinkedBlock block, IEnumerable<LinkedRegister> registers, DocContext context) =>
        new(block.Name, block.Title, block.Section, context.Prose.Of(block.About), [.. registers.Select(register => RegisterLine.Of(register, context))],
            block.Instances.Count == 0 ? null : Html.Join(", ", block.Instances.Select(static instance => Html.Of($"{instance.Name} at <code>{Numbers.Hex(instance.Address)}</code>"))));

    /// <summary>The size of a block and of accesses, behind a list of what the spec has.</summary>
    public static string Summary(LinkedBlock block) =>
        $"; a register block{(block.Name.Length == 0 ? "" : " " + block.Name)} of {Numbers.Hex((ulong)block.Size)} bytes, accessed {string.Join(" or ", block.AccessSizes)} bytes at a time";
}

internal sealed record RegisterLine(Html Offset, Subject Subject, int Width, Html? Count, Html? When)
{
    public static RegisterLine Of(LinkedRegister register, DocContext context)
    {
        var subject = context.Map[SubjectKind.Register, register.Mnemonic];
        return new(
            RegisterPlace.Offset(register, context),
            subject,
            register.Width,
            RegisterPlace.Elements(register, context),
            register.Condition is { } condition ? context.Expressions.Of(condition, subject) : null);
    }
}

internal sealed record QueueLines(Subject Queue, IReadOnlyList<DescriptorLine> Descriptors);

internal sealed record EntryLine(Subject Subject, int Size, Html? When);

internal sealed record EnumLine(Subject Subject, int Width, int Count);
