using Vtd.Spec.Declarations;

namespace Vtd.Spec.LanguageServer.Names;

/// <summary>The fields and reserved bits of registers, descriptors and entries as they are declared.</summary>
public static class DeclaredFields
{
    /// <summary>The fields of a declaration; none if it is of another kind.</summary>
    public static IEnumerable<FieldDeclaration> FieldsOf(Declaration item) => item switch
    {
        RegisterDeclaration register => register.Fields,
        DescriptorDeclaration descriptor => descriptor.Fields,
        EntryDeclaration entry => entry.Fields,
        _ => [],
    };

    /// <summary>The reserved bits of a declaration.</summary>
    public static IEnumerable<ReservedDeclaration> ReservedOf(Declaration item) => item switch
    {
        RegisterDeclaration register => register.Reserved,
        DescriptorDeclaration descriptor => descriptor.Reserved,
        EntryDeclaration entry => entry.Reserved,
        _ => [],
    };
}
