using Vtd.Spec.Model;

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
            .Select(register => (Register: register, Name: types.OfRegister(register.Name, register.Array is not null))).ToList();
        foreach (var (register, name) in ordered)
        {
            if (name != register.Name)
                Lose("name that C# cannot use", $"{register.Name}, here {name}");
            Place(register, name);
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

    private void Place(DescribedRegister register, string name)
    {
        var bytes = register.Width / 8;
        var alignment = Math.Min(bytes & (~bytes + 1), (ulong)largestAccess);
        if (register.Width is 0 or > Widest || register.Width % 8 != 0)
            Lose("register whose width the language cannot express", Place(register));
        else if (register.Offset % alignment != 0 || (register.Array is { } array && (array.Stride < bytes || array.Stride % alignment != 0)))
            Lose("register at an odd place", Place(register));
        else if (register.Array is { Count: > MostElements })
            Lose("array with too many elements", $"{register.Name}, {register.Array.Count} of {register.Width} bits at 0x{register.Offset:X}");
        else if (OffsetsOf(register).Any(offset => offset + bytes > LargestBlock))
            Lose("register beyond the largest block", $"{register.Name} at 0x{register.Offset:X}");
        else if (PurposeOf(register) is var purpose && BytesOf(register).Any(at => (_taken[at] & purpose) != 0))
            Lose("register at the place of another one", Place(register));
        else
            Add(register, name, purpose);
    }

    private void Add(DescribedRegister register, string name, RegisterPurpose purpose)
    {
        foreach (var at in BytesOf(register))
            _taken[at] |= purpose;
        _registers.Add((register, new(name, register.About, register.Offset, register.Array, layouts.Of(register, name)) { Title = register.Title }));
    }

    private static RegisterPurpose PurposeOf(DescribedRegister register) => RegisterPurposes.Of(register.Fields.Select(static field => field.Access));

    private static IEnumerable<ulong> OffsetsOf(DescribedRegister register)
    {
        for (var index = 0; index < (register.Array?.Count ?? 1); index++)
            yield return register.Offset + (ulong)index * Math.Min(register.Array?.Stride ?? 0, LargestBlock);
    }

    private static IEnumerable<int> BytesOf(DescribedRegister register) => OffsetsOf(register).SelectMany(offset => Enumerable.Range((int)offset, (int)(register.Width / 8)));

    private static string Place(DescribedRegister register) => $"{register.Name}, {register.Width} bits at 0x{register.Offset:X}";

    private void Lose(string kind, string fact) => losses.Add(new(kind, fact));
}
