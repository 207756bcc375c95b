using Vtd.Codegen.Contract;
using Vtd.Codegen.Outputs;
using Vtd.Spec.Model;

namespace Vtd.Codegen.Rendering;

/// <summary>Expressions over the current values of registers, in a register file.</summary>
internal static class RunTimeExpressions
{
    /// <summary>Writes the expressions of a register, where <c>element</c> is its number among all elements.</summary>
    public static ExpressionWriter Of(LinkedRegister register, IEnumerable<FieldShape> shapes)
    {
        var dimensions = new RegisterDimensions(register, new ExpressionWriter([], static _ => ""));
        return new(shapes, shape => dimensions.OwnerOf(shape.Group, "element") + MemberNames.Of(shape.Member ?? "", ""));
    }
}
