using System.Globalization;
using Vtd.Spec.Diagnostics;
using Vtd.Spec.Model;
using Vtd.Spec.Tools.Import;
using Vtd.Spec.Tools.Specs;

namespace Vtd.Spec.Tools.Tests.Import;

/// <summary>Compares written specs with independent readings of their source.</summary>
internal static class ComparedFields
{
    /// <summary>What the specs say as text, read again.</summary>
    public static LoadedSpecs Load(IEnumerable<ImportedSpec> specs)
    {
        var loaded = LoadedSpecs.Load([.. specs.Select(static spec => new SpecText(spec.FileName, SpecWriter.Write(spec)))]);
        Assert.DoesNotContain(loaded.Findings, static finding => finding.Rule.Severity == Severity.Error);
        return loaded;
    }

    /// <summary>Asserts that a spec has the fields of the source with their places, accesses and reset values, no other ones, and a loss for each that it lacks.</summary>
    /// <param name="spec">The spec.</param>
    /// <param name="loaded">The spec read again.</param>
    /// <param name="expected">The fields of the source.</param>
    public static void Agree(ImportedSpec spec, LoadedSpecs loaded, IEnumerable<PlainField> expected)
    {
        var imported = loaded.Specs.Single(one => one.Header.Name == spec.Name).Registers.SelectMany(Expand).ToDictionary(KeyOf);
        var (compared, lost) = (0, 0);
        foreach (var field in expected)
        {
            if (imported.Remove(KeyOf(field), out var actual) && actual.Width == field.Width)
            {
                // The reset value of bits that cannot be read means nothing; a register with known and unknown bits has 0 for the latter, and a loss.
                var isKnown = !KeyOf(field).IsForWrites && field.Reset is not null;
                Assert.True(isKnown || actual.Reset is null or 0, $"{field}: {actual}");
                Assert.Equal(field with { Register = "", Reset = isKnown ? field.Reset : null }, actual with { Register = "", Reset = isKnown ? actual.Reset : null });
                compared++;
            }
            else
            {
                lost++;
            }
        }

        Assert.NotEqual(0, compared);
        Assert.Empty(imported);
        Assert.True(lost == 0 || spec.AllLosses().Any(static loss => loss.Kind.StartsWith("register", StringComparison.Ordinal) || loss.Kind.StartsWith("field", StringComparison.Ordinal)), $"{spec.Name}: {lost} fields are missing");
    }

    // One register for reads and one for writes can be at the same place.
    private static (ulong Offset, int Lsb, bool IsForWrites) KeyOf(PlainField field) =>
        (field.Offset, field.Lsb, field.Access is "wo" or "oneshot" || field.Access.StartsWith("r0", StringComparison.Ordinal));

    private static IEnumerable<PlainField> Expand(LinkedRegister register)
    {
        var offsets = register.Dimensions.Aggregate<LinkedDimension, IEnumerable<ulong>>([(ulong)register.Offset], static (starts, dimension) =>
            starts.SelectMany(start => Enumerable.Range(0, (int)Number(ExpressionProse.Of(dimension.Count))).Select(index => start + (ulong)index * Number(ExpressionProse.Of(dimension.Stride)))));
        return
            from offset in offsets
            from field in register.Fields
            where !field.IsReserved
            let bits = field.Bits[0]
            select new PlainField(
                register.Mnemonic, offset, register.Width, bits.Lsb, bits.Width, field.Access.Word(),
                register.Reset == ResetSource.Undefined ? null : field.Reset ?? 0);
    }

    private static ulong Number(string text) => text.StartsWith("0x", StringComparison.Ordinal)
        ? ulong.Parse(text.AsSpan(2), NumberStyles.HexNumber, CultureInfo.InvariantCulture)
        : ulong.Parse(text, CultureInfo.InvariantCulture);
}
