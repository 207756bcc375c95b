using Scriban.Runtime;
using Vtd.Codegen.Contract;
using Vtd.Codegen.Outputs;
using Vtd.Spec.Model;

namespace Vtd.Codegen.Rendering;

/// <summary>The register file of a spec.</summary>
internal static class RegisterFileView
{
    public static FileTemplate Fill(ScriptObject view, GeneratedRegisterFile output)
    {
        var expressions = new ExpressionWriter(output.Shapes, PathOf);
        var registers = new ScriptArray();
        var rows = new List<Placement>();
        var hooks = new ScriptArray();
        var hasSimple = false;
        foreach (var register in output.Registers)
        {
            var it = new Placement(register, expressions);
            registers.Add(it.View());
            hasSimple |= it.IsSimple;
            if (it.IsPlain)
                rows.Add(it);
            if (register.HookFields is not null)
                hooks.Add(it.Hook());
        }

        var sizes = output.Block.AccessSizes.Select(static size => CSharp.Decimal(size)).ToArray();
        view["size"] = CSharp.Hex(output.Block.Size);
        view["cells"] = CSharp.Decimal((output.Block.Size + 7) / 8);
        view["occupants"] = CSharp.Decimal((output.Block.Size + 7) / 8 * 2);
        view["has_tail"] = output.Block.Size % 8 != 0;
        view["access_sizes"] = sizes.Length == 1 ? sizes[0] : string.Join(", ", sizes.Take(sizes.Length - 1)) + " or " + sizes[sizes.Length - 1];
        view["access_sum"] = CSharp.Decimal(output.Block.AccessSizes.Sum());
        view["access_pattern"] = string.Join(" or ", sizes);
        view["registers"] = registers;
        view["has_simple"] = hasSimple;
        view["ids"] = string.Join(",\n        ", InLines(output.Registers.Select(static register => MemberNames.Of(register.Mnemonic, "")).ToArray()));
        view["row_type"] = CSharp.UnsignedType(rows.Select(static row => row.Width).DefaultIfEmpty(32).Max());
        view["rows"] = new ScriptArray(rows.Select(static row => row.Row()));
        var columns = s_masks.Select(static mask => mask.Name).Append("AfterReset").ToArray();
        view["columns"] = "Register, Width, Offset, " + string.Join(", ", columns);
        view["column_count"] = columns.Length + 3;
        view["cell_columns"] = new ScriptArray(columns.Select(static (name, at) => $"{name} = row[{CSharp.Decimal(at + 3)}]"));
        view["hooks"] = hooks;
        return FileTemplate.RegisterFile;
    }

    private const int NamesPerLine = 8;

    /// <summary>The masks of a storage cell, with the fields in each.</summary>
    private static readonly (string Name, Func<LinkedRegister, LinkedField, bool> Has)[] s_masks =
    [
        ("Readable", static (_, field) => !field.IsReserved && !field.Access.IsUnreadable()),
        ("Writable", static (_, field) => field.Access.IsStored()),
        ("WriteOneToClear", static (_, field) => field.Access.IsClearedByOne()),
        ("WriteOneToSet", static (_, field) => field.Access == Access.WriteOneToSet),
        ("OneShot", static (_, field) => field.Access == Access.OneShot),
        ("Hook", static (register, field) => register.HookFields is { } hooks && (hooks.Count == 0 || hooks.Contains(field.Name))),
        ("Sticky", static (_, field) => field.Access.IsSticky()),
    ];

    private static IEnumerable<string> InLines(string[] names) =>
        Enumerable.Range(0, (names.Length + NamesPerLine - 1) / NamesPerLine).Select(line => string.Join(", ", names.Skip(line * NamesPerLine).Take(NamesPerLine)));

    private static string PathOf(FieldShape shape)
    {
        var name = MemberNames.Of(shape.Register!, "");
        return shape.IsArray ? $"capabilities.Get{name}(index)" : "capabilities." + name;
    }

    /// <summary>How one register lies in the block.</summary>
    private sealed class Placement(LinkedRegister register, ExpressionWriter expressions)
    {
        private readonly string _name = MemberNames.Of(register.Mnemonic, "");
        private readonly WordLayout _lanes = WordLayout.OfRegister(register.Width);

        /// <summary>Bits of the register.</summary>
        public int Width => register.Width;

        /// <summary>Whether everything about the register is a constant, so that a row of a table says it.</summary>
        public bool IsPlain => !IsArray && register.Base is null && register.When is null && register.Reset != ResetSource.Given && register.Width <= 64
            && register.Fields.All(static it => it.When is null);

        /// <summary>Whether one expression reads the register and one writes it.</summary>
        public bool IsSimple => !IsArray && register.Reset != ResetSource.Given && Sets().Count() == 1;

        private bool IsArray => register.Count is not null;

        /// <summary>Whether its elements differ in more than their place.</summary>
        private bool HasOwnCells => IsArray && (register.Reset == ResetSource.Given
            || register.Fields.Select(static it => it.When).Append(register.When).Any(expressions.IsOfElement));

        private bool IsPlacedLate => register.Base is not null;

        private bool IsSpacedLate => register.Stride is not (null or NumberExpression);

        private string StrideField => "_strideOf" + register.Mnemonic;

        private string StartField => "_startOf" + register.Mnemonic;

        public ScriptObject View() => new()
        {
            ["name"] = _name,
            ["type"] = register.TypeName,
            ["doc"] = Prose.EndSentence(register.Title is null ? register.Mnemonic : register.Mnemonic + ", " + Prose.Escape(register.Title)),
            ["is_array"] = IsArray,
            ["is_simple"] = IsSimple,
            ["is_given"] = register.Reset == ResetSource.Given,
            ["start_field"] = IsPlacedLate ? StartField : null,
            ["stride_field"] = IsSpacedLate ? StrideField : null,
            ["start_of_index"] = StartOf("index"),
            ["placement"] = new ScriptArray(IsPlain ? [] : Lines()),
            ["get"] = Get(),
            ["sets"] = new ScriptArray(Sets()),
        };

        /// <summary>The row of a register that is placed by the table.</summary>
        public string Row() => string.Join(", ", s_masks
            .Select(mask => MaskOf(mask.Has, 0))
            .Append(RegisterView.ResetValues(register, _lanes)[0])
            .Select(static value => value == 0 ? "0" : CSharp.Hex((long)value))
            .Prepend(CSharp.Hex(register.Offset))
            .Prepend(CSharp.Decimal(register.Width))
            .Prepend("(int)RegisterId." + _name));

        public ScriptObject Hook() => new()
        {
            ["name"] = _name,
            ["type"] = register.TypeName,
            ["doc"] = HookDoc(),
            ["width"] = register.Width,
            ["is_array"] = IsArray,
            ["index"] = IsArray ? "occupant.Element, " : "",
            ["start_of_element"] = StartOf("occupant.Element"),
        };

        private string HookDoc()
        {
            return register.HookFields is { Count: > 0 } fields
                ? $"A write to {register.Mnemonic} covered {string.Join(" or ", fields)}."
                : $"{register.Mnemonic} was written.";
        }

        private string StartOf(string index)
        {
            var first = IsPlacedLate ? StartField : CSharp.Hex(register.Offset);
            return IsArray ? $"{first} + {(IsSpacedLate ? StrideField : Stride())} * {index}" : first;
        }

        private string Get()
        {
            var start = IsArray ? "start" : StartOf("");
            var value = register.Width switch
            {
                32 => $"new(Get32({start}))",
                64 => $"new(Get64({start}))",
                _ => $"new(Get64({start}), Get64({start} + 8))",
            };
            return IsPlacedLate && !IsArray && register.When is not null ? $"{start} < 0 ? default : {value}" : value;
        }

        private IEnumerable<string> Sets()
        {
            var start = IsArray ? "start" : StartOf("");
            if (IsPlacedLate && !IsArray && register.When is not null)
                yield return $"if ({start} < 0) return";

            if (register.Width == 128)
            {
                yield return $"Set64({start}, value.Low)";
                yield return $"Set64({start} + 8, value.High)";
            }
            else
            {
                yield return $"Set{CSharp.Decimal(register.Width)}({start}, value.Value)";
            }
        }

        /// <summary>The statements of the constructor that place it.</summary>
        private IEnumerable<string> Lines()
        {
            if (IsArray)
            {
                foreach (var line in ArrayLines())
                    yield return line;
                yield break;
            }

            var place = WithCells($"Place(RegisterId.{_name}, {CSharp.Decimal(register.Width)}, {Start()}");

            // An absent register keeps its place, unless the place is computed: then there may be none.
            if (IsPlacedLate && register.When is { } exists)
                yield return $"{StartField} = {expressions.Condition(new NotExpression(exists, 0, 0))} ? -1 : {place});";
            else
                yield return (IsPlacedLate ? StartField + " = " : "") + place + ");";
        }

        private IEnumerable<string> ArrayLines()
        {
            var count = "countOf" + register.Mnemonic;
            var number = expressions.Number(register.Count!);
            var exists = Joined(ExpressionParts.ConditionsOf(register.When).Where(condition => !expressions.IsOfElement(condition)));
            yield return $"var {count} = {(exists is null ? number : $"{expressions.Condition(exists)} ? {number} : 0UL")};";

            var stride = Stride();
            if (IsSpacedLate)
            {
                yield return $"var strideOf{register.Mnemonic} = {stride};";
                stride = "strideOf" + register.Mnemonic;
            }

            var place = $"Place(RegisterId.{_name}, {CSharp.Decimal(register.Width)}, {Start()}";
            place = HasOwnCells ? place + ", default, default" : WithCells(place);
            yield return (IsPlacedLate ? StartField + " = " : "") + $"{place},\n            count: {count}, stride: {stride});";
            if (IsSpacedLate)
                yield return $"{StrideField} = {count} > 1 ? (int){stride} : 0;";
            yield return $"{_name}Count = (int){count};";
            if (HasOwnCells)
            {
                var fill = WithCells($"Fill({StartOf("index")}, {CSharp.Decimal(register.Width)}").Replace("\n", "\n    ");
                yield return $"for (var index = 0; index < {_name}Count; index++)\n            {fill});";
            }
        }

        private string WithCells(string call)
        {
            for (var lane = 0; lane < _lanes.Names.Count; lane++)
            {
                var cell = Cell(lane);
                var isLong = _lanes.Names.Count > 1 || IsPlacedLate || call.Length + cell.IndexOf('}') > 140;
                call += (isLong ? ",\n            " : ", ") + cell;
            }

            return call;
        }

        private string Stride() => register.Stride is NumberExpression number ? CSharp.Decimal((long)number.Value) : expressions.Number(register.Stride!);

        private static Expression? Joined(IEnumerable<Expression> conditions) =>
            conditions.Aggregate((Expression?)null, static (all, next) => all is null ? next : new BinaryExpression(BinaryOperator.And, all, next, 0, 0));

        private string Start()
        {
            if (register.Base is not { } first)
                return CSharp.Hex(register.Offset);

            var offset = new NumberExpression((ulong)register.Offset, 0, 0);
            return expressions.Number(register.Offset == 0 ? first : new BinaryExpression(BinaryOperator.Add, first, offset, 0, 0));
        }

        /// <summary>What software can do to the bits of a lane.</summary>
        private string Cell(int lane)
        {
            var parts = new List<string>();
            foreach (var mask in s_masks)
                AddValue(parts, mask.Name, MaskOf(mask.Has, lane));
            if (register.Reset == ResetSource.Given)
                parts.Add($"AfterReset = capabilities.{(IsArray ? $"Get{_name}(index)" : _name)}.{_lanes.Names[lane]}");
            else
                AddValue(parts, "AfterReset", RegisterView.ResetValues(register, _lanes)[lane]);

            var cell = parts.Count == 0 ? "default" : $"new StorageCell {{ {string.Join(", ", parts)} }}";
            if (parts.Count == 0)
                return cell;

            foreach (var gate in Gates(lane))
                cell += $"\n            .If({gate.Condition}, {CSharp.ShortHex(gate.Mask, 64)})";
            return cell;
        }

        /// <summary>Each condition once, with the bits that depend on it.</summary>
        private IEnumerable<(string Condition, ulong Mask)> Gates(int lane)
        {
            var exists = IsArray ? Joined(ExpressionParts.ConditionsOf(register.When).Where(expressions.IsOfElement)) : IsPlacedLate ? null : register.When;
            if (exists is not null)
                yield return (expressions.Condition(exists), WordLayout.Ones(_lanes.Bits));

            foreach (var gate in register.Fields.Where(static field => field.When is not null).GroupBy(field => expressions.Condition(field.When!)))
            {
                var mask = _lanes.MasksOf(gate, static _ => true)[lane];
                if (mask != 0)
                    yield return (gate.Key, mask);
            }
        }

        private ulong MaskOf(Func<LinkedRegister, LinkedField, bool> has, int lane) => _lanes.MasksOf(register.Fields, field => has(register, field))[lane];

        private static void AddValue(List<string> parts, string name, ulong value)
        {
            if (value != 0)
                parts.Add($"{name} = {CSharp.ShortHex(value, 64)}");
        }
    }
}
