using System.Globalization;
using Vtd.Spec.Model;
using Vtd.Spec.Tools.Export;

namespace Vtd.Spec.Tools.Tests.Export;

/// <summary>What formats for registers can say of a spec, a line for each field of each element: written apart from the exports, from the linked model alone.</summary>
internal static class PlainModel
{
    private static readonly Dictionary<string, string> s_withoutSticky = new() { ["ros"] = "ro", ["rws"] = "rw", ["rw1cs"] = "rw1c", ["rwos"] = "rwo" };

    /// <summary>The lines of a block.</summary>
    /// <param name="spec">The spec.</param>
    /// <param name="block">Name of the block; empty for the only one.</param>
    /// <param name="oneShot">Word for the access of bits that give a command.</param>
    public static IReadOnlyList<string> Of(LinkedSpec spec, string block, string oneShot) =>
    [
        .. First(spec.Registers.Where(register => register.Block == block && IsPlaced(register)))
            .SelectMany(register => Elements(register).SelectMany(element => Fields(spec, register, element, oneShot))).Order(StringComparer.Ordinal),
    ];

    /// <summary>Registers with their groups and dimensions, as lines.</summary>
    public static IReadOnlyList<string> ShapesOf(LinkedSpec spec, string block) =>
    [
        .. spec.Registers.Where(register => register.Block == block && IsPlaced(register))
            .Select(static register => $"{register.Mnemonic} in {register.Group?.Name} {string.Join(' ', register.Dimensions.Select(static dimension => $"{ExpressionProse.Of(dimension.Count)}*{Constant.Of(dimension.Stride)}"))} {register.Title}: {Line(register.About)}")
            .Order(StringComparer.Ordinal),
    ];

    // Of registers for the same accesses at one place, imports keep the first.
    private static IEnumerable<LinkedRegister> First(IEnumerable<LinkedRegister> registers)
    {
        var taken = new HashSet<(ulong Byte, RegisterPurpose Purpose)>();
        foreach (var register in registers.ToList())
        {
            var purpose = RegisterPurposes.Of(register.Fields.Select(static field => field.Access));
            var purposes = new[] { RegisterPurpose.Reads, RegisterPurpose.Writes }.Where(one => purpose.HasFlag(one));
            var places = Elements(register).SelectMany(offset => Enumerable.Range(0, register.Width / 8).SelectMany(at => purposes.Select(one => (offset + (ulong)at, one)))).ToList();
            if (places.TrueForAll(place => !taken.Contains(place)))
            {
                taken.UnionWith(places);
                yield return register;
            }
        }
    }

    private static bool IsPlaced(LinkedRegister register) =>
        Constant.Offset(register) is not null && register.Dimensions.All(static dimension => Constant.Of(dimension.Count) is not null && Constant.Of(dimension.Stride) is not null)
        && register.Fields.Any(static field => !field.IsReserved);

    private static IEnumerable<ulong> Elements(LinkedRegister register) => register.Dimensions.Aggregate<LinkedDimension, IEnumerable<ulong>>(
        [Constant.Offset(register)!.Value],
        static (offsets, dimension) => offsets.SelectMany(offset => Enumerable.Range(0, (int)Constant.Of(dimension.Count)!.Value).Select(index => offset + (ulong)index * Constant.Of(dimension.Stride)!.Value)));

    private static IEnumerable<string> Fields(LinkedSpec spec, LinkedRegister register, ulong offset, string oneShot)
    {
        foreach (var field in register.Fields.Where(static field => !field.IsReserved))
        {
            foreach (var element in field.Split())
            {
                var shift = 0;
                foreach (var range in element.Bits.Reverse())
                {
                    var isPart = element.Bits.Count > 1;
                    var name = isPart ? $"{field.Name}_{range.Lsb}" : element.Name.Replace("[", "", StringComparison.Ordinal).Replace("]", "", StringComparison.Ordinal);
                    var reset = !register.HasFixedReset ? "?"
                        : !field.Access.IsReadable || shift >= 64 ? "0"
                        : (((element.Reset ?? 0) >> shift) & (range.Width >= 64 ? ulong.MaxValue : (1UL << range.Width) - 1)).ToString("X", CultureInfo.InvariantCulture);
                    yield return $"0x{offset:X6} {register.Width} {range} {name} {AccessOf(field, oneShot)} reset {reset} {(isPart ? "" : Codes(spec, element))} {Line(field.Meaning)}";
                    shift += range.Width;
                }
            }
        }
    }

    private static string AccessOf(LinkedField field, string oneShot) =>
        field.Access == Access.OneShot ? oneShot : s_withoutSticky.GetValueOrDefault(field.Access.Word(), field.Access.Word());

    // The names of codes in PascalCase, which is what imports give them.
    private static string Codes(LinkedSpec spec, LinkedField field) =>
        field.Enum is { } reference && spec.Referred(reference.Spec).Enums.Single(item => item.Name == reference.Name) is { IsFlags: false } item
            ? $"{item.Name} {string.Join(", ", item.Codes.Where(static code => code.AliasOf is null).Select(static code => $"{code.Value}={code.Name.Replace("_", "", StringComparison.Ordinal).ToUpperInvariant()} {Line(code.Meaning)}"))}"
            : "";

    private static string Line(string? text) => string.Join(' ', (text ?? "").Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
