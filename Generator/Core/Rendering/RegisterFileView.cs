using Scriban.Runtime;
using Vtd.Codegen.Contract;
using Vtd.Codegen.Outputs;

namespace Vtd.Codegen.Rendering;

/// <summary>The register file of a spec.</summary>
internal static class RegisterFileView
{
    public static FileTemplate Fill(ScriptObject view, GeneratedRegisterFile output)
    {
        var expressions = new ExpressionWriter(output.Shapes, PathOf);
        var placements = output.Registers.Select(register => new RegisterPlacement(register, expressions)).ToArray();
        var rows = placements.Where(static it => it.IsPlain).ToArray();
        var fixedOnes = rows.Concat(placements.Where(static it => !it.IsPlain && it.HasFixedCells)).ToArray();
        var others = placements.Where(static it => !it.HasFixedCells).ToArray();

        var sizes = output.Block.AccessSizes.Select(static size => CSharp.Decimal(size)).ToArray();
        view["size"] = CSharp.Hex(output.Block.Size);
        view["access_sizes"] = sizes.Length == 1 ? sizes[0] : string.Join(", ", sizes.Take(sizes.Length - 1)) + " or " + sizes[sizes.Length - 1];
        view["access_sum"] = CSharp.Decimal(output.Block.AccessSizes.Sum());
        view["count"] = CSharp.Decimal(placements.Length);
        view["starts"] = new ScriptArray(others.Select(static it => it.CellField));
        view["registers"] = new ScriptArray(fixedOnes.Concat(others).Select(static it => it.View()));
        view["has_single"] = placements.Any(static it => !it.IsArray);
        view["ids"] = string.Join(",\n        ", InLines(Ids(fixedOnes, others).ToArray()));
        view["row_type"] = CSharp.UnsignedType(rows.Select(static row => row.Width).DefaultIfEmpty(32).Max());
        view["rows"] = new ScriptArray(rows.Select(static row => row.Row()));
        view["columns"] = $"Register, Width, Offset, {string.Join(", ", RegisterPlacement.Masks.Select(static mask => mask.Name))}, AfterReset";
        view["passes_bytes"] = output.Registers.Any(static register => register.Hook is { PassesBytes: true });
        view["hooks"] = new ScriptArray(placements.Where(static it => it.HasHook).Select(static it => it.Hook()));
        view["reads"] = new ScriptArray(placements.Where(static it => it.HasReadHook).Select(static it => it.ReadHook()));
        return FileTemplate.RegisterFile;
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
