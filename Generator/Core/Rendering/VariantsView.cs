using Scriban.Runtime;
using Vtd.Codegen.Contract;
using Vtd.Codegen.Inputs;
using Vtd.Codegen.Outputs;
using Vtd.Spec.Model;

namespace Vtd.Codegen.Rendering;

/// <summary>The view of the type that tells the variants of an entry apart.</summary>
internal static class VariantsView
{
    public static FileTemplate Fill(ScriptObject view, GeneratedVariants output)
    {
        var variants = new ScriptArray();
        var hasOwn = false;
        foreach (var variant in output.Variants)
        {
            var shapes = output.Shapes.Concat(variant.Fields.Select(field => FieldShape.Of(variant.TypeName, field)));
            var own = variant.TypeName + ".Read(entry)";
            var expressions = new ExpressionWriter(shapes, shape => shape.Register is null ? own : ParameterOf(shape));
            var condition = expressions.Condition(variant.VariantWhen!);
            if (ExpressionParts.FieldsOf(variant.VariantWhen).Any(static field => field.Register is null))
            {
                hasOwn = true;
                if (variant.VariantWhen is BinaryExpression { Operator: BinaryOperator.Or })
                    condition = $"({condition})";
                condition = $"entry.Length >= {variant.TypeName}.SizeInBytes && {condition}";
            }

            variants.Add(new ScriptObject
            {
                ["type"] = variant.TypeName,
                ["heading"] = Prose.Heading(variant.TypeName, variant.Title, variant.Section),
                ["when"] = Prose.Escape(ExpressionProse.Of(variant.VariantWhen!)),
                ["condition"] = condition,
            });
        }

        var registers = new ScriptArray();
        var parameters = hasOwn ? "global::System.ReadOnlySpan<byte> entry" : "";
        foreach (var shape in output.Shapes.GroupBy(static shape => shape.Register).Select(static group => group.First()))
        {
            var name = ParameterOf(shape);
            registers.Add(new ScriptObject { ["name"] = name });
            parameters += (parameters.Length == 0 ? "" : ", ") + CSharpNames.Type(shape.Spec, shape.Type) + " " + name;
        }

        view["group"] = output.Group;
        view["article"] = (output.Group[0] is 'A' or 'E' or 'I' or 'O' or 'U' ? "an " : "a ") + output.Group;
        view["variants"] = variants;
        view["in_order"] = new ScriptArray(output.Variants.Zip(variants, static (variant, it) => (variant, it)).OrderBy(static pair => pair.variant.VariantPlace).Select(static pair => pair.it));
        view["has_own"] = hasOwn;
        view["registers"] = registers;
        view["parameters"] = parameters;
        return FileTemplate.Variants;

        // What no register of the spec itself is called.
        string ParameterOf(FieldShape shape)
        {
            var name = shape.Spec is { } spec ? spec.Name + shape.Register!.Substring(shape.Register.IndexOf('.') + 1) : MemberNames.Of(shape.Register!, "");
            while (shape.Spec is not null && output.Shapes.Any(other => other.Spec is null && other.Register == name))
                name += "_";
            return name;
        }
    }
}
