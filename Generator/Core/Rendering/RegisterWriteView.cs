using Scriban.Runtime;
using Vtd.Codegen.Contract;
using Vtd.Spec.Model;

namespace Vtd.Codegen.Rendering;

/// <summary>The view of the value that software writes to a register.</summary>
internal static class RegisterWriteView
{
    private const int ParametersPerLine = 3;

    /// <summary>The view; null unless a write of what was read would do harm.</summary>
    public static ScriptObject? Of(LinkedRegister it, WordLayout lanes)
    {
        var acting = it.Fields.Where(Acts).ToArray();
        if (acting.Length == 0)
            return null;

        var properties = new FieldPropertyWriter(lanes);
        var parameters = acting.Select(field => $"{properties.TypeOf(field)} {ParameterOf(field)} = {(properties.TypeOf(field) == "bool" ? "false" : field.Enum is null ? "0" : "default")}").ToArray();
        var changes = string.Join(", ", acting.Select(field => $"{MemberNames.Of(field.Name, it.TypeName)} = {ParameterOf(field)}"));
        var masks = lanes.MasksOf(it.Fields, static field => field.Access.IsStored() || field.Access == Access.ReservedPreserve || Acts(field));

        // Where 0 acts, a field that is not named is written as ones.
        var inverted = lanes.MasksOf(it.Fields, static field => Acts(field) && field.Access.Neutral == NeutralWrite.Ones);
        return new ScriptObject
        {
            ["parameters"] = string.Join(parameters.Length > ParametersPerLine ? ",\n        " : ", ", parameters),
            ["changes"] = changes,
            ["is_split"] = masks.Length > 1,
            ["bits"] = string.Join(", ", masks.Select((mask, lane) => lanes.Stored(Bits(
                $"{(masks.Length > 1 ? "write" : $"(this with {{ {changes} }})")}.{lanes.Names[lane]}", Hex(mask, lane), inverted[lane] == 0 ? null : Hex(inverted[lane], lane))))),
            ["fields"] = $"{lanes.Type} {string.Join(", ", lanes.Names.Select((name, lane) => $"{name} = {lanes.InitialOf(lane)}"))}",
        };

        string Hex(ulong bits, int lane) => CSharp.Hex(bits, lanes.WidthOf(lane), lanes.Bits);
    }

    private static bool Acts(LinkedField field) => field.Access.ActsByValue() && field.Width <= 64;

    private static string Bits(string word, string mask, string? inverted) => inverted is null ? $"{word} & {mask}" : $"({word} ^ {inverted}) & {mask}";

    private static string ParameterOf(LinkedField field) => field.Access.OnWrite switch
    {
        WriteEffect.OneClears or WriteEffect.ZeroClears => "clear",
        WriteEffect.OneToggles or WriteEffect.ZeroToggles => "toggle",
        _ => "set",
    } + field.Name;
}
