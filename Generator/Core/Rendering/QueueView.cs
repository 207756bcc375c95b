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
            needsCapabilities |= ValueChecks.NameRegisters(descriptor.Fields, descriptor.Require);
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

        var checks = new ValueChecks(WordLayout.OfEntry(descriptor.Sizes[0]), descriptor.Fields, expressions);
        return new ScriptObject
        {
            ["type"] = descriptor.TypeName,
            ["name"] = ShortName(descriptor.TypeName),
            ["heading"] = Prose.Heading(descriptor.TypeName, descriptor.Title, descriptor.Section),
            ["code"] = "0x" + descriptor.Code.ToString("X2", System.Globalization.CultureInfo.InvariantCulture),
            ["size_mismatch"] = descriptor.Sizes == output.Queue.Sizes ? null : SizeMismatch(descriptor.Sizes),
            ["can_grow"] = CanGrow(descriptor),
            ["reserved"] = new ScriptArray(checks.Reserved("descriptor.")),
            ["legal"] = new ScriptArray(checks.Illegal()),
            ["require"] = new ScriptArray(descriptor.Require.Select(expressions.Condition)),
        };
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

    private static string ShortName(string type) =>
        type.EndsWith("Descriptor", StringComparison.Ordinal) && type.Length > "Descriptor".Length
            ? type.Substring(0, type.Length - "Descriptor".Length)
            : type;
}
