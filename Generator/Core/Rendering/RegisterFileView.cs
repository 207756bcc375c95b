using Scriban.Runtime;
using Vtd.Codegen.Contract;
using Vtd.Codegen.Outputs;
using Vtd.Spec.Model;

namespace Vtd.Codegen.Rendering;

/// <summary>The register file of a block.</summary>
internal static class RegisterFileView
{
    public static FileTemplate Fill(ScriptObject view, GeneratedRegisterFile output, CancellationToken cancel)
    {
        var expressions = new ExpressionWriter(output.Shapes, PathOf);
        var placements = output.Registers.Select(register => new RegisterPlacement(register, expressions, output.Block)).ToArray();
        var rows = placements.Where(static it => it.IsPlain).ToArray();
        var fixedOnes = rows.Concat(placements.Where(static it => !it.IsPlain && it.HasFixedCells)).ToArray();
        var others = placements.Where(static it => !it.HasFixedCells).ToArray();

        var sizes = output.Block.AccessSizes.Select(static size => CSharp.Decimal(size)).ToArray();
        view["block"] = output.Target.PrefixOf(output.Block);
        view["block_name"] = output.Block.Name.Length == 0 ? "" : " " + output.Block.Name;
        view["size"] = CSharp.Hex(output.Block.Size);
        view["access_sizes"] = sizes.Length == 1 ? sizes[0] : string.Join(", ", sizes.Take(sizes.Length - 1)) + " or " + sizes[sizes.Length - 1];
        view["access_sum"] = CSharp.Decimal(output.Block.AccessSizes.Sum());
        view["granule"] = CSharp.Decimal(GranuleOf(output));
        view["is_big_endian"] = output.Block.Order == ByteOrder.BigEndian;
        view["count"] = CSharp.Decimal(placements.Length);
        var all = fixedOnes.Concat(others).ToArray();
        var groups = new RegisterGroups(output.Registers, expressions);
        var objects = new RegisterGroupView(all, groups);
        view["fields"] = new ScriptArray(all.SelectMany(static it => it.Fields).Select(static field => "int " + field).Concat(objects.Fields));
        view["placement"] = new ScriptArray(groups.Repeated.Select(groups.CountLine).Concat(all.SelectMany(static it => it.Placement())).Concat(objects.Creation));
        view["members"] = FileTemplate.RegisterMembers.Render(objects.MembersOf(null), cancel);
        view["group_types"] = objects.Types(members => FileTemplate.RegisterMembers.Render(members, cancel));
        view["ids"] = string.Join(",\n        ", InLines(Ids(fixedOnes, others).ToArray()));
        view["row_type"] = CSharp.UnsignedType(rows.Select(static row => row.Width).Append(32).Max());
        view["rows"] = new ScriptArray(rows.Select(static row => row.Row()));
        view["columns"] = $"Register, Width, Offset, {string.Join(", ", RegisterPlacement.Masks.Select(static mask => mask.Name))}, AfterReset";
        view["gets"] = new ScriptArray(placements.Select(static it => it.BitsOfType).Where(static bits => bits < 64).Distinct().OrderBy(static bits => bits).Select(static bits => new ScriptObject { ["bits"] = bits, ["type"] = CSharp.UnsignedType(bits) }));
        view["passes_bytes"] = output.Registers.Any(static register => register.Hook is { PassesBytes: true });
        view["groups"] = RegisterSelection.Of(output);
        view["guards"] = WriteGuards.Of(output);
        view["aliases"] = new ScriptArray(placements.Where(static it => it.Aliases.Length > 0).Select(static it => new ScriptObject { ["name"] = it.Name, ["places"] = it.Aliases }));
        view["hooks"] = new ScriptArray(placements.Where(static it => it.HasHook).Select(static it => it.Hook()));
        view["reads"] = new ScriptArray(placements.Where(static it => it.HasReadHook).Select(static it => it.ReadHook()));
        return FileTemplate.RegisterFile;
    }

    /// <summary>The largest number of bytes, up to 8, of which all registers have and start at a multiple. Computed places are aligned as the block says.</summary>
    private static int GranuleOf(GeneratedRegisterFile output)
    {
        var all = sizeof(ulong);
        foreach (var register in output.Registers)
        {
            all |= register.Width / 8 | register.Offset;
            foreach (var dimension in register.Dimensions)
                all |= dimension.Stride is NumberExpression stride ? (int)stride.Value : output.Block.AlignmentOf(register.Width / 8);
            foreach (var alias in register.Aliases)
                all |= alias.Distance;
            if (register.Base is not null)
                all |= output.Block.AlignmentOf(register.Width / 8);
        }

        return all & -all;
    }

    private const int NamesPerLine = 8;

    /// <summary>The names of all registers, each with the number of its first cell where the one before does not give it.</summary>
    private static IEnumerable<string> Ids(RegisterPlacement[] fixedOnes, RegisterPlacement[] others)
    {
        var (cell, next) = (1, 0);
        foreach (var it in fixedOnes)
        {
            yield return it.Name + (cell == next ? "" : " = " + CSharp.Decimal(cell));
            next = cell + 1;
            cell += it.Words;
        }

        foreach (var it in others)
        {
            yield return it.Name + (cell == next ? "" : " = " + CSharp.Decimal(cell));
            next = ++cell;
        }
    }

    private static IEnumerable<string> InLines(string[] names) =>
        Enumerable.Range(0, (names.Length + NamesPerLine - 1) / NamesPerLine).Select(line => string.Join(", ", names.Skip(line * NamesPerLine).Take(NamesPerLine)));

    private static string PathOf(FieldShape shape)
    {
        var name = MemberNames.Of(shape.Register!, "");
        return shape.IsArray ? $"capabilities.Get{name}(index)" : "capabilities." + name;
    }
}
