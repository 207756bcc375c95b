using Scriban.Runtime;
using Vtd.Codegen.Outputs;
using Vtd.Spec.Model;

namespace Vtd.Codegen.Rendering;

/// <summary>An enum, and what is known about its codes.</summary>
internal static class EnumView
{
    public static FileTemplate Fill(ScriptObject view, GeneratedEnum output)
    {
        var it = output.Enum;
        var codes = new ScriptArray();
        var hasMnemonics = false;
        foreach (var code in it.Codes)
        {
            hasMnemonics |= code.Mnemonic is not null;
            codes.Add(Code(it, code));
        }

        var traits = new ScriptArray();
        foreach (var trait in it.Traits)
            traits.Add(Trait(it, trait));

        view["type"] = it.Name;
        view["heading"] = Prose.Heading(it.Name, it.Title, it.Section);
        view["about"] = Prose.Remarks(it, it.IsOpen ? $"{it.About} Values without a name are legal.".TrimStart() : it.About);
        view["is_flags"] = it.IsFlags;
        view["underlying"] = CSharp.UnsignedType(it.UnderlyingBits);
        view["codes"] = codes;
        view["traits"] = traits;
        view["has_info"] = hasMnemonics || it.Traits.Count > 0;
        return FileTemplate.Enum;
    }

    private static ScriptObject Code(LinkedEnum it, LinkedCode code)
    {
        var text = (code.AliasOf is null ? "" : $"another name of {code.AliasOf}: ") + (code.Meaning ?? code.Name);
        return new ScriptObject
        {
            ["name"] = code.Member,
            ["is_alias"] = code.AliasOf is not null,
            ["value"] = code.AliasOf ?? (it.IsFlags ? $"{(it.UnderlyingBits > 32 ? "1UL" : "1")} << {CSharp.Decimal((long)code.Value)}"
                : code.Value < 10 && it.Width <= 4 ? CSharp.Decimal((long)code.Value)
                : "0x" + code.Value.ToString("X" + CSharp.Decimal((it.Width + 3) / 4), System.Globalization.CultureInfo.InvariantCulture)),
            ["remarks"] = Prose.Remarks(code),
            ["doc"] = Prose.Sentence(code.Mnemonic is null ? text : code.Mnemonic + ": " + text) + (code.When is null ? "" : " Only if " + Prose.Escape(ExpressionProse.Of(code.When)) + "."),
            ["mnemonic"] = code.Mnemonic is null ? null : CSharp.Quote(code.Mnemonic),
            ["description"] = CSharp.Quote(code.Mnemonic is null ? text : code.Mnemonic + ": " + text),
        };
    }

    private static ScriptObject Trait(LinkedEnum it, string trait)
    {
        var holders = new List<string>();
        foreach (var code in it.Codes)
        {
            if (code.AliasOf is null && code.Traits.Contains(trait))
                holders.Add($"{it.Name}.{code.Member}");
        }

        return new ScriptObject
        {
            ["name"] = "Is" + char.ToUpperInvariant(trait[0]) + trait.Substring(1),
            ["word"] = Prose.Escape(trait),
            ["condition"] = holders.Count == 0 ? "false" : "code is\n        " + string.Join(" or\n        ", holders),
        };
    }
}
