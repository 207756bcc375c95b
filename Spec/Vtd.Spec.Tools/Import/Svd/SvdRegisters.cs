using System.Numerics;
using Vtd.Spec.Tools.Import.Xml;

namespace Vtd.Spec.Tools.Import.Svd;

/// <summary>Reads the registers of a peripheral. Clusters become groups; those inside others dissolve: their names become the first part of those of their registers.</summary>
internal sealed class SvdRegisters
{
    /// <summary>Clusters inside each other.</summary>
    private const int DeepestCluster = 8;

    /// <summary>Registers and clusters of one peripheral, with every element that is not in an array.</summary>
    private const int MostRegisters = 1 << 16;

    private readonly List<DescribedRegister> _found = [];
    private int _visited;

    /// <summary>The registers of a peripheral.</summary>
    public static IReadOnlyList<DescribedRegister> Of(XmlNode peripheral)
    {
        var registers = new SvdRegisters();
        registers.Collect(peripheral, "registers", "", 0, null, 0);
        return registers._found;
    }

    private void Collect(XmlNode container, string? inside, string prefix, ulong start, ImportedGroup? group, int depth)
    {
        if (depth > DeepestCluster)
            throw container.Invalid($"more than {DeepestCluster} clusters are inside each other.");

        foreach (var child in container.Children(inside, "register", "cluster"))
        {
            var dimension = SvdDimension.Of(child);
            var offset = Math.Min(start, ImportedRegisters.LargestBlock) + Math.Min(child.Number("addressOffset") ?? throw child.Invalid($"{child.Name} has no <addressOffset>."), ImportedRegisters.LargestBlock);
            var array = child.Kind == "register" || group is null ? dimension.Array : null;
            string[] names = array is not null ? [dimension.ArrayName!] : [.. dimension.Names];
            for (var index = 0; index < names.Length; index++)
            {
                if (++_visited > MostRegisters)
                    throw child.Invalid($"the peripheral has more than {MostRegisters} registers and clusters.");
                var place = offset + (ulong)index * Math.Min(dimension.Increment, ImportedRegisters.LargestBlock);
                if (child.Kind == "cluster")
                    Collect(child, null, prefix + names[index] + "_", place, group ?? new ImportedGroup(names[index], place, array), depth + 1);
                else
                    _found.Add(Described(child, prefix + names[index], place) with { Array = array, Group = group });
            }
        }
    }

    private static DescribedRegister Described(XmlNode register, string name, ulong offset)
    {
        var width = register.NumericProperty("size") ?? 32;
        return new(name, offset, width, SvdFields.Of(register, width))
        {
            Title = register.Text("displayName") is { } title && title != register.Text("name") ? title : null,
            About = register.Text("description"),
            Reset = register.NumericProperty("resetValue") ?? 0,
            KnownReset = register.NumericProperty("resetValue") is null ? 0 : register.NumericProperty("resetMask") ?? AllBits(width),
        };
    }

    private static BigInteger AllBits(ulong width) => (BigInteger.One << (int)Math.Min(width, SvdFields.MostBits)) - 1;
}
