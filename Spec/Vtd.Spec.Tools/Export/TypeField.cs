using Vtd.Spec.Model;

namespace Vtd.Spec.Tools.Export;

/// <summary>The bits that tell the descriptors of a queue apart, known before the descriptor is.</summary>
internal static class TypeField
{
    /// <summary>As the field that each descriptor of the queue has.</summary>
    public static LinkedField Of(LinkedQueue queue) =>
        new("TYPE", queue.Type, Access.ReadWrite, null, null, 1, null, default, "type code, the same bits in every descriptor of the queue");
}
