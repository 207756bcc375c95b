using Scriban.Runtime;
using Vtd.Spec.Model;

namespace Vtd.Codegen.Rendering;

/// <summary>How a driver accesses one register, or the elements of an array.</summary>
internal sealed class DriverRegister(LinkedRegister register, ExpressionWriter expressions, LinkedBlock block)
{
    private const int WidestAccess = 8;

    private readonly RegisterPlacement _placement = new(register, expressions, block);

    private string Name => _placement.Name;

    private bool IsArray => register.Count is not null;

    /// <summary>Whether a single register may have no place at all.</summary>
    private bool MayBeNowhere => !IsArray && register.Base is not null && register.When is not null;

    private bool HasComputedStart => register.Base is not null;

    private bool HasComputedStride => IsArray && register.Stride is not NumberExpression;

    private bool HasComputedCount => IsArray && (register.Count is not NumberExpression || _placement.ConditionsOfAll.Any());

    /// <summary>Whether capabilities say where the register is, or how many there are.</summary>
    public bool IsComputed => HasComputedStart || HasComputedStride || HasComputedCount;

    /// <summary>The fields of capabilities that say so.</summary>
    public IEnumerable<FieldExpression> Needs
    {
        get
        {
            if (!IsComputed)
                return [];
            var conditions = IsArray ? _placement.ConditionsOfAll : MayBeNowhere ? [register.When!] : [];
            return new[] { register.Base, register.Count, register.Stride }.Concat(conditions).SelectMany(ExpressionParts.FieldsOf);
        }
    }

    /// <summary>The fields of the driver that keep what was computed.</summary>
    public IEnumerable<string> Fields
    {
        get
        {
            if (HasComputedStart)
                yield return StartField;
            if (HasComputedStride)
                yield return StrideField;
        }
    }

    private string StartField => "_startOf" + register.Mnemonic;

    private string StrideField => "_strideOf" + register.Mnemonic;

    public ScriptObject View() => new()
    {
        ["name"] = Name,
        ["doc"] = Prose.EndSentence((register.Title is null ? register.Mnemonic : register.Mnemonic + ", " + Prose.Escape(register.Title))
            + (register.Condition is { } condition ? ", only if " + Prose.Escape(ExpressionProse.Of(condition)) : "")),
        ["type"] = Type(),
        ["count"] = !IsArray ? null : HasComputedCount ? "{ get; }" : $"=> {CSharp.Decimal((long)((NumberExpression)register.Count!).Value)};",
        ["arguments"] = Arguments("_bus"),
        ["placement"] = new ScriptArray(IsComputed ? Placement() : []),
    };

    /// <summary>An expression that reads a register at a fixed place.</summary>
    public string Read() => $"new {Type()}({Arguments("bus")}).Read()";

    private string Type()
    {
        var isReadable = register.Fields.Any(static field => !field.IsReserved && !field.Access.IsUnreadable());
        var isWritable = register.Reset != ResetSource.Given && register.Fields.Any(static field => field.Access.IsWritable());
        var written = RegisterWriteView.Of(register, WordLayout.OfRegister(register.Width)) is null ? register.TypeName : register.TypeName + ".Write";
        var bus = IsNarrow ? "NarrowBus<TBus>" : "TBus";
        bus = IsNumber ? bus : $"RegisterBytes<{bus}>";
        return (isReadable, isWritable) switch
        {
            (false, true) => $"WriteOnlyRegister<{bus}, {written}>",
            (true, true) => $"ReadWriteRegister<{bus}, {register.TypeName}, {written}>",
            _ => $"ReadOnlyRegister<{bus}, {register.TypeName}>",
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
    private string Arguments(string bus)
    {
        var narrow = !IsNarrow ? bus : $"new({bus}, {CSharp.Decimal(Unit)})";
        return IsNumber ? $"{narrow}, {Offset()}" : $"new({narrow}, {Offset()}, {CSharp.Decimal(register.Width / 8)}, {(IsBigEndian ? "true" : "false")}), 0";
    }

    private string Offset()
    {
        var start = HasComputedStart ? StartField : CSharp.Hex(register.Offset);
        if (MayBeNowhere)
            return $"ComputedOffset.Existing({start}, \"{register.Mnemonic}\")";
        return IsArray ? $"{start} + {(HasComputedStride ? StrideField : _placement.Stride())} * FieldBits.Within(index, {Name}Count, nameof(index))" : start;
    }

    /// <summary>The statements that compute the place.</summary>
    private IEnumerable<string> Placement()
    {
        var (name, width) = ($"\"{register.Mnemonic}\"", CSharp.Decimal(register.Width));
        if (!IsArray)
        {
            var place = $"ComputedOffset.Of({name}, {width}, {_placement.Start()}, 1, 0, {CSharp.Hex(block.Size)}, {CSharp.Decimal(block.AccessSizes.Sum())})";
            yield return $"{StartField} = {(MayBeNowhere ? $"{expressions.Condition(register.When!)} ? {place} : ComputedOffset.None" : place)};";
            yield break;
        }

        var count = "countOf" + register.Mnemonic;
        var stride = HasComputedStride ? "strideOf" + register.Mnemonic : _placement.Stride();
        yield return $"var {count} = {_placement.Count()};";
        if (HasComputedStride)
            yield return $"var {stride} = {_placement.Stride()};";
        var start = $"ComputedOffset.Of({name}, {width}, {_placement.Start()}, {count}, {stride}, {CSharp.Hex(block.Size)}, {CSharp.Decimal(block.AccessSizes.Sum())})";
        yield return HasComputedStart ? $"{StartField} = {start};" : $"_ = {start};";
        if (HasComputedStride)
            yield return $"{StrideField} = {count} > 1 ? (int){stride} : 0;";
        if (HasComputedCount)
            yield return $"{Name}Count = (int){count};";
    }
}
