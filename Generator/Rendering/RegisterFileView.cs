using Scriban.Runtime;
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
        var hooks = new ScriptArray();
        foreach (var register in output.Registers)
        {
            var it = new Placement(register, expressions);
            registers.Add(it.View());
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
        view["hooks"] = hooks;
        view["sets_bits"] = output.Registers.Any(static register => register.Fields.Any(static field => field.Access == Access.WriteOneToSet));
        return FileTemplate.RegisterFile;
    }

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
            ["is_given"] = register.Reset == ResetSource.Given,
            ["start_field"] = IsPlacedLate ? StartField : null,
            ["stride_field"] = IsSpacedLate ? StrideField : null,
            ["start_of_index"] = StartOf("index"),
            ["placement"] = new ScriptArray(Lines()),
            ["get"] = Get(),
            ["sets"] = new ScriptArray(Sets()),
        };

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
            Add(parts, lane, "Readable", static field => !field.IsReserved && field.Access is not (Access.WriteOnly or Access.OneShot));
            Add(parts, lane, "Writable", static field => field.Access is Access.ReadWrite or Access.ReadWriteSticky or Access.WriteOnly);
            Add(parts, lane, "WriteOneToClear", static field => field.Access is Access.WriteOneToClear or Access.WriteOneToClearSticky);
            Add(parts, lane, "WriteOneToSet", static field => field.Access == Access.WriteOneToSet);
            Add(parts, lane, "OneShot", static field => field.Access == Access.OneShot);
            if (register.HookFields is { } hooks)
                Add(parts, lane, "Hook", field => hooks.Count == 0 || hooks.Contains(field.Name));
            Add(parts, lane, "Sticky", static field =>
                field.Access is Access.ReadOnlySticky or Access.ReadWriteSticky or Access.WriteOneToClearSticky);
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

        private void Add(List<string> parts, int lane, string name, Func<LinkedField, bool> which) =>
            AddValue(parts, name, _lanes.MasksOf(register.Fields, which)[lane]);

        private static void AddValue(List<string> parts, string name, ulong value)
        {
            if (value != 0)
                parts.Add($"{name} = {CSharp.ShortHex(value, 64)}");
        }
    }
}
