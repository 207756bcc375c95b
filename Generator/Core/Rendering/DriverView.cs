using Scriban.Runtime;
using Vtd.Codegen.Contract;
using Vtd.Codegen.Outputs;
using Vtd.Spec.Checks;
using Vtd.Spec.Model;

namespace Vtd.Codegen.Rendering;

/// <summary>The registers of a block as a driver accesses them.</summary>
internal static class DriverView
{
    public static FileTemplate Fill(ScriptObject view, GeneratedDriver output, CancellationToken cancel)
    {
        var expressions = new ExpressionWriter(output.Shapes, static shape => "capabilities." + MemberNames.Of(shape.Register!, ""));
        var registers = output.Registers.Select(register => new DriverRegister(register, expressions, output.Block)).ToArray();
        view["type"] = output.TypeName;
        view["block"] = output.Target.PrefixOf(output.Block);
        view["size"] = CSharp.Hex(output.Block.Size);
        var groups = new DriverGroupView(registers, new RegisterGroups(output.Registers, expressions));
        view["members"] = FileTemplate.DriverMembers.Render(groups.MembersOf(null), cancel);
        view["group_types"] = groups.Types(members => FileTemplate.DriverMembers.Render(members, cancel));
        view["placement"] = new ScriptArray(groups.Counts.Concat(registers.SelectMany(static register => register.Placement())).Concat(groups.Keeps(expressions)));
        view["fields"] = new ScriptArray(registers.SelectMany(static register => register.Fields).Concat(groups.Fields));
        view["has_computed"] = Array.Exists(registers, static register => register.IsComputed);
        view["probe"] = Probe(output, registers);
        view["has_register_file"] = output.HasRegisterFile;
        view["has_hooks"] = output.Registers.Any(static register => register.Hook is not null);
        view["has_reads"] = output.Registers.Any(static register => register.ReadHook is not null);
        return FileTemplate.Driver;
    }

    /// <summary>The capabilities that places depend on, read over the bus; null if one of the registers is in an imported spec or another block, or has no fixed place itself.</summary>
    private static string? Probe(GeneratedDriver output, DriverRegister[] registers)
    {
        var named = registers.SelectMany(static register => register.Needs).ToArray();
        if (Array.Exists(named, static field => field.Spec is not null))
            return null;
        var needed = named.Select(field => output.Registers.FirstOrDefault(register => register.Mnemonic == field.Register)).Distinct().ToArray();
        return Array.Exists(needed, static register => register is null or { Base: not null } or { IsArray: true })
            ? null
            : string.Join(", ", needed.OfType<LinkedRegister>().Select(register =>
                $"{MemberNames.Of(register.Mnemonic, ReservedNames.CapabilitiesOf(output.Target.Spec))} = {new DriverRegister(register, new([], static _ => ""), output.Block).Read()}"));
    }
}
