using Vtd.Spec.Model;

namespace Vtd.Codegen.Outputs;

/// <summary>Effects of software's accesses that few registers have: what carries them out is generated only where a register has one.</summary>
public static class RareEffects
{
    /// <summary>The masks of a register, with the fields in each.</summary>
    public static IReadOnlyList<(string Name, Func<LinkedRegister, LinkedField, bool> Has)> Masks { get; } =
    [
        ("ReadToClear", static (_, field) => field.Access.OnRead == ReadEffect.Clears),
        ("ReadToSet", static (_, field) => field.Access.OnRead == ReadEffect.Sets),
        ("WriteOneToToggle", static (_, field) => field.Access.OnWrite == WriteEffect.OneToggles),
        ("WriteZeroToClear", static (_, field) => field.Access.OnWrite == WriteEffect.ZeroClears),
        ("WriteZeroToSet", static (_, field) => field.Access.OnWrite == WriteEffect.ZeroSets),
        ("WriteZeroToToggle", static (_, field) => field.Access.OnWrite == WriteEffect.ZeroToggles),
        ("WriteToClear", static (_, field) => field.Access.OnWrite == WriteEffect.AnyClears),
        ("WriteToSet", static (_, field) => field.Access.OnWrite == WriteEffect.AnySets),
        ("WriteOnce", static (_, field) => field.Access.IsWriteOnce),
        ("ReadHook", static (register, field) => register.ReadHook is { } hook && hook.Has(field)),
    ];

    /// <summary>Whether accesses to a register have such an effect.</summary>
    public static bool Has(LinkedRegister register) => Masks.Any(mask => register.Fields.Any(field => mask.Has(register, field)));
}
