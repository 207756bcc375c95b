using Vtd.Spec.Declarations;
using Vtd.Spec.Diagnostics;
using Vtd.Spec.Model;
using Vtd.Spec.Source;

namespace Vtd.Spec.Checks;

/// <summary>Checks a register by itself.</summary>
internal static class RegisterChecks
{
    private static readonly HookReach s_writes = new(
        RegisterRules.HookNeverCalled, "on-write", "written", "ignores writes, so none can reach the device", static access => access.IsWritable());

    private static readonly HookReach s_reads = new(
        RegisterRules.ReadHookNeverCalled, "on-read", "read", "reads as 0, whatever the device supplies", static access => access.IsReadable);

    /// <param name="register">The register.</param>
    /// <param name="isWhole">Whether the declaration was read without findings, so that a missing key is a mistake of its own.</param>
    /// <param name="findings">Where to report.</param>
    public static void Check(RegisterDeclaration register, bool isWhole, Findings findings)
    {
        CheckMember("A register", register.Member, register.Name.Span, findings);
        var typeName = TypeNames.OfMnemonic(register.Name.Value);
        TypeNameChecks.CheckRegister(register, typeName, findings);
        FieldChecks.CheckNames(register.Fields, typeName, hasType: false, findings);
        FieldChecks.CheckValues(register.Fields, findings);
        if (register.Width is { } width)
        {
            BitCoverage.Check(new Located<string>(register.Name.Value, register.LackSpan), (int)width.Value, register.Fields, register.Reserved, default, isWhole, findings);
            CheckPlace(register, (int)width.Value / 8, isWhole, findings);
            CheckReset(register, (int)width.Value, isWhole, findings);
        }

        CheckAccess(register, isWhole, findings);
        CheckCodes(register, findings);
        CheckHook(register, register.Hook, s_writes, isWhole, findings);
        CheckHook(register, register.ReadHook, s_reads, isWhole, findings);
        CheckLocks(register, isWhole, findings);
        CheckAliases(register, isWhole, findings);
        if (register.Reset is { Source: ResetSource.Given })
            CheckGiven(register, findings);
    }

    /// <summary>Reports a register or a group of which no register file can have a member of its name.</summary>
    public static void CheckMember(string what, string name, SourceSpan span, Findings findings)
    {
        if (name.StartsWith("get_", StringComparison.Ordinal) || name.StartsWith("set_", StringComparison.Ordinal))
            findings.Report(NameRules.ClashesWithMember, span, $"{what} cannot be named '{name}': accessors of properties have such names. Add a word before the name.");
        else if (ReservedNames.RegisterFileMembers.Contains(name))
            findings.Report(NameRules.ClashesWithMember, span, $"{what} cannot be named '{name}': the register file has a member of that name. Add a word to the name.");
        else if (RenamedMembers.NameOf(name) is { } renamed)
            findings.Report(NameRules.ClashesWithMember, span, $"{what} cannot be named '{name}': the property of a register '{renamed}' has that name. Add a word to the name.");
    }

    /// <summary>Checks that what can be locked or enabled is written, and by what.</summary>
    private static void CheckLocks(RegisterDeclaration register, bool isWhole, Findings findings)
    {
        if (isWhole && register.Locked is { } whole && !register.Fields.Any(field => AccessOf(register, field) is { } access && access.IsWritable()))
            Report(whole.Content, $"No field of {register.Name.Value} can be written. Remove 'locked', or correct the access.");
        foreach (var field in register.Fields)
        {
            if (AccessOf(register, field) is not { } access || (field.EnabledBy?.Span ?? field.Locked?.Content) is not { } span)
                continue;
            if (!access.IsWritable())
                Report(span, $"{field.Name.Value} ignores writes, so it can be neither locked nor enabled. Remove the key, or correct its access.");
            else if (field.EnabledBy is { } name && isWhole)
                CheckEnabling(field, name);
        }

        void CheckEnabling(FieldDeclaration field, Located<string> name)
        {
            if (FieldOf(register, name.Value) is not { } other)
            {
                findings.ReportUnknown(NameRules.UnknownField, name, $"{register.Name.Value} has no field '{name.Value}'.", NamesOf(register));
                return;
            }

            var (bits, enabling) = (field.Bits!, other.Bits!);
            var why = other == field ? "a field cannot enable itself"
                : AccessOf(register, other) is { } access && !access.IsWritable() ? $"{name.Value} ignores writes"
                : enabling.Width != 1 && enabling.Width != bits.Width ? $"{name.Value} has {FieldChecks.Bits(enabling.Width)}, and 1 or {bits.Width} are needed"
                : enabling.Width != 1 && (bits.Ranges.Count > 1 || enabling.Ranges.Count > 1) ? "fields with one enabling bit for each bit lie in one piece"
                : bits.Ranges.Concat(enabling.Ranges).SelectMany(static range => new[] { range.Value.Lsb / 64, range.Value.Msb / 64 }).Distinct().Count() > 1 ? "the two do not lie in the same 64 bits"
                : null;
            if (why is not null)
                Report(name.Span, $"{name.Value} cannot enable {field.Name.Value}: {why}.");
        }

        void Report(SourceSpan span, string message) => findings.Report(RegisterRules.CannotLock, span, message);
    }

    /// <summary>Checks that writes at aliases have an effect.</summary>
    private static void CheckAliases(RegisterDeclaration register, bool isWhole, Findings findings)
    {
        if (isWhole && register.Aliases is { } aliases && !register.Fields.Any(field => AccessOf(register, field) is { } access && access.IsWritable()))
            findings.Report(RegisterRules.AliasNeverWritten, aliases.All.First().Place.Span, $"No field of {register.Name.Value} can be written, so writes at an alias change nothing. Remove 'aliases', or correct the access.");
    }

    /// <summary>The access of a field.</summary>
    public static Access? AccessOf(RegisterDeclaration register, FieldDeclaration field) => (field.Access ?? register.Access)?.Value;

    private static void CheckPlace(RegisterDeclaration register, int bytes, bool isWhole, Findings findings)
    {
        if (register is { Group: not null, Block: { } block })
            findings.Report(RegisterRules.NoPlace, block.Span, $"{register.Name.Value} is in a group, and the block is a key of the group. Name the block there.");
        else if (register is { Group: not null, Base: { } place })
            findings.Report(RegisterRules.NoPlace, place.Content, $"{register.Name.Value} is in a group and needs an offset in it. Use 'offset' instead of 'base'.");
        else if (isWhole && register.Offset is null && register.Base is null)
            findings.Report(RegisterRules.NoPlace, register.LackSpan, $"{register.Name.Value} has no place: add an 'offset'{(register.Group is null ? ", or a 'base' to compute it from" : "")}.");

        foreach (var dimension in register.Dimensions)
        {
            if (dimension.Stride is { Root: NumberExpression number } stride)
                CheckStride(register.Name.Value, bytes, new Located<ulong>(number.Value, stride.SpanOf(number)), findings);
        }

        if (!isWhole)
            return;
        CheckNames(register.Member, register.Names, register.Counts, findings);
        if (register.Counts.Count > 0 && register.Strides.Count == 0)
            findings.Report(RegisterRules.CountAndStride, register.Counts[0].Content, $"{register.Name.Value} is an array without a stride: add 'stride'.");
        else if (register.Counts.Count == 0 && register.Strides.Count > 0)
            findings.Report(RegisterRules.CountAndStride, register.Strides[0].Content, $"{register.Name.Value} has a stride but no count. Add 'count', or remove 'stride'.");
        else if (register.Counts.Count != register.Strides.Count)
            findings.Report(RegisterRules.CountAndStride, register.Counts[0].Content, $"{register.Name.Value} has {Numbers(register.Counts.Count)} for its count, but {Numbers(register.Strides.Count)} for its stride. Write a stride for each count.");
    }

    /// <summary>Checks that each element of an array, or each repetition of a group, has a name if any has.</summary>
    /// <param name="owner">Name of the register or the group.</param>
    /// <param name="names">The names.</param>
    /// <param name="counts">The numbers of elements in each dimension.</param>
    /// <param name="findings">Where to report.</param>
    public static void CheckNames(string owner, EquatableArray<Located<string>> names, EquatableArray<ExpressionText> counts, Findings findings)
    {
        if (names.Count == 0)
            return;
        var problem = counts.Count == 0 ? $"{owner} is there once, so it has no elements to name. Add 'count', or remove 'names'."
            : counts.Count > 1 ? $"{owner} is a matrix, whose elements have no single number. Put it into a group, and name the repetitions of that."
            : counts[0].Root is NumberExpression { Value: var count } && count != (ulong)names.Count ? $"{owner} has {count} elements, but {Names(names.Count)}. Give one for each."
            : null;
        if (problem is not null)
            findings.Report(RegisterRules.NamesOfElements, names[0].Span, problem);
    }

    private static string Names(int count) => count == 1 ? "1 name" : $"{count} names";

    private static string Numbers(int count) => count == 1 ? "1 number" : $"{count} numbers";

    private static void CheckStride(string name, int bytes, Located<ulong> stride, Findings findings)
    {
        const ulong Most = 0x10_0000;
        if (stride.Value < (ulong)bytes)
            findings.Report(RegisterRules.StrideTooSmall, stride.Span, $"{name} has {bytes} bytes, so its elements cannot be {stride.Value} bytes apart.");
        else if (stride.Value > Most)
            findings.Report(KeyRules.OutOfRange, stride.Span, $"A stride can be at most 0x{Most:X} bytes.");
    }

    private static void CheckReset(RegisterDeclaration register, int width, bool isWhole, Findings findings)
    {
        var values = register.Reset is not { Source: ResetSource.Value } reset ? []
            : reset.Elements.Count > 0 ? reset.Elements.ToArray() : [new Located<ulong>(reset.Value, reset.Span)];
        foreach (var value in values)
        {
            if (!FieldChecks.CheckFits(value, width, register.Name.Value, findings))
                return;
            foreach (var item in register.Reserved)
            {
                if (ValueIn(value.Value, item.Bits) == 0)
                    continue;
                findings.Report(RegisterRules.ResetOfReservedBits, value.Span, $"The reset value sets reserved bits ({item.Bits.Ranges[0].Value}). Reserved bits read 0.");
                return;
            }
        }

        if (register.Reset is { Elements.Count: > 0 } list && isWhole)
            CheckResetOfElements(register, list, findings);
        foreach (var field in register.Fields)
        {
            var isCommand = AccessOf(register, field) is { OnWrite: WriteEffect.Command };
            if (isCommand && field is { Reset.Value: not 0 } or { ComputedReset: not null })
                findings.Report(RegisterRules.ResetOfCommand, field.ResetSpan!.Value, $"{field.Name.Value} is a command bit and always reads 0. Remove its reset value.");
            else if (isCommand && field is { Reset: null, Bits: { } bits } && Array.Find(values, value => ValueIn(value.Value, bits) != 0) is { Value: not 0 } whole)
                findings.Report(RegisterRules.ResetOfCommand, whole.Span, $"The reset value sets {field.Name.Value}, a command bit that always reads 0.");
            else if (isWhole && register.Reset is null && field.ResetSpan is null)
                isWhole = ReportNoReset(register, field, findings);
        }

        if (isWhole && register.Reset is null && register.Fields.Count == 0)
            findings.Report(RegisterRules.NoReset, register.LackSpan, $"{register.Name.Value} has no reset value. Add 'reset: 0', or 'given' or 'undefined'.");
    }

    /// <summary>Checks that there is a value for each element, and no other word on it.</summary>
    private static void CheckResetOfElements(RegisterDeclaration register, ResetDeclaration reset, Findings findings)
    {
        var counts = register.Dimensions.Select(static dimension => dimension.Count.Root is NumberExpression number ? number.Value : 0).ToArray();
        var elements = counts.Aggregate(1UL, static (product, count) => product * Math.Min(count, 0x1_0000));
        var problem = counts.Length == 0 ? $"{register.Name.Value} is not an array, so it has one value after reset."
            : elements == 0 ? $"The number of elements of {register.Name.Value} is computed, so a list cannot have a value for each. Give all the same value."
            : elements != (ulong)reset.Elements.Count ? $"{register.Name.Value} has {elements} elements, but {reset.Elements.Count} values after reset. Give one for each."
            : register.Fields.FirstOrDefault(static field => field.ResetSpan is not null) is { } field ? $"{register.Name.Value} has a value after reset for each element, so {field.Name.Value} cannot have its own."
            : null;
        if (problem is not null)
            findings.Report(RegisterRules.ResetOfElements, reset.Span, problem);
    }

    private static bool ReportNoReset(RegisterDeclaration register, FieldDeclaration field, Findings findings)
    {
        findings.Report(RegisterRules.NoReset, register.LackSpan,
            $"{register.Name.Value} has no reset value, and its field {field.Name.Value} has none of its own. Add 'reset: 0', or 'given' or 'undefined', to the register.");
        return false;
    }

    private static void CheckAccess(RegisterDeclaration register, bool isWhole, Findings findings)
    {
        foreach (var field in register.Fields)
        {
            if (!isWhole || AccessOf(register, field) is not null)
                continue;
            findings.Report(RegisterRules.NoAccess, field.Name.Span,
                $"{field.Name.Value} has no access. Add 'access: rw', 'ro' or another, here or for the whole of {register.Name.Value}.");
            return;
        }
    }

    /// <summary>Checks that fields with codes for reads and others for writes are read and written.</summary>
    private static void CheckCodes(RegisterDeclaration register, Findings findings)
    {
        foreach (var field in register.Fields)
        {
            if (field is not { Enum: { } read, WriteEnum: { } written } || AccessOf(register, field) is not { } access)
                continue;
            var name = field.Name.Value;
            if (!access.IsWritable())
                findings.Report(RegisterRules.UnusedCodes, written.Span, $"{name} ignores writes, so it has no codes for them. Write 'enum: {read.Value}', or correct the access.");
            else if (!access.IsReadable)
                findings.Report(RegisterRules.UnusedCodes, read.Span, $"{name} reads as 0, so it has no codes for reads. Write 'enum: {written.Value}', or correct the access.");
            else if (read.Value == written.Value)
                findings.Report(RegisterRules.UnusedCodes, written.Span, $"{name} has the same codes for reads and writes. Write 'enum: {read.Value}'.");
        }
    }

    /// <summary>Checks that accesses of software can reach what a hook is about.</summary>
    private static void CheckHook(RegisterDeclaration register, HookDeclaration? hook, HookReach reach, bool isWhole, Findings findings)
    {
        if (hook is null)
            return;
        foreach (var name in hook.Fields)
        {
            var field = FieldOf(register, name.Value);
            if (field is null)
            {
                if (isWhole)
                    findings.ReportUnknown(NameRules.UnknownField, name, $"{register.Name.Value} has no field '{name.Value}'.", NamesOf(register));
            }
            else if (AccessOf(register, field) is { } access && !reach.Reaches(access))
            {
                findings.Report(reach.Rule, name.Span, $"{name.Value} {reach.WhyNot}. Remove it, or correct its access.");
            }
        }

        if (isWhole && hook.Fields.Count == 0 && !register.Fields.Any(field => AccessOf(register, field) is { } access && reach.Reaches(access)))
            findings.Report(reach.Rule, hook.Span, $"No field of {register.Name.Value} can be {reach.Done}. Remove {reach.Key}, or correct the access.");
    }

    private static void CheckGiven(RegisterDeclaration register, Findings findings)
    {
        const string Why = "A given register is constant";
        if (register.ReadHook is { } hook)
            findings.Report(RegisterRules.GivenIsConstant, hook.Span, $"{Why}: no read changes it. Remove on-read.");
        foreach (var field in register.Fields)
        {
            if (field.ResetSpan is { } reset)
                findings.Report(RegisterRules.GivenIsConstant, reset, $"{Why}: the code that creates the register file supplies {field.Name.Value}, too. Remove its reset value.");
            if (AccessOf(register, field) is not { } access || access.IsConstant())
                continue;
            var where = field.Access ?? register.Access;
            findings.Report(RegisterRules.GivenIsConstant, where!.Value.Span, $"{Why}: its fields are ro.");
            if (field.Access is null)
                return;
        }
    }

    /// <summary>The bits of a field in a register's value of at most 64 bits.</summary>
    public static ulong ValueIn(ulong register, BitsDeclaration bits)
    {
        var value = 0UL;
        foreach (var range in bits.Ranges)
        {
            var width = range.Value.Width;
            var part = range.Value.Lsb >= 64 ? 0 : (register >> range.Value.Lsb) & FieldChecks.Largest(width);
            value = width >= 64 ? part : (value << width) | part;
        }

        return value;
    }

    private static FieldDeclaration? FieldOf(RegisterDeclaration register, string name)
    {
        foreach (var field in register.Fields)
        {
            if (string.Equals(field.Name.Value, name, StringComparison.Ordinal))
                return field;
        }

        return null;
    }

    private static IEnumerable<string> NamesOf(RegisterDeclaration register)
    {
        foreach (var field in register.Fields)
            yield return field.Name.Value;
    }

    /// <summary>The accesses that a hook is about.</summary>
    /// <param name="Rule">The rule about hooks that no access reaches.</param>
    /// <param name="Key">The key of the hook.</param>
    /// <param name="Done">The effect of the accesses on a field, such as <c>read</c>.</param>
    /// <param name="WhyNot">Why a field is not reached.</param>
    /// <param name="Reaches">Whether the accesses reach fields with an access.</param>
    private sealed record HookReach(Rule Rule, string Key, string Done, string WhyNot, Func<Access, bool> Reaches);
}
