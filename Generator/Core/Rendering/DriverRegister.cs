using Scriban.Runtime;
using Vtd.Codegen.Contract;
using Vtd.Spec.Model;

namespace Vtd.Codegen.Rendering;

/// <summary>The accesses of a driver to one register, or to the elements of an array.</summary>
internal sealed class DriverRegister(LinkedRegister register, ExpressionWriter expressions, LinkedBlock block)
{
    private const int WidestAccess = 8;

    private readonly RegisterPlacement _placement = new(register, expressions, block);
    private readonly RegisterDimensions _dimensions = new(register, expressions);

    private string Member { get; } = MemberNames.Of(register.Member, "");

    /// <summary>The group of the register; null for none.</summary>
    public LinkedGroup? Group => register.Group;

    private bool IsArray => register.IsArray;

    private int Inherited => register.Group?.Depth ?? 0;

    private IEnumerable<LinkedDimension> Own => register.Dimensions.Skip(Inherited);

    /// <summary>Whether a single register may have no place at all.</summary>
    private bool MayBeNowhere => !IsArray && register.Base is not null && register.When is not null;

    private bool HasComputedStart => register.Base is not null;

    private bool HasComputedCount => Own.Any(static dimension => dimension.Count is not NumberExpression) || (Own.Any() && _placement.ConditionsOfAll.Any());

    private bool HasComputedRepeats => Inherited > 0 && (register.Dimensions.Take(Inherited).Any(static dimension => dimension.Count is not NumberExpression)
        || register.Group!.Around.Any(static group => group is { IsRepeated: true, When: not null }));

    /// <summary>Whether capabilities say where the register is, or how many there are.</summary>
    public bool IsComputed => HasComputedStart || HasComputedCount || HasComputedRepeats || register.Dimensions.Any(static dimension => dimension.Stride is not NumberExpression);

    /// <summary>The fields of capabilities that say so.</summary>
    public IEnumerable<FieldExpression> Needs
    {
        get
        {
            if (!IsComputed)
                return [];
            var conditions = IsArray ? _placement.ConditionsOfAll : MayBeNowhere ? [register.When!] : [];
            return register.Place.Concat(conditions).SelectMany(ExpressionParts.FieldsOf);
        }
    }

    /// <summary>The fields of the driver that keep what was computed.</summary>
    public IEnumerable<string> Fields => (HasComputedStart ? [StartField] : Array.Empty<string>())
        .Concat(OwnStrides().Where(static stride => stride.Field is not null).Select(static stride => stride.Field!))
        .Concat(HasComputedCount ? _dimensions.Fields : []);

    private string StartField => "_startOf" + register.Mnemonic;

    /// <summary>The distances of its own elements: a number, or the field that keeps it.</summary>
    private IEnumerable<(string Number, string? Field, string Local)> OwnStrides() => Own.Select((dimension, at) =>
    {
        var stem = (Own.Count() == 1 ? "strideOf" : at == 0 ? "rowStrideOf" : "columnStrideOf") + register.Mnemonic;
        return dimension.Stride is NumberExpression ? (_dimensions.Number(dimension.Stride), null, stem) : ("_" + stem, (string?)("_" + stem), stem);
    });

    public ScriptObject View() => new()
    {
        ["name"] = Member,
        ["doc"] = Prose.EndSentence((register.Title is null ? register.Mnemonic : register.Mnemonic + ", " + Prose.Escape(register.Title))
            + (register.Condition is { } condition ? ", only if " + Prose.Escape(ExpressionProse.Of(condition)) : "")),
        ["type"] = Type(),
        ["counts"] = new ScriptArray(_dimensions.OwnCounts.Select((name, at) => new ScriptObject
        {
            ["name"] = name,
            ["index"] = _dimensions.OwnIndexes[at],
            ["what"] = at > 0 ? "columns" : _dimensions.OwnCounts.Length > 1 ? "rows" : "elements",
            ["body"] = !HasComputedCount ? $"=> {_dimensions.Number(Own.ElementAt(at).Count)};" : Group is null ? "{ get; }" : $"=> {Self}{_dimensions.Fields[at]};",
        })),
        ["elements"] = _dimensions.OwnElements(),
        ["parameters"] = string.Join(", ", _dimensions.OwnIndexes.Select(static index => "int " + index)),
        ["arguments"] = Arguments(Self + "_bus", Offset()),
        ["aliases"] = new ScriptArray((IsWritable ? register.Aliases : default).Select(alias => new ScriptObject
        {
            ["name"] = Member + alias.Kind,
            ["doc"] = $"{alias.Kind}s the bits of {register.Mnemonic} that are 1 in what is written, with one write; others keep their values.",
            ["type"] = $"WriteOnlyRegister<{Bus}, {register.TypeName}>",
            ["arguments"] = Arguments(Self + "_bus", $"{Offset()} {(alias.Distance < 0 ? "-" : "+")} {CSharp.Hex(Math.Abs(alias.Distance))}"),
        })),
    };

    private bool IsWritable => register.Reset != ResetSource.Given && register.Fields.Any(static it => it.Access.IsWritable());

    /// <summary>The type of the bus to the register.</summary>
    private string Bus => (IsNarrow ? "NarrowBus<TBus>" : "TBus") is var bus && IsNumber ? bus : $"RegisterBytes<{bus}>";

    /// <summary>The receiver of members of the driver: a prefix with a dot, or nothing.</summary>
    private string Self => Group is null ? "" : "_registers.";

    /// <summary>An expression that reads a register at a fixed place.</summary>
    public string Read() => $"new {Type()}({Arguments("bus", Offset())}).Read()";

    private string Type()
    {
        var isReadable = register.Fields.Any(static field => !field.IsReserved && !field.Access.IsUnreadable());
        var written = RegisterWriteView.Of(register, WordLayout.OfRegister(register.Width)) is null ? register.TypeName : register.TypeName + ".Write";
        return (isReadable, IsWritable) switch
        {
            (false, true) => $"WriteOnlyRegister<{Bus}, {written}>",
            (true, true) => $"ReadWriteRegister<{Bus}, {register.TypeName}, {written}>",
            _ => $"ReadOnlyRegister<{Bus}, {register.TypeName}>",
        };
    }

    /// <summary>The bytes of one access, if the block takes accesses of each size.</summary>
    private int Bytes => Math.Min(register.Width / 8, WidestAccess);

    /// <summary>The bytes of one access that the block takes.</summary>
    private int Unit => block.AccessSizes.Where(size => size <= Bytes && register.Width / 8 % size == 0).DefaultIfEmpty(Bytes).Max();

    private bool IsNarrow => Unit < Bytes;

    private bool IsBigEndian => register.Order == ByteOrder.BigEndian;

    /// <summary>Whether the bytes of the register are those of its C# type.</summary>
    private bool IsNumber => (register.Width == _placement.BitsOfType || register.Width % 64 == 0) && (!IsBigEndian || register.Width == 8);

    /// <summary>The arguments that make a register of a bus.</summary>
    private string Arguments(string bus, string offset)
    {
        var narrow = !IsNarrow ? bus : $"new({bus}, {CSharp.Decimal(Unit)})";
        return IsNumber ? $"{narrow}, {offset}" : $"new({narrow}, {offset}, {CSharp.Decimal(register.Width / 8)}, {(IsBigEndian ? "true" : "false")}), 0";
    }

    private string Offset()
    {
        var start = HasComputedStart ? Self + StartField : CSharp.Hex(register.Offset);
        if (MayBeNowhere)
            return $"ComputedOffset.Existing({start}, \"{register.Mnemonic}\")";
        var own = OwnStrides().Select((stride, at) =>
            $" + {(stride.Field is null ? "" : Self)}{stride.Number} * FieldBits.Within({_dimensions.OwnIndexes[at]}, {_dimensions.OwnCounts[at]}, nameof({_dimensions.OwnIndexes[at]}))");
        return $"{start}{(Inherited > 0 ? " + _offset" : "")}{string.Concat(own)}";
    }

    /// <summary>The statements that compute the place.</summary>
    public IEnumerable<string> Placement()
    {
        if (!IsComputed)
            yield break;
        var (name, width, size) = ($"\"{register.Mnemonic}\"", CSharp.Decimal(register.Width), $"{CSharp.Hex(block.Size)}, {CSharp.Decimal(block.AccessSizes.Sum())}");
        if (!IsArray)
        {
            var place = $"ComputedOffset.Of({name}, {width}, {_placement.Start()}, [], {size})";
            yield return $"{StartField} = {(MayBeNowhere ? $"{expressions.Condition(register.When!)} ? {place} : ComputedOffset.None" : place)};";
            yield break;
        }

        foreach (var line in _dimensions.Counts(_placement.Count))
            yield return line;
        var start = $"ComputedOffset.Of({name}, {width}, {_placement.Start()}, {_dimensions.Pairs()}, {size})";
        yield return HasComputedStart ? $"{StartField} = {start};" : $"_ = {start};";
        foreach (var (dimension, stride) in Own.Zip(OwnStrides(), static (dimension, stride) => (dimension, stride)))
        {
            if (stride.Field is not null)
                yield return $"{stride.Field} = unchecked((int){expressions.Number(dimension.Stride)});";
        }

        foreach (var line in HasComputedCount ? _dimensions.Keeps() : [])
            yield return line;
    }
}
