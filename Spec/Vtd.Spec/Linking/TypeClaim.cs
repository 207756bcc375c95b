using Vtd.Spec.Declarations;

namespace Vtd.Spec.Linking;

/// <summary>The first declaration that needs a type name, a type code or a condition.</summary>
/// <param name="Kind">Kind of the declaration; null for the spec itself and for a group of variants.</param>
/// <param name="Name">Name of the declaration, the spec or the group.</param>
/// <param name="Path">File of the declaration; empty for the spec itself.</param>
internal sealed record TypeClaim(UnitKind? Kind, string Name, string Path);
