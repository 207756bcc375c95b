using Scriban.Runtime;
using Vtd.Codegen.Contract;
using Vtd.Codegen.Outputs;
using Vtd.Spec.Model;

namespace Vtd.Codegen.Rendering;

/// <summary>How one register lies in the block.</summary>
internal sealed class RegisterPlacement(LinkedRegister register, ExpressionWriter expressions, LinkedBlock block)
{
    /// <summary>The masks of a register, with the fields in each, in the order of the columns.</summary>
    public static (string Name, Func<LinkedRegister, LinkedField, bool> Has)[] Masks { get; } =
    [
        ("Readable", static (_, field) => field.Access.IsReadable),
        ("Writable", static (_, field) => field.Access.IsStored()),
        ("WriteOneToClear", static (_, field) => field.Access.OnWrite == WriteEffect.OneClears),
        ("WriteOneToSet", static (_, field) => field.Access.OnWrite == WriteEffect.OneSets),
        ("OneShot", static (_, field) => field.Access.OnWrite == WriteEffect.Command),
        ("Hook", static (register, field) => register.Hook is { } hook && hook.Has(field)),
        ("Sticky", static (_, field) => field.Access.IsSticky),
    ];

    private readonly WordLayout _lanes = WordLayout.OfRegister(register.Width);

    public string Name { get; } = MemberNames.Of(register.Mnemonic, "");

    /// <summary>Bits of the register.</summary>
    public int Width => register.Width;

    /// <summary>Bits of the type of a value, or of each 64 bits of it: 8, 16, 32 or 64.</summary>
    public int BitsOfType => _lanes.LaneBits;

    /// <summary>Number of cells.</summary>
    public int Words => _lanes.Names.Count;

    public bool IsArray => register.Count is not null;

    public bool HasHook => register.Hook is not null;

    public bool HasReadHook => register.ReadHook is not null;

    /// <summary>Whether the register is one, wherever it lies.</summary>
    public bool HasFixedCells => !IsArray && (register.Base is null || register.When is null);

    /// <summary>Whether everything about the register is a constant, so that a row of a table says it.</summary>
    public bool IsPlain => !IsArray && register.Base is null && register.When is null && register.Reset != ResetSource.Given && Words == 1 && !HasOwnOrder
        && register.Fields.All(static it => it.When is null);

    /// <summary>The field that holds its first cell, if that depends on capabilities.</summary>
    public string CellField => "_cellOf" + register.Mnemonic;

    /// <summary>Whether the order of its bytes is not that of the block.</summary>
    private bool HasOwnOrder => register.Order != block.Order;

    /// <summary>The argument for an order of bytes that is not that of the block.</summary>
    private string Order => !HasOwnOrder ? "" : $", isBigEndian: {(register.Order == ByteOrder.BigEndian ? "true" : "false")}";

    /// <summary>Whether its elements differ in more than their place.</summary>
    private bool HasOwnMasks => IsArray && (register.Reset == ResetSource.Given
        || register.Fields.Select(static it => it.When).Append(register.When).Any(expressions.IsOfElement));

    public ScriptObject View() => new()
    {
        ["name"] = Name,
        ["type"] = register.TypeName,
        ["doc"] = Prose.EndSentence(register.Title is null ? register.Mnemonic : register.Mnemonic + ", " + Prose.Escape(register.Title)),
        ["is_array"] = IsArray,
        ["is_given"] = register.Reset == ResetSource.Given,
        ["cell"] = CellField,
        ["step"] = Words == 1 ? "" : CSharp.Decimal(Words) + " * ",
        ["placement"] = new ScriptArray((IsPlain ? [] : IsArray ? ArrayLines() : [SingleLine()]).Concat(EffectLines())),
        ["get"] = $"new({string.Join(", ", Enumerable.Range(0, Words).Select(word => $"Get{CSharp.Decimal(BitsOfType)}({Cell(word)})"))})",
        ["sets"] = new ScriptArray(_lanes.Names.Select((lane, word) => HasFixedCells
            ? $"Set(RegisterId.{Name}, value.{lane}{(word == 0 ? "" : ", " + CSharp.Decimal(word))})"
            : $"Set({Cell(word)}, value.{lane})")),
    };

    /// <summary>The row of a register that is placed by the table.</summary>
    public string Row() => string.Join(", ", Masks
        .Select(mask => MaskOf(mask.Has, 0))
        .Append(RegisterView.ResetValues(register, _lanes)[0])
        .Select(static value => value == 0 ? "0" : CSharp.Hex((long)value))
        .Prepend(CSharp.Hex(register.Offset))
        .Prepend(CSharp.Decimal(register.Width))
        .Prepend("(int)RegisterId." + Name));

    public ScriptObject Hook()
    {
        return new()
        {
            ["name"] = Name,
            ["doc"] = register.Hook is { Fields: { Count: > 0 } fields }
                ? $"A write to {register.Mnemonic} covered {string.Join(" or ", fields)}."
                : $"{register.Mnemonic} was written.",
            ["parameters"] = $"{(IsArray ? "int index, " : "")}{register.TypeName} before, {register.TypeName} after{(register.Hook!.PassesBytes ? ", WrittenBytes bytes" : "")}",
            ["arguments"] = $"{(IsArray ? "cell.Element, " : "")}{Value("before")}, {Value("after")}{(register.Hook!.PassesBytes ? ", bytes" : "")}",
        };
    }

    public ScriptObject ReadHook()
    {
        var covered = register.ReadHook is { Fields: { Count: > 0 } fields } ? "that covers " + string.Join(" or ", fields) + " " : "";
        var get = IsArray ? $"Get{Name}(cell.Element)" : "this." + Name;
        var supplied = $"handler.OnReading({(IsArray ? "cell.Element, " : "")}{get})";
        return new()
        {
            ["name"] = Name,
            ["type"] = register.TypeName,
            ["doc_before"] = $"A read of {register.Mnemonic} {covered}begins.",
            ["doc_after"] = $"A read of {register.Mnemonic} {covered}has taken the value.",
            ["parameters"] = $"{(IsArray ? "int index, " : "")}{register.TypeName} value",
            ["supply"] = IsArray ? $"Set{Name}(cell.Element, {supplied})" : $"{get} = {supplied}",
            ["arguments"] = $"{(IsArray ? "cell.Element, " : "")}{Value("value")}",
        };
    }

    /// <summary>The register as code makes it of one of its cells and the rest.</summary>
    private string Value(string state) => $"new {register.TypeName}({string.Join(", ", Enumerable.Range(0, Words).Select(word => Words > 1 ? $"WordOf(cell, {CSharp.Decimal(word)}, {state})"
        : _lanes.Type == "ulong" ? state : $"unchecked(({_lanes.Type}){state})"))})";

    private string Cell(int word)
    {
        var first = IsArray ? "cell" : HasFixedCells ? "RegisterId." + Name : CellField;
        return word == 0 ? first : first + (HasFixedCells ? ", " : " + ") + CSharp.Decimal(word);
    }

    /// <summary>The statement of the constructor that places a single register.</summary>
    private string SingleLine()
    {
        var place = WithMasks($"Place((int)RegisterId.{Name}, {CSharp.Decimal(register.Width)}, {Start()}, ") + Order + ")";

        // An absent register keeps its place, unless the place is computed: then there may be none.
        return HasFixedCells ? place + ";" : $"{CellField} = {expressions.Condition(register.When!)} ? {place} : 0;";
    }

    /// <summary>The statements of the constructor that give it effects that few registers have.</summary>
    private IEnumerable<string> EffectLines()
    {
        for (var word = 0; word < Words; word++)
        {
            var parts = new List<string>();
            foreach (var mask in RareEffects.Masks)
                AddValue(parts, mask.Name, MaskOf(mask.Has, word));
            if (parts.Count == 0)
                continue;

            var first = !HasFixedCells ? CellField + (IsArray ? $" + {(Words == 1 ? "" : CSharp.Decimal(Words) + " * ")}index" : "") : "(int)RegisterId." + Name;
            var line = $"SetEffects({first}, {CSharp.Decimal(word)}, {WithGates($"new RegisterEffects {{ {string.Join(", ", parts)} }}", word)});";
            yield return IsArray ? $"for (var index = 0; index < {Name}Count; index++)\n            {line.Replace("\n", "\n    ")}" : line;
        }
    }

    private IEnumerable<string> ArrayLines()
    {
        yield return $"var countOf{register.Mnemonic} = {Count()};";

        var place = $"PlaceArray((int)RegisterId.{Name}, {CSharp.Decimal(register.Width)}, {Start()}, countOf{register.Mnemonic}, {Stride()}, ";
        yield return $"{CellField} = {(HasOwnMasks ? place + "[]" : WithMasks(place))}{Order});";
        yield return $"{Name}Count = (int)countOf{register.Mnemonic};";
        if (HasOwnMasks)
        {
            var fill = WithMasks($"SetMasks({CellField} + {(Words == 1 ? "" : CSharp.Decimal(Words) + " * ")}index, ").Replace("\n", "\n    ");
            yield return $"for (var index = 0; index < {Name}Count; index++)\n            {fill});";
        }
    }

    private string WithMasks(string call)
    {
        var masks = Enumerable.Range(0, Words).Select(MasksOf).ToArray();
        var isLong = Words > 1 || masks[0].IndexOf('\n') >= 0 || call.Length + masks[0].Length > 140;
        return isLong ? $"{call.TrimEnd()}\n            [{string.Join(",\n            ", masks)}]" : $"{call}[{masks[0]}]";
    }

    /// <summary>The offset of the register, or of the first element.</summary>
    public string Start()
    {
        if (register.Base is not { } first)
            return CSharp.Hex(register.Offset);

        var offset = new NumberExpression((ulong)register.Offset, 0, 0);
        return expressions.Number(register.Offset == 0 ? first : new BinaryExpression(BinaryOperator.Add, first, offset, 0, 0));
    }

    /// <summary>The number of elements of an array, 0 if it does not exist.</summary>
    public string Count()
    {
        var number = expressions.Number(register.Count!);
        return ExpressionParts.All(ConditionsOfAll) is { } exists ? $"{expressions.Condition(exists)} ? {number} : 0UL" : number;
    }

    /// <summary>The bytes from one element to the next.</summary>
    public string Stride() => register.Stride is NumberExpression constant ? CSharp.Decimal((long)constant.Value) : expressions.Number(register.Stride!);

    /// <summary>The conditions on which an array exists, without those that differ from element to element.</summary>
    public IEnumerable<Expression> ConditionsOfAll => ExpressionParts.ConditionsOf(register.When).Where(condition => !expressions.IsOfElement(condition));

    /// <summary>What software can do to the bits of a lane.</summary>
    private string MasksOf(int lane)
    {
        var parts = new List<string>();
        foreach (var mask in Masks)
            AddValue(parts, mask.Name, MaskOf(mask.Has, lane));
        if (register.Reset == ResetSource.Given)
            parts.Add($"AfterReset = capabilities.{(IsArray ? $"Get{Name}(index)" : Name)}.{_lanes.Names[lane]}, IsGiven = true");
        else
            AddValue(parts, "AfterReset", RegisterView.ResetValues(register, _lanes)[lane]);

        if (parts.Count == 0)
            return "default";

        return WithGates($"new RegisterMasks {{ {string.Join(", ", parts)} }}", lane);
    }

    private string WithGates(string masks, int lane) =>
        Gates(lane).Aggregate(masks, static (all, gate) => all + $"\n            .If({gate.Condition}, {CSharp.ShortHex(gate.Mask, 64)})");

    /// <summary>Each condition once, with the bits that depend on it.</summary>
    private IEnumerable<(string Condition, ulong Mask)> Gates(int lane)
    {
        var exists = IsArray ? ExpressionParts.All(ExpressionParts.ConditionsOf(register.When).Where(expressions.IsOfElement)) : HasFixedCells ? register.When : null;
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
