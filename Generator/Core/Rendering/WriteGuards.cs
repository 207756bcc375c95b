using Scriban.Runtime;
using Vtd.Codegen.Contract;
using Vtd.Codegen.Outputs;
using Vtd.Spec.Model;

namespace Vtd.Codegen.Rendering;

/// <summary>The bits of registers that a write does not reach: locked ones, and those that the written value does not enable.</summary>
internal static class WriteGuards
{
    /// <summary>An expression of such bits for each 64 bits of a register that has some.</summary>
    public static ScriptArray Of(GeneratedRegisterFile output)
    {
        return new(output.Registers.SelectMany(register => Enumerable.Range(0, WordLayout.OfRegister(register.Width).Names.Count).Select(word => new ScriptObject
        {
            ["name"] = MemberNames.Of(register.Mnemonic, ""),
            ["word"] = CSharp.Decimal(word),
            ["bits"] = string.Join(" | ", Locked(register, word, output).Concat(NotEnabled(register, word))),
        })).Where(static it => it["bits"] is not ""));
    }

    private static IEnumerable<string> Locked(LinkedRegister register, int word, GeneratedRegisterFile output)
    {
        var fields = register.Fields.Where(static field => field.Locked is not null).ToArray();
        if (fields.Length == 0)
            return [];
        var expressions = RunTimeExpressions.Of(register, output.Shapes);
        return fields.GroupBy(field => expressions.Condition(field.Locked!))
            .Select(locked => (Condition: locked.Key, Mask: MaskOf(register, locked, word)))
            .Where(static locked => locked.Mask != 0)
            .Select(static locked => $"({locked.Condition} ? {CSharp.ShortHex(locked.Mask, 64)} : 0UL)");
    }

    private static IEnumerable<string> NotEnabled(LinkedRegister register, int word)
    {
        foreach (var field in register.Fields.Where(static field => field.EnabledBy is not null))
        {
            var enabling = register.Fields.First(other => other.Name == field.EnabledBy);
            var (mask, enablingMask) = (MaskOf(register, [field], word), MaskOf(register, [enabling], word));
            if (mask == 0)
                continue;
            if (enabling.Width == 1)
            {
                yield return $"((data & {CSharp.ShortHex(enablingMask, 64)}) == 0 ? {CSharp.ShortHex(mask, 64)} : 0UL)";
                continue;
            }

            var shift = enabling.Bits[0].Lsb - field.Bits[0].Lsb;
            yield return $"(~(data {(shift > 0 ? ">>" : "<<")} {CSharp.Decimal(Math.Abs(shift))}) & {CSharp.ShortHex(mask, 64)})";
        }
    }

    private static ulong MaskOf(LinkedRegister register, IEnumerable<LinkedField> fields, int word) => WordLayout.OfRegister(register.Width).MasksOf(fields, static _ => true)[word];
}
