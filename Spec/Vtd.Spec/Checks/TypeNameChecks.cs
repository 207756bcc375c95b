using Vtd.Spec.Declarations;
using Vtd.Spec.Diagnostics;
using Vtd.Spec.Source;

namespace Vtd.Spec.Checks;

/// <summary>Types that are called as one of their own members are, which C# does not allow.</summary>
internal static class TypeNameChecks
{
    /// <summary>Reports a register whose type has a member of its name.</summary>
    public static void CheckRegister(RegisterDeclaration register, string typeName, Findings findings)
    {
        var isOfWidth = register.Width?.Value > 64 ? ReservedNames.IsOfQword(typeName) : ReservedNames.NarrowRegisterMembers.Contains(typeName);
        Check("A register", register.Name, typeName, isOfWidth || ReservedNames.RegisterTypeMembers.Contains(typeName), $"{register.Name.Value}_REG", findings);
    }

    /// <summary>Reports an entry whose type has a member of its name, or whose variants have one.</summary>
    public static void CheckEntry(EntryDeclaration entry, string typeName, Findings findings)
    {
        Check("An entry", entry.Name, typeName, ReservedNames.EntryMembers.Contains(typeName) || ReservedNames.IsOfQword(typeName), $"{entry.Name.Value}-entry", findings);
        if (entry.Variant is not null && typeName is "None" or "Select")
            findings.Report(NameRules.ClashesWithMember, entry.Name.Span, $"A variant cannot be named '{entry.Name.Value}': that is the name for values with none of the layouts. Add a word to the name, for instance {entry.Name.Value}-entry.");
    }

    /// <summary>Reports an enum that is called as a method of the generated type that describes its codes.</summary>
    public static void CheckEnum(EnumDeclaration item, Findings findings)
    {
        var name = item.Name.Value;
        if (ReservedNames.EnumInfoMembers.Contains(name) || IsTrait(item, name))
            findings.Report(NameRules.ClashesWithMember, item.Name.Span, $"An enum cannot be named '{name}': a method that describes its codes has that name. Add a word to the name, for instance {name}Code.");
    }

    private static bool IsTrait(EnumDeclaration item, string name)
    {
        foreach (var trait in item.Traits)
        {
            if (name == "Is" + char.ToUpperInvariant(trait.Value[0]) + trait.Value.Substring(1))
                return true;
        }

        return false;
    }

    private static void Check(string kind, Located<string> name, string typeName, bool isMember, string wayOut, Findings findings)
    {
        if (isMember || ReservedNames.ValueTypeMembers.Contains(typeName))
        {
            findings.Report(NameRules.ClashesWithMember, name.Span,
                $"{kind} cannot be named '{name.Value}': its type {typeName} has a member of that name. Add a word to the name, for instance {wayOut}.");
        }
    }
}
