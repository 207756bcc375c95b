using Scriban.Runtime;
using Vtd.Codegen.Contract;
using Vtd.Codegen.Inputs;
using Vtd.Codegen.Outputs;
using Vtd.Spec.Checks;
using Vtd.Spec.Model;

namespace Vtd.Codegen.Rendering;

/// <summary>The given registers of a spec.</summary>
internal static class CapabilitiesView
{
    public static FileTemplate Fill(ScriptObject view, GeneratedCapabilities output)
    {
        var expressions = new ExpressionWriter(output.Shapes, shape => PathOf(shape.Register!, shape.IsArray, output));
        var registers = new ScriptArray();
        var hasChecks = false;
        foreach (var register in output.Registers)
        {
            var checks = ChecksOf(register, output, expressions).ToArray();
            hasChecks |= checks.Length > 0;
            registers.Add(new ScriptObject
            {
                ["name"] = MemberNames.Of(register.Mnemonic, output.TypeName),
                ["type"] = register.TypeName,
                ["is_array"] = register.IsArray,
                ["heading"] = Prose.Heading(register.Mnemonic, register.Title, register.Section),
                ["checks"] = new ScriptArray(checks),
            });
        }

        view["registers"] = registers;
        view["imports"] = new ScriptArray(output.Imports.Select(static spec => new ScriptObject
        {
            ["spec"] = spec.Name,
            ["name"] = ReservedNames.CapabilitiesOf(spec.Name),
            ["type"] = CSharpNames.Type(spec, ReservedNames.CapabilitiesOf(spec.Name)),
        }));
        view["has_arrays"] = output.Registers.Any(static register => register.IsArray);
        view["has_checks"] = hasChecks;
        return FileTemplate.Capabilities;
    }

    private static string PathOf(string register, bool isArray, GeneratedCapabilities output)
    {
        var name = MemberNames.Of(register, output.TypeName);
        return isArray ? $"Get{name}(index)" : name;
    }

    /// <summary>The conditions that something set would need, each with the test that it is set and the condition does not hold.</summary>
    private static IEnumerable<ScriptObject> ChecksOf(LinkedRegister register, GeneratedCapabilities output, ExpressionWriter expressions)
    {
        var isArray = register.IsArray;
        var path = PathOf(register.Mnemonic, isArray, output);
        var name = register.Mnemonic + (isArray ? "[{index}]" : "");
        var lanes = WordLayout.OfRegister(register.Width);
        foreach (var condition in ExpressionParts.ConditionsOf(register.When))
            yield return Check($"({string.Join(" | ", lanes.Names.Select(lane => $"{path}.{lane}"))}) != 0", name, condition);

        foreach (var field in register.Fields)
        {
            var masks = lanes.MasksOf([field], static _ => true);
            var parts = Enumerable.Range(0, masks.Length).Where(lane => masks[lane] != 0)
                .Select(lane => $"({path}.{lanes.Names[lane]} & {CSharp.ShortHex(masks[lane], lanes.Bits)}) != 0").ToArray();
            if (register.Fields.Any(other => other != field && other.SharesBitsWith(field)))
                continue;
            foreach (var condition in ExpressionParts.ConditionsOf(field.Gate))
                yield return Check(parts.Length == 1 ? parts[0] : $"({string.Join(" || ", parts)})", name + "." + field.Name, condition);
        }

        ScriptObject Check(string isSet, string what, Expression condition) => new()
        {
            ["test"] = $"{isSet} && {expressions.Condition(new NotExpression(condition, 0, 0))}",
            ["result"] = $"({(isArray ? "$" : "")}\"{what}\", \"{ExpressionProse.Of(condition)}\")",
        };
    }
}
