using System.Globalization;
using System.Numerics;

namespace Vtd.Spec.Tools.Decode.Regset;

/// <summary>Units and the rows that a file shows for each, as Linux writes /sys/kernel/debug/iommu/intel/iommu_regset.</summary>
public sealed class RegisterSets
{
    private const string UnitStart = "IOMMU:";
    private const string BaseStart = "Register Base Address:";
    private const string NoName = "unnamed";

    /// <summary>More than any real file has, and few enough to keep.</summary>
    private const int MostRows = 100_000;

    private readonly List<RegisterSet> _units = [];
    private int _rows;

    /// <summary>The units in the order of the file, as far as it was read.</summary>
    public IReadOnlyList<RegisterSet> Units => _units;

    /// <summary>Reads the units in the order of the file. Lines that are no row are left out.</summary>
    /// <exception cref="UndecodableException">The file holds far too much.</exception>
    public static IReadOnlyList<RegisterSet> Read(IEnumerable<string> lines)
    {
        var sets = new RegisterSets();
        foreach (var (index, line) in lines.Index())
            sets.Take(line, index + 1);

        return sets.Units;
    }

    /// <summary>Takes a line.</summary>
    /// <returns>Whether it is of a register set.</returns>
    /// <exception cref="UndecodableException">The file holds far too much.</exception>
    public bool Take(string line, int number)
    {
        if (UnitOf(line) is { } unit)
        {
            _units.Add(unit);
        }
        else if (RowOf(line, number) is { } row)
        {
            if (_units.Count == 0)
                _units.Add(new RegisterSet(NoName, null, []));
            _units[^1].Rows.Add(row);
        }
        else
        {
            return false;
        }

        return ++_rows <= MostRows ? true : throw new UndecodableException($"More than {MostRows} rows; no machine has as many registers.");
    }

    private static RegisterSet? UnitOf(string line)
    {
        var text = line.Trim();
        var address = text.IndexOf(BaseStart, StringComparison.Ordinal);
        if (!text.StartsWith(UnitStart, StringComparison.Ordinal) || address < 0)
            return null;

        var name = text[UnitStart.Length..Math.Max(UnitStart.Length, address)].Trim();
        return new RegisterSet(PrintableText.Text(name.Length == 0 ? NoName : name), HexOf(text[(address + BaseStart.Length)..].Trim(), 16), []);
    }

    private static RegisterRow? RowOf(string line, int number)
    {
        if (line.Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries) is not [var name, var offset, var contents]
            || !offset.StartsWith("0x", StringComparison.Ordinal) || !contents.StartsWith("0x", StringComparison.Ordinal))
            return null;

        return HexOf(offset, 8) is { } place && HexOf(contents, 32) is { } value ? new RegisterRow(number, PrintableText.Text(name), (long)place, value) : null;
    }

    private static BigInteger? HexOf(string text, int mostDigits)
    {
        var digits = text.StartsWith("0x", StringComparison.Ordinal) ? text[2..] : text;
        return digits.Length > 0 && digits.Length <= mostDigits && digits.All(char.IsAsciiHexDigit)
            ? BigInteger.Parse("0" + digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture)
            : null;
    }
}

/// <summary>A unit of a file.</summary>
/// <param name="Name">For instance <c>dmar0</c>.</param>
/// <param name="Base">Address of its registers.</param>
/// <param name="Rows">In the order of the file.</param>
public sealed record RegisterSet(string Name, BigInteger? Base, List<RegisterRow> Rows);

/// <summary>A row: what the file calls a register, where it is, and what it holds.</summary>
public sealed record RegisterRow(int Line, string Name, long Offset, BigInteger Contents);
