using Scriban.Runtime;
using Vtd.Codegen.Contract;
using Vtd.Codegen.Outputs;
using Vtd.Spec.Model;
using Vtd.Spec.Source;

namespace Vtd.Codegen.Rendering;

/// <summary>The dispatcher of a queue.</summary>
internal static class QueueView
{
    public static FileTemplate Fill(ScriptObject view, GeneratedQueue output)
    {
        var queue = output.Queue;
        var descriptors = new ScriptArray();
        var needsCapabilities = false;
        var canGrow = false;
        foreach (var descriptor in output.Descriptors)
        {
            canGrow |= CanGrow(descriptor);
            needsCapabilities |= descriptor.Require.Any(NamesRegister)
                || descriptor.Fields.Any(static field => field.Legal.Count > 0 && field.When is not null);
            descriptors.Add(Descriptor(output, descriptor));
        }

        var lanes = WordLayout.OfEntry(queue.Sizes[0]);
        var pieces = lanes.Split(queue.Type);
        var typeLanes = new ScriptArray();
        for (var i = 0; i < lanes.Names.Count; i++)
        {
            if (pieces.Any(piece => piece.Lane == i))
                typeLanes.Add(new ScriptObject { ["name"] = TypeLane(i), ["read"] = new LaneBytes(lanes, i).Read("descriptor") });
        }

        var width = pieces.Sum(static piece => piece.Width);
        view["queue"] = queue.Name;
        view["heading"] = Prose.Heading(queue.Name, queue.Title, queue.Section);
        view["about"] = Prose.Remarks(queue, queue.About);
        view["code_type"] = CSharp.UnsignedType(width);
        view["descriptors"] = descriptors;
        view["sizes"] = string.Join(" or ", queue.Sizes.Select(static size => CSharp.Decimal(size / 8)));
        view["size_mismatch"] = SizeMismatch(queue.Sizes);
        view["type_lanes"] = typeLanes;
        view["least_bytes"] = queue.Sizes[0] >= 64 ? "the first eight" : $"the first {CSharp.Decimal(queue.Sizes[0] / 8)}";
        view["type_of"] = TypeOf(pieces, width);
        view["needs_capabilities"] = needsCapabilities;
        view["can_grow"] = canGrow;
        return FileTemplate.Queue;
    }

    private static ScriptObject Descriptor(GeneratedQueue output, LinkedDescriptor descriptor)
    {
        var shapes = output.Shapes.Concat(descriptor.Fields
            .Where(static field => !field.IsReserved)
            .Select(field => FieldShape.Of(descriptor.TypeName, field)));
        var expressions = new ExpressionWriter(
            shapes, static shape => shape.Register is null ? "descriptor" : "_capabilities." + MemberNames.Of(shape.Register, ""));

        var legal = new ScriptArray();
        foreach (var field in descriptor.Fields)
        {
            if (Illegal(descriptor, field, expressions) is { } condition)
                legal.Add(condition);
        }

        return new ScriptObject
        {
            ["type"] = descriptor.TypeName,
            ["name"] = ShortName(descriptor.TypeName),
            ["heading"] = Prose.Heading(descriptor.TypeName, descriptor.Title, descriptor.Section),
            ["code"] = "0x" + descriptor.Code.ToString("X2", System.Globalization.CultureInfo.InvariantCulture),
            ["size_mismatch"] = descriptor.Sizes == output.Queue.Sizes ? null : SizeMismatch(descriptor.Sizes),
            ["can_grow"] = CanGrow(descriptor),
            ["legal"] = legal,
            ["require"] = new ScriptArray(descriptor.Require.Select(expressions.Condition)),
        };
    }

    /// <summary>Whether the field holds none of its legal values; null if it may hold every value.</summary>
    private static string? Illegal(LinkedDescriptor descriptor, LinkedField field, ExpressionWriter expressions)
    {
        if (field.Legal.Count == 0)
            return null;

        var most = WordLayout.Ones(field.Width);
        var patterns = new List<string>();
        foreach (var range in field.Legal)
        {
            if (range.First == 0 && range.Last >= most)
                return null;

            var (first, last) = (CSharp.Number(range.First), CSharp.Number(range.Last));
            patterns.Add(range.First == range.Last ? first
                : range.First == 0 ? "<= " + last
                : range.Last >= most ? ">= " + first
                : $"(>= {first} and <= {last})");
        }

        var value = expressions.Number(new FieldExpression(null, field.Name, 0, 0));
        var illegal = field.Legal.Count == 1 && field.Legal[0].First == field.Legal[0].Last
            ? $"{value} != {patterns[0]}"
            : $"{value} is not ({string.Join(" or ", patterns)})";
        return field.When is null ? illegal
            : field.When is FieldExpression ? $"{expressions.Condition(field.When)} && {illegal}"
            : $"({expressions.Condition(field.When)}) && {illegal}";
    }

    private static string TypeOf(List<Piece> pieces, int width)
    {
        var text = "";
        foreach (var piece in pieces)
        {
            var lane = TypeLane(piece.Lane);
            var part = piece.Lsb == 0 ? lane : $"({lane} >> {CSharp.Decimal(piece.Lsb)})";
            part = $"({part} & {CSharp.ShortHex(WordLayout.Ones(piece.Width), 64)})";
            if (piece.Position > 0)
                part = $"({part} << {CSharp.Decimal(piece.Position)})";
            text = text.Length == 0 ? part : $"{part} | {text}";
        }

        return width > 32 ? text : $"({CSharp.UnsignedType(width)})({text})";
    }

    private static string TypeLane(int lane) => "qword" + CSharp.Decimal(lane);

    private static string SizeMismatch(EquatableArray<int> sizes)
    {
        var bytes = string.Join(" or ", sizes.Select(static size => CSharp.Decimal(size / 8)));
        return sizes.Count == 1 ? "!= " + bytes : $"is not ({bytes})";
    }

    private static bool CanGrow(LinkedDescriptor descriptor) => descriptor.Sizes.Count > 1;

    private static bool NamesRegister(Expression expression) => ExpressionParts.FieldsOf(expression).Any(static field => field.Register is not null);

    private static string ShortName(string type) =>
        type.EndsWith("Descriptor", StringComparison.Ordinal) && type.Length > "Descriptor".Length
            ? type.Substring(0, type.Length - "Descriptor".Length)
            : type;
}
