using Scriban.Runtime;
using Vtd.Codegen.Contract;
using Vtd.Codegen.Outputs;
using Vtd.Spec.Model;

namespace Vtd.Codegen.Rendering;

/// <summary>Selects the register that an access reaches among those at one place.</summary>
internal static class RegisterSelection
{
    /// <summary>The groups of registers that can meet at a place, and the condition that selects each.</summary>
    public static ScriptArray Of(GeneratedRegisterFile output)
    {
        return new(SharedPlaces.GroupsOf(output.Registers).Select((group, at) => new ScriptObject
        {
            ["number"] = CSharp.Decimal(at + 1),
            ["names"] = string.Join(" or ", group.Select(static register => "RegisterId." + Name(register))),
            ["registers"] = new ScriptArray(group.Select(register => new ScriptObject
            {
                ["name"] = Name(register),
                ["condition"] = Condition(register, group, RunTimeExpressions.Of(register, output.Shapes)),
            }).Where(static it => it["condition"] is not null)),
        }));
    }

    private static string Name(LinkedRegister register) => MemberNames.Of(register.Mnemonic, "");

    /// <summary>The condition with which an access reaches the register; null if every one does. Masks care for what differs from element to element and for imported capabilities.</summary>
    private static string? Condition(LinkedRegister register, IReadOnlyList<LinkedRegister> group, ExpressionWriter expressions)
    {
        var existence = ExpressionParts.ConditionsOf(register.When)
            .Where(condition => !expressions.IsOfElement(condition) && ExpressionParts.FieldsOf(condition).All(static field => field.Spec is null));
        var condition = ExpressionParts.All(existence.Append(register.Bank));
        var direction = PurposeOf(register) switch
        {
            RegisterPurpose.Reads when group.Any(static other => PurposeOf(other) == RegisterPurpose.Writes) => "!isWrite",
            RegisterPurpose.Writes when group.Any(static other => PurposeOf(other) == RegisterPurpose.Reads) => "isWrite",
            _ => null,
        };
        return (direction, condition) switch
        {
            (null, null) => null,
            (null, _) => expressions.Condition(condition),
            (_, null) => direction,
            _ => direction + " && " + expressions.LogicOperand(condition, BinaryOperator.And),
        };
    }

    // Reserved bits have no purpose.
    private static RegisterPurpose PurposeOf(LinkedRegister register) => RegisterPurposes.Of(register.Fields.Select(static field => field.Access));
}
