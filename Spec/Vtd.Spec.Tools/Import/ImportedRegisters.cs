using Vtd.Spec.Model;
using Vtd.Spec.Source;

namespace Vtd.Spec.Tools.Import;

/// <summary>Places described registers in their block.</summary>
/// <param name="layouts">Makes the layouts.</param>
/// <param name="types">Gives the registers their names.</param>
/// <param name="losses">Takes registers that the language cannot express.</param>
/// <param name="largestAccess">Bytes of the largest access of the block, which the registers are aligned to.</param>
internal sealed class ImportedRegisters(ImportedLayouts layouts, ImportedTypes types, List<Loss> losses, int largestAccess)
{
    /// <summary>Bytes of the largest block of the language.</summary>
    public const ulong LargestBlock = 0x10_0000;

    /// <summary>Elements of the largest array of the language.</summary>
    public const int MostElements = 1 << 16;

    /// <summary>Bits of the widest register of the language.</summary>
    private const int Widest = 1024;

    // What the registers at each byte are for: two can share it if they are for different accesses.
    private readonly RegisterPurpose[] _taken = new RegisterPurpose[LargestBlock];
    private readonly List<(DescribedRegister, ImportedRegister)> _registers = [];

    /// <summary>The registers by offset, beside what they were made of.</summary>
    public IReadOnlyList<(DescribedRegister Described, ImportedRegister Imported)> Of(IEnumerable<DescribedRegister> registers)
    {
        // All names first: those of enums, which layouts add, give way to those of registers.
        var ordered = registers.SelectMany(SplitByPurpose).OrderBy(static register => register.Offset)
            .ToList();
        var groups = ordered.Select(static register => register.Group).OfType<ImportedGroup>().Distinct().ToDictionary(static group => group, types.OfGroup);
        foreach (var (register, name) in ordered.Select(register => (register, types.OfRegister(register.Name, register.Dimensions.Any(), register.Array?.Names ?? default))).ToList())
        {
            if (name != register.Name)
                Lose("name that C# cannot use", $"{register.Name}, here {name}");
            Place(register, name, register.Group is { } group && groups[group] is { } named && types.TryTakeMember(named, name, register.Array) ? group with { Name = named } : null);
        }

        return _registers;
    }

    // Fields for reads on the bits of fields for writes are two registers at one place.
    private static IEnumerable<DescribedRegister> SplitByPurpose(DescribedRegister register)
    {
        var fields = register.Fields;
        var isShared = fields.Where((field, at) => fields.Take(at).Any(other => other.Bits.Overlaps(field.Bits))).Any();
        var byPurpose = isShared ? fields.ToLookup(static field => RegisterPurposes.Of([field.Access])) : null;
        return byPurpose is null || byPurpose.Count != 2 || byPurpose.Contains(RegisterPurpose.Both)
            ? [register]
            : [register with { Fields = [.. byPurpose[RegisterPurpose.Reads]] }, register with { Name = register.Name + "_WRITE", Fields = [.. byPurpose[RegisterPurpose.Writes]], Losses = [] }];
    }

    private void Place(DescribedRegister register, string name, ImportedGroup? group)
    {
        var bytes = register.Width / 8;
        var alignment = Math.Min(bytes & (~bytes + 1), (ulong)largestAccess);
        if (register.Width is 0 or > Widest || register.Width % 8 != 0)
            Lose("register whose width the language cannot express", Place(register));
        else if (register.Offset % alignment != 0 || register.Dimensions.Any(array => array.Stride < bytes || array.Stride % alignment != 0))
            Lose("register at an odd place", Place(register));
        else if (group is null && register.Dimensions.Count() > 2)
            Lose("array with too many dimensions", $"{register.Name}, {string.Join(" by ", register.Dimensions.Select(static array => array.Count))} of {register.Width} bits at 0x{register.Offset:X}");
        else if (register.Dimensions.Aggregate(1L, static (product, array) => product * array.Count) is > MostElements and var elements)
            Lose("array with too many elements", $"{register.Name}, {elements} of {register.Width} bits at 0x{register.Offset:X}");
        else if (OffsetsOf(register).Any(offset => offset + bytes > LargestBlock))
            Lose("register beyond the largest block", $"{register.Name} at 0x{register.Offset:X}");
        else if (PurposeOf(register) is var purpose && (BytesOf(register).Any(at => (_taken[at] & purpose) != 0) || IsOnItself(register)))
            Lose("register at the place of another one", Place(register));
        else
            Add(register, name, group, purpose);
    }

    private void Add(DescribedRegister register, string name, ImportedGroup? group, RegisterPurpose purpose)
    {
        foreach (var at in BytesOf(register))
            _taken[at] |= purpose;
        _registers.Add((register, new(name, register.About, register.Offset, register.Dimensions.ToEquatableArray(), layouts.Of(register, name)) { Title = register.Title, Group = group }));
    }

    private static RegisterPurpose PurposeOf(DescribedRegister register) => RegisterPurposes.Of(register.Fields.Select(static field => field.Access));

    private static IEnumerable<ulong> OffsetsOf(DescribedRegister register) => register.Dimensions.Aggregate<ImportedArray, IEnumerable<ulong>>(
        [register.Offset], static (offsets, array) => offsets.SelectMany(offset => Enumerable.Range(0, array.Count).Select(index => offset + (ulong)index * Math.Min(array.Stride, LargestBlock))));

    // Elements of one dimension are apart; those of the other one can lie between them.
    private static bool IsOnItself(DescribedRegister register) =>
        register.Dimensions.Skip(1).Any() && OffsetsOf(register).Order().ToArray() is var offsets && offsets.Zip(offsets.Skip(1)).Any(pair => pair.Second - pair.First < register.Width / 8);

    private static IEnumerable<int> BytesOf(DescribedRegister register) => OffsetsOf(register).SelectMany(offset => Enumerable.Range((int)offset, (int)(register.Width / 8)));

    private static string Place(DescribedRegister register) => $"{register.Name}, {register.Width} bits at 0x{register.Offset:X}";

    private void Lose(string kind, string fact) => losses.Add(new(kind, fact));
}
