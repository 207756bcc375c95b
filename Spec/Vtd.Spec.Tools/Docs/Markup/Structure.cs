using Vtd.Spec.Model;
using Vtd.Spec.Source;

namespace Vtd.Spec.Tools.Docs.Markup;

/// <summary>The common part of registers, descriptors and entries: bits with fields in them.</summary>
/// <param name="Width">Bits of the value, of the smallest size if there are several.</param>
/// <param name="LargestWidth">Bits of the largest size; those above <paramref name="Width"/> are reserved.</param>
/// <param name="Initial">Values of fields that a new one has, where they are known: after reset, or the type code.</param>
/// <param name="HasAccess">Fields differ in what software can do to them, and have a value after reset.</param>
internal sealed record Structure(
    Subject Subject, int Width, int LargestWidth, bool HasAccess, IReadOnlyDictionary<string, ulong> Initial, EquatableArray<LinkedField> Fields, string? About)
{
    /// <summary>Whether a register tells the capabilities of the hardware: reserved bits that are set are those of another revision of the architecture.</summary>
    public bool IsGiven { get; init; }

    public static Structure Of(LinkedRegister register, Subject subject)
    {
        var reset = register.Fields.Where(field => field.Reset is > 0).ToDictionary(field => field.Name, field => field.Reset!.Value);
        return new Structure(subject, register.Width, register.Width, true, reset, register.Fields, register.About) { IsGiven = register.Reset == ResetSource.Given };
    }

    public static Structure Of(LinkedDescriptor descriptor, Subject subject)
    {
        var type = new Dictionary<string, ulong> { [descriptor.TypeField] = descriptor.Code };
        return new Structure(subject, descriptor.Sizes[0], descriptor.Sizes[^1], false, type, descriptor.Fields, descriptor.About);
    }

    public static Structure Of(LinkedEntry entry, Subject subject) =>
        new(subject, entry.Size, entry.Size, false, new Dictionary<string, ulong>(), entry.Fields, entry.About);
}
