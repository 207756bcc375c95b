using Vtd.Spec.Model;

namespace Vtd.Spec.Tools.Import.Svd;

/// <summary>Places the registers of a peripheral in its block. Clusters dissolve: their names become the first part of those of their registers.</summary>
/// <param name="fields">Reads the layouts.</param>
/// <param name="types">Gives the registers their names.</param>
/// <param name="losses">Takes registers that the language cannot express.</param>
internal sealed class SvdRegisters(SvdFields fields, ImportedTypes types, List<Loss> losses)
{
    /// <summary>Bytes of the largest block of the language.</summary>
    public const ulong LargestBlock = 0x10_0000;

    /// <summary>Clusters inside each other.</summary>
    private const int DeepestCluster = 8;

    /// <summary>Registers and clusters of one peripheral, with every element that is not in an array.</summary>
    private const int MostRegisters = 1 << 16;

    // What the registers at each byte are for: two can share it if they are for different accesses.
    private readonly RegisterPurpose[] _taken = new RegisterPurpose[LargestBlock];
    private readonly List<ImportedRegister> _registers = [];
    private int _visited;

    /// <summary>The registers by offset.</summary>
    public IReadOnlyList<ImportedRegister> Of(SvdNode peripheral)
    {
        var found = new List<PlacedRegister>();
        Collect(peripheral, "registers", "", 0, null, 0, found);

        // All names first: those of enums, which layouts add, give way to those of registers.
        var ordered = found.OrderBy(static register => register.Offset).Select(register => (Register: register, Name: types.OfRegister(register.Name, register.Array is not null))).ToList();
        foreach (var (register, name) in ordered)
        {
            if (name != register.Name)
                Lose("name that C# cannot use", $"{register.Name}, here {name}");
            Place(register, name);
        }

        return _registers;
    }

    private void Collect(SvdNode container, string? inside, string prefix, ulong start, ImportedArray? outer, int depth, List<PlacedRegister> found)
    {
        if (depth > DeepestCluster)
            throw container.Invalid($"more than {DeepestCluster} clusters are inside each other.");

        foreach (var child in container.Children(inside, "register", "cluster"))
        {
            var dimension = SvdDimension.Of(child);
            var offset = Math.Min(start, LargestBlock) + Math.Min(child.Number("addressOffset") ?? throw child.Invalid($"{child.Name} has no <addressOffset>."), LargestBlock);
            var array = dimension.Names.Count > 1 && outer is null && dimension.ArrayName is not null ? new ImportedArray(dimension.Names.Count, dimension.Increment) : null;
            string[] names = array is not null ? [dimension.ArrayName!] : [.. dimension.Names];
            for (var index = 0; index < names.Length; index++)
            {
                if (++_visited > MostRegisters)
                    throw child.Invalid($"the peripheral has more than {MostRegisters} registers and clusters.");
                var place = offset + (ulong)index * Math.Min(dimension.Increment, LargestBlock);
                if (child.Kind == "cluster")
                    Collect(child, null, prefix + names[index] + "_", place, array ?? outer, depth + 1, found);
                else
                    found.Add(new(child, prefix + names[index], place, array ?? outer));
            }
        }
    }

    private void Place(PlacedRegister found, string name)
    {
        var width = found.Register.NumericProperty("size") ?? 32;
        var alignment = width / 8 & (~(width / 8) + 1);
        if (width is 0 or > 64 || width % 8 != 0)
            Lose("register whose width the language cannot express", $"{found.Name}, {width} bits at 0x{found.Offset:X}");
        else if (found.Offset % alignment != 0 || (found.Array is { } array && (array.Stride < width / 8 || array.Stride % alignment != 0)))
            Lose("register at an odd place", $"{found.Name}, {width} bits at 0x{found.Offset:X}");
        else if (OffsetsOf(found).Any(offset => offset + width / 8 > LargestBlock))
            Lose("register beyond the largest block", $"{found.Name} at 0x{found.Offset:X}");
        else if (BytesOf(found, width).Any(at => _taken[at] == RegisterPurpose.Both) || fields.LayoutOf(found.Register, name, (int)width) is not { } layout
            || RegisterPurposes.Of(layout.Fields.Select(static field => field.Access)) is var purpose && BytesOf(found, width).Any(at => (_taken[at] & purpose) != 0))
            Lose("register at the place of another one", $"{found.Name}, {width} bits at 0x{found.Offset:X}");
        else
            Add(found, name, layout, purpose);
    }

    private void Add(PlacedRegister found, string name, ImportedLayout layout, RegisterPurpose purpose)
    {
        foreach (var at in BytesOf(found, (ulong)layout.Width))
            _taken[at] |= purpose;
        _registers.Add(new(name, found.Register.Text("description"), found.Offset, found.Array, layout));
    }

    private static IEnumerable<ulong> OffsetsOf(PlacedRegister found)
    {
        for (var index = 0; index < (found.Array?.Count ?? 1); index++)
            yield return found.Offset + (ulong)index * Math.Min(found.Array?.Stride ?? 0, LargestBlock);
    }

    private static IEnumerable<int> BytesOf(PlacedRegister found, ulong width) => OffsetsOf(found).SelectMany(offset => Enumerable.Range((int)offset, (int)(width / 8)));

    private void Lose(string kind, string fact) => losses.Add(new(kind, fact));

    private sealed record PlacedRegister(SvdNode Register, string Name, ulong Offset, ImportedArray? Array);
}
