using Vtd.Spec.Model;

namespace Vtd.Spec.Tools.Export;

/// <summary>The value of a field for a code.</summary>
internal static class CodeValue
{
    public static ulong Of(LinkedCode code, LinkedEnum item) => item.IsFlags ? 1UL << (int)code.Value : code.Value;
}
