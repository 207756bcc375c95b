using Scriban.Runtime;
using Vtd.Codegen.Contract;
using Vtd.Codegen.Outputs;
using Vtd.Spec.Model;

namespace Vtd.Codegen.Rendering;

/// <summary>The placement of one register in the block.</summary>
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
    private readonly RegisterDimensions _dimensions = new(register, expressions);

    /// <summary>The name of the register in the register file.</summary>
    public string Name { get; } = MemberNames.Of(register.Mnemonic, "");

    /// <summary>The name of the register in its group; that in the register file if it is in none.</summary>
    private string Member { get; } = MemberNames.Of(register.Member, "");

    /// <summary>The group of the register; null for none.</summary>
    public LinkedGroup? Group => register.Group;

    /// <summary>The kinds and distances of its aliases; empty for none.</summary>
    public string Aliases { get; } = string.Join(", ", register.Aliases.Select(static alias => $"(WriteAlias.{alias.Kind}, {CSharp.Decimal(alias.Distance)})"));

    /// <summary>Bits of the register.</summary>
    public int Width => register.Width;

    /// <summary>Bits of the type of a value, or of each 64 bits of it: 8, 16, 32 or 64.</summary>
    public int BitsOfType => _lanes.LaneBits;

    /// <summary>Number of cells.</summary>
    public int Words => _lanes.Names.Count;

    public bool IsArray => register.IsArray;

    public bool HasHook => register.Hook is not null;

    public bool HasReadHook => register.ReadHook is not null;

    /// <summary>Whether the register is one, wherever it lies.</summary>
    public bool HasFixedCells => !IsArray && (register.Base is null || register.When is null);

    /// <summary>Whether everything about the register is a constant, so that a row of a table says it.</summary>
    public bool IsPlain => !IsArray && register.Base is null && register.When is null && register.Reset != ResetSource.Given && Words == 1 && !HasOwnOrder
        && register.Fields.All(static it => it.Gate is null && it.ComputedReset is null);

    /// <summary>The field that holds its first cell, if that depends on capabilities.</summary>
    private string CellField => "_cellOf" + register.Mnemonic;

    /// <summary>The fields of the register file that the register needs.</summary>
    public IEnumerable<string> Fields => HasFixedCells ? [] : [CellField, .. _dimensions.Fields];

    /// <summary>Whether the order of its bytes is not that of the block.</summary>
    private bool HasOwnOrder => register.Order != block.Order;

    /// <summary>The argument for an order of bytes that is not that of the block.</summary>
    private string Order => !HasOwnOrder ? "" : $", isBigEndian: {(register.Order == ByteOrder.BigEndian ? "true" : "false")}";

    /// <summary>Whether its elements differ in more than their place.</summary>
    private bool HasOwnMasks => IsArray && (register.Reset == ResetSource.Given || register.ElementResets.Count > 0
        || register.Fields.SelectMany(static it => new[] { it.Gate, it.ComputedReset }).Append(register.When).Any(expressions.IsOfElement));

    /// <summary>The statements of the constructor that place the register.</summary>
    public IEnumerable<string> Placement() => (IsPlain ? [] : IsArray ? ArrayLines() : [SingleLine()]).Concat(EffectLines());

    /// <summary>The register as a member of the register file, or of the type of its group.</summary>
    public ScriptObject View() => new()
    {
        ["name"] = Member,
        ["type"] = register.TypeName,
        ["doc"] = Prose.EndSentence(register.Title is null ? register.Mnemonic : register.Mnemonic + ", " + Prose.Escape(register.Title)),
        ["is_array"] = _dimensions.IsOwn,
        ["is_given"] = register.Reset == ResetSource.Given,
        ["cell"] = ElementCell,
        ["counts"] = new ScriptArray(_dimensions.OwnCounts.Select((name, at) => new ScriptObject
        {
            ["name"] = name,
            ["index"] = _dimensions.OwnIndexes[at],
            ["what"] = at > 0 ? "columns" : _dimensions.OwnCounts.Length > 1 ? "rows" : "elements",
            ["body"] = register.Group is null ? "{ get; }" : $"=> {Self}{_dimensions.Fields[at]};",
        })),
        ["elements"] = _dimensions.OwnElements(),
        ["parameters"] = string.Join(", ", _dimensions.OwnIndexes.Select(static index => "int " + index)),
        ["get"] = $"new({string.Join(", ", Enumerable.Range(0, Words).Select(word => $"{Self}Get{CSharp.Decimal(BitsOfType)}({Cell(word)})"))})",
        ["sets"] = new ScriptArray(_lanes.Names.Select((lane, word) => HasFixedCells
            ? $"{Self}Set(RegisterId.{Name}, value.{lane}{(word == 0 ? "" : ", " + CSharp.Decimal(word))})"
            : $"{Self}Set({Cell(word)}, value.{lane})")),
    };

    /// <summary>The first cell of an element of an array, as a member reads and writes it.</summary>
    private string ElementCell => !IsArray ? "" : Self + CellField + " + " + InCells(_dimensions.Element(_dimensions.IsInherited ? "_element" : ""));

    /// <summary>The receiver of members of the register file: a prefix with a dot, or nothing.</summary>
    private string Self => register.Group is null ? "" : "_registers.";

    /// <summary>A number of elements in cells.</summary>
    private string InCells(string elements) => Words == 1 ? elements : CSharp.Decimal(Words) + " * " + (elements.Contains(" + ") ? $"({elements})" : elements);

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
            ["parameters"] = $"{Indexes}{register.TypeName} before, {register.TypeName} after{(register.Hook!.PassesBytes ? ", WrittenBytes bytes" : "")}",
            ["arguments"] = $"{Elements}{Value("before")}, {Value("after")}{(register.Hook!.PassesBytes ? ", bytes" : "")}",
        };
    }

    public ScriptObject ReadHook()
    {
        var covered = register.ReadHook is { Fields: { Count: > 0 } fields } ? "that covers " + string.Join(" or ", fields) + " " : "";
        var owner = _dimensions.OwnerOf(Group, "cell.Element");
        var own = string.Join(", ", _dimensions.Split("cell.Element").Skip(_dimensions.Indexes.Length - _dimensions.OwnIndexes.Length));
        var get = _dimensions.IsOwn ? $"{owner}Get{Member}({own})" : owner.Length > 0 ? owner + Member : "this." + Member;
        var supplied = $"handler.OnReading({Elements}{get})";
        return new()
        {
            ["name"] = Name,
            ["type"] = register.TypeName,
            ["doc_before"] = $"A read of {register.Mnemonic} {covered}begins.",
            ["doc_after"] = $"A read of {register.Mnemonic} {covered}has taken the value.",
            ["parameters"] = $"{Indexes}{register.TypeName} value",
            ["supply"] = _dimensions.IsOwn ? $"{owner}Set{Member}({own}, {supplied})" : $"{get} = {supplied}",
            ["arguments"] = $"{Elements}{Value("value")}",
        };
    }

    /// <summary>The parameters of a handler that tell elements apart.</summary>
    private string Indexes => string.Concat(_dimensions.Indexes.Select(static index => $"int {index}, "));

    /// <summary>The arguments of a handler that tell elements apart.</summary>
    private string Elements => string.Concat(_dimensions.Split("cell.Element").Select(static index => index + ", "));

    /// <summary>The register as code makes it of one of its cells and the rest.</summary>
    private string Value(string state) => $"new {register.TypeName}({string.Join(", ", Enumerable.Range(0, Words).Select(word => Words > 1 ? $"WordOf(cell, {CSharp.Decimal(word)}, {state})"
        : _lanes.Type == "ulong" ? state : $"unchecked(({_lanes.Type}){state})"))})";

    private string Cell(int word)
    {
        var first = _dimensions.IsOwn ? "cell" : IsArray ? ElementCell : HasFixedCells ? "RegisterId." + Name : Self + CellField;
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
            if (!RareEffects.Masks.Any(mask => MaskOf(mask.Has, word) != 0))
                continue;

            var first = !HasFixedCells ? CellField + (IsArray ? " + " + InCells("index") : "") : "(int)RegisterId." + Name;
            var line = $"SetEffects({first}, {CSharp.Decimal(word)}, {WithGates("RegisterEffects", Parts(RareEffects.Masks, Alone, word), RareEffects.Masks, word)});";
            yield return IsArray ? $"for (var index = 0; index < {_dimensions.Elements}; index++)\n            {line.Replace("\n", "\n    ")}" : line;
        }
    }

    private IEnumerable<string> ArrayLines()
    {
        foreach (var line in _dimensions.Counts(Count))
            yield return line;

        var place = $"PlaceArray((int)RegisterId.{Name}, {CSharp.Decimal(register.Width)}, {Start()}, {_dimensions.Pairs()}, ";
        yield return $"{CellField} = {(HasOwnMasks ? place + "[]" : WithMasks(place))}{Order});";
        foreach (var line in _dimensions.Keeps())
            yield return line;
        if (register.ElementResets.Count > 0)
            yield return $"global::System.ReadOnlySpan<ulong> resetsOf{register.Mnemonic} = [{string.Join(", ", register.ElementResets.Select(static value => CSharp.ShortHex(value, 64)))}];";
        if (HasOwnMasks)
        {
            var fill = WithMasks($"SetMasks({CellField} + {InCells("index")}, ").Replace("\n", "\n    ");
            yield return $"for (var index = 0; index < {_dimensions.Elements}; index++)\n            {fill});";
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

    /// <summary>The number of own elements in a dimension; in the first one 0 if the register does not exist.</summary>
    public string Count(int dimension)
    {
        var number = expressions.Number(register.Dimensions[(Group?.Depth ?? 0) + dimension].Count);
        return dimension == 0 && ExpressionParts.All(ConditionsOfAll) is { } exists ? $"{expressions.Condition(exists)} ? {number} : 0UL" : number;
    }

    /// <summary>The conditions on which an array exists, without those that differ from element to element.</summary>
    public IEnumerable<Expression> ConditionsOfAll => ExpressionParts.ConditionsOf(register.When).Where(condition => !expressions.IsOfElement(condition));

    /// <summary>The conditions that gates decide. An array without elements needs none, and a repeated group that does not exist has none.</summary>
    private Expression? GatedExistence()
    {
        if (HasFixedCells)
            return register.When;
        if (!IsArray)
            return null;
        if (_dimensions.IsOwn)
            return ExpressionParts.All(ExpressionParts.ConditionsOf(register.When).Where(expressions.IsOfElement));
        var ofGroups = Group!.Around.Where(static group => group.IsRepeated).SelectMany(static group => ExpressionParts.ConditionsOf(group.When)).ToArray();
        return ExpressionParts.All(ExpressionParts.ConditionsOf(register.When).Where(condition => expressions.IsOfElement(condition) || !ofGroups.Contains(condition)));
    }

    /// <summary>The masks of the accesses to a lane.</summary>
    private string MasksOf(int lane)
    {
        var parts = Parts(Masks, Alone, lane);
        if (register.Reset == ResetSource.Given)
            parts.Add($"AfterReset = capabilities.{(IsArray ? $"Get{Name}(index)" : Name)}.{_lanes.Names[lane]}, IsGiven = true");
        else if (register.ElementResets.Count > 0 && lane == 0)
            parts.Add($"AfterReset = resetsOf{register.Mnemonic}[index]");
        else if (AfterReset(lane).ToArray() is { Length: > 0 } values)
            parts.Add($"AfterReset = {string.Join(" | ", values)}");

        return parts.Count == 0 && Alternatives.Length == 0 ? "default" : WithGates("RegisterMasks", parts, Masks, lane);
    }

    /// <summary>The parts of a lane after reset: the fixed bits, and the bits of each computed value.</summary>
    private IEnumerable<string> AfterReset(int lane)
    {
        if (RegisterView.ResetValues(register, _lanes)[lane] is not 0 and var value)
            yield return CSharp.ShortHex(value, 64);
        foreach (var field in register.Fields)
        {
            if (field.ComputedReset is not { } computed)
                continue;
            var pieces = _lanes.Split(field.Bits);
            foreach (var piece in pieces.Where(piece => piece.Lane == lane && piece.Position < 64))
            {
                // The value fits the field, so only a field in pieces has bits elsewhere.
                var bits = pieces.Count == 1 ? computed : ExpressionParts.BitsOf(computed, piece.Position, piece.Width);
                yield return expressions.Number(piece.Lsb == 0 ? bits : new BinaryExpression(BinaryOperator.ShiftLeft, bits, new NumberExpression((ulong)piece.Lsb, 0, 0), 0, 0));
            }
        }
    }

    /// <summary>Masks or effects of a lane, without those of fields and registers that are absent.</summary>
    private string WithGates(string type, List<string> parts, IReadOnlyList<(string Name, Func<LinkedRegister, LinkedField, bool> Has)> masks, int lane)
    {
        var text = parts.Count == 0 ? $"default({type})" : $"new {type} {{ {string.Join(", ", parts)} }}";
        foreach (var gate in Alone.Where(static field => field.Gate is not null).GroupBy(field => expressions.Condition(field.Gate!)))
        {
            if (_lanes.MasksOf(gate, static _ => true)[lane] is not 0 and var mask)
                text += If(gate.Key, mask);
        }

        foreach (var gate in Alternatives.GroupBy(field => expressions.Condition(field.Gate!)))
        {
            if (Parts(masks, gate, lane) is { Count: > 0 } added)
                text += $"\n            .Or({gate.Key}, new {type} {{ {string.Join(", ", added)} }})";
        }

        return GatedExistence() is { } exists ? text + If(expressions.Condition(exists), WordLayout.Ones(_lanes.Bits)) : text;

        static string If(string condition, ulong mask) => $"\n            .If({condition}, {CSharp.ShortHex(mask, 64)})";
    }

    /// <summary>The fields of which capabilities decide which one has their bits.</summary>
    private LinkedField[] Alternatives { get; } = [.. register.Fields.Where(it => it.Gate is not null && register.Fields.Any(other => other != it && other.SharesBitsWith(it)))];

    /// <summary>The other fields.</summary>
    private IEnumerable<LinkedField> Alone => Alternatives.Length == 0 ? register.Fields : register.Fields.Except(Alternatives);

    private List<string> Parts(IReadOnlyList<(string Name, Func<LinkedRegister, LinkedField, bool> Has)> masks, IEnumerable<LinkedField> fields, int lane)
    {
        var parts = new List<string>();
        foreach (var mask in masks)
            AddValue(parts, mask.Name, _lanes.MasksOf(fields, field => mask.Has(register, field))[lane]);
        return parts;
    }

    private ulong MaskOf(Func<LinkedRegister, LinkedField, bool> has, int lane) => _lanes.MasksOf(register.Fields, field => has(register, field))[lane];

    private static void AddValue(List<string> parts, string name, ulong value)
    {
        if (value != 0)
            parts.Add($"{name} = {CSharp.ShortHex(value, 64)}");
    }
}
