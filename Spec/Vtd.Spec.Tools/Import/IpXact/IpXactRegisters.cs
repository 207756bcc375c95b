using Vtd.Spec.Tools.Import.Xml;

namespace Vtd.Spec.Tools.Import.IpXact;

/// <summary>Reads the registers of an address block. Register files become groups; those inside others dissolve: their names become the first part of those of their registers.</summary>
/// <param name="unit">Bytes that an address counts.</param>
internal sealed class IpXactRegisters(ulong unit)
{
    private const int DeepestFile = 8;

    /// <summary>Registers and register files of one block, with every element that is not in an array.</summary>
    private const int MostRegisters = 1 << 16;

    private static readonly string[] s_registerRead =
    [
        "name", "displayName", "description", "dim", "addressOffset", "size", "access", "volatile", "reset", "field", "modifiedWriteValue", "readAction",
    ];

    private static readonly string[] s_fileRead = ["name", "displayName", "description", "dim", "addressOffset", "range", "access", "volatile", "register", "registerFile"];

    private readonly List<DescribedRegister> _found = [];
    private readonly List<Loss> _losses = [];
    private readonly HardwareAccess _hardware = new();
    private int _visited;

    /// <summary>The registers of a block.</summary>
    public IReadOnlyList<DescribedRegister> Of(XmlNode block)
    {
        Collect(block, "", 0, null, 0);
        return _found;
    }

    /// <summary>Facts about register files and about hardware that the language cannot express.</summary>
    public IEnumerable<Loss> Losses => [.. _losses, .. _hardware.Losses];

    private void Collect(XmlNode container, string prefix, ulong start, ImportedGroup? group, int depth)
    {
        if (depth > DeepestFile)
            throw container.Invalid($"more than {DeepestFile} register files are inside each other.");
        foreach (var child in container.Children(null, "register", "registerFile").Where(IpXactFields.IsPresent))
        {
            var isFile = child.Kind == "registerFile";
            var dimensions = Dimensions(child);
            var count = dimensions.Aggregate(1, static (product, dimension) => product * dimension);
            var stride = Math.Min(isFile ? child.Number("range") * unit ?? throw child.Invalid($"{child.Name} has no <range>.") : Width(child) / 8, ImportedRegisters.LargestBlock);
            var offset = Math.Min(child.Number("addressOffset") ?? throw child.Invalid($"{child.Name} has no <addressOffset>."), ImportedRegisters.LargestBlock) * unit + start;
            var array = count > 1 && (!isFile || group is null) ? new ImportedArray(count, stride) : null;
            var losses = IpXactFields.Lost(child, isFile ? s_fileRead : s_registerRead);
            if (array is not null && dimensions.Count > (isFile ? 1 : 2))
                losses.Add(new("array of several dimensions", $"{child.Name}, {string.Join(" by ", dimensions)} elements"));
            if (isFile)
                _losses.AddRange(losses);
            for (var index = 0; index < (array is null ? count : 1); index++)
            {
                if (++_visited > MostRegisters)
                    throw child.Invalid($"the block has more than {MostRegisters} registers and register files.");
                var name = prefix + child.Name + (array is null ? ElementNumbers.Suffix(dimensions, index) : "");
                var place = Math.Min(offset, ImportedRegisters.LargestBlock) + (ulong)index * stride;
                if (isFile)
                    Collect(child, name + "_", place, group ?? new ImportedGroup(name, place, array), depth + 1);
                else
                    _found.Add(InArray(Described(child, name, place, losses) with { Group = group }, array, dimensions));
            }
        }
    }

    private static DescribedRegister InArray(DescribedRegister register, ImportedArray? array, List<int> dimensions)
    {
        if (array is null || dimensions is not [var rows, var columns])
            return register with { Array = array };
        var matrix = ImportedArray.Matrix(rows, columns, array.Stride);
        return register with { Array = matrix.Rows, Columns = matrix.Columns };
    }

    private DescribedRegister Described(XmlNode register, string name, ulong offset, List<Loss> losses)
    {
        var width = Width(register);
        var fields = new IpXactFields(_hardware).Of(register, width);

        var described = new DescribedRegister(name, offset, width, fields) { Title = register.Text("displayName"), About = register.Text("description"), Losses = losses };

        // The register has the reset value in IP-XACT of 2009, each field in that of 2014.
        return register.Children(null, "reset") is [var reset, ..]
            ? described with { Reset = reset.Number("value") ?? throw reset.Invalid("<reset> has no <value>."), KnownReset = reset.Number("mask") ?? ulong.MaxValue }
            : described.WithResetOfFields();
    }

    private static ulong Width(XmlNode register) => register.Number("size") ?? throw register.Invalid($"{register.Name} has no <size>.");

    private static List<int> Dimensions(XmlNode node)
    {
        var dimensions = new List<int>();
        var total = 1UL;
        foreach (var dimension in node.Children(null, "dim"))
        {
            var count = Math.Min(dimension.OwnNumber, MostRegisters + 1);
            total *= count;
            if (total is 0 or > MostRegisters)
                throw dimension.Invalid($"{node.Name} has {total} elements, and 1 to {MostRegisters} are possible.");
            dimensions.Add((int)count);
        }

        return dimensions;
    }
}
