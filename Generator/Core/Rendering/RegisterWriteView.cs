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
        // No code that was read can be written back where writes have codes of their own. The caller names one, unless a value does nothing.
        var named = it.Fields.Where(static field => Acts(field) || field.WriteEnum is not null).OrderBy(Acts).ToArray();
        if (named.Length == 0)
            return null;

        var properties = new FieldPropertyWriter(lanes);
        var parameters = named.Select(field => Parameter(field, properties.TypeOf(MembersView.AsWritten(field)))).ToArray();
        var shared = named.Where((field, at) => named.Take(at).Any(field.SharesBitsWith)).ToArray();
        var changes = string.Join(", ", named.Except(shared).Select(Change));
        var masks = lanes.MasksOf(it.Fields, field => field.Access.IsStored() || field.Access == Access.ReservedPreserve || named.Contains(field));

        // Where 0 acts, a field that is not named is written as ones. Codes of writes are the bits that are written.
        var inverted = lanes.MasksOf(it.Fields, static field => Acts(field) && field is { WriteEnum: null, Access.Neutral: NeutralWrite.Ones });
        return new ScriptObject
        {
            ["parameters"] = string.Join(parameters.Length > ParametersPerLine ? ",\n        " : ", ", parameters),
            ["changes"] = changes,
            ["is_split"] = masks.Length > 1,
            ["bits"] = string.Join(", ", masks.Select((mask, lane) => lanes.Stored(Bits(
                WithShared($"{(masks.Length > 1 ? "write" : $"(this with {{ {changes} }})")}.{lanes.Names[lane]}", lane), Hex(mask, lane), inverted[lane] == 0 ? null : Hex(inverted[lane], lane))))),
            ["fields"] = $"{lanes.Type} {string.Join(", ", lanes.Names.Select((name, lane) => $"{name} = {lanes.InitialOf(lane)}"))}",
        };

        string Change(LinkedField field) => $"{(field.WriteEnum is null ? MemberNames.Of(field.Name, it.TypeName) : MemberNames.OfWritten(field.Name))} = {ParameterOf(field)}";

        // Of fields that share bits the caller names the one that is there; the others are 0.
        string WithShared(string word, int lane) => shared.Length == 0
            ? word
            : $"({word}{string.Concat(shared.Select(field => $" | (default({it.TypeName}) with {{ {Change(field)} }}).{lanes.Names[lane]}"))})";

        string Hex(ulong bits, int lane) => CSharp.Hex(bits, lanes.WidthOf(lane), lanes.Bits);
    }

    private static bool Acts(LinkedField field) => field.Access.ActsByValue() && field.Width <= 64;

    private static string Parameter(LinkedField field, string type) => $"{type} {ParameterOf(field)}" + field switch
    {
        { WriteEnum: not null } when !Acts(field) => "",
        { WriteEnum: not null, Access.Neutral: NeutralWrite.Ones } => $" = ({type}){CSharp.ShortHex(WordLayout.Ones(field.Width), 64)}",
        _ when type == "bool" => " = false",
        { Enum: null } => " = 0",
        _ => " = default",
    };

    private static string Bits(string word, string mask, string? inverted) => inverted is null ? $"{word} & {mask}" : $"({word} ^ {inverted}) & {mask}";

    private static string ParameterOf(LinkedField field) => field.Access.OnWrite switch
    {
        WriteEffect.Stores => "write",
        WriteEffect.OneClears or WriteEffect.ZeroClears or WriteEffect.AnyClears => "clear",
        WriteEffect.OneToggles or WriteEffect.ZeroToggles => "toggle",
        _ => "set",
    } + field.Name;
}
