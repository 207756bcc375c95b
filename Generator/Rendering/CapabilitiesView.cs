using Scriban.Runtime;
using Vtd.Codegen.Pipeline;

namespace Vtd.Codegen.Rendering;

/// <summary>The given registers of a spec.</summary>
internal static class CapabilitiesView
{
    public static UnitTemplate Fill(ScriptObject view, CapabilitiesUnit unit)
    {
        var registers = new ScriptArray();
        foreach (var register in unit.Registers)
        {
            registers.Add(new ScriptObject
            {
                ["name"] = MemberNames.Of(register.Mnemonic, unit.TypeName),
                ["type"] = register.TypeName,
                ["is_array"] = register.Count is not null,
                ["heading"] = Prose.Heading(register.Mnemonic, register.Title, register.Section),
            });
        }

        view["registers"] = registers;
        view["has_arrays"] = unit.Registers.Any(static register => register.Count is not null);
        return UnitTemplate.Capabilities;
    }
}
