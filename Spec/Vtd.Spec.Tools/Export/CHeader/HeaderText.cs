using System.Globalization;
using Vtd.Spec.Model;

namespace Vtd.Spec.Tools.Export.CHeader;

/// <summary>A spec as a header for C99, C++11 and later, of macros only.</summary>
public static class HeaderText
{
    /// <exception cref="Specs.UnusableSpecException">Two names of the spec are one in C.</exception>
    public static string Of(LinkedSpec spec, string prefix)
    {
        var macros = new Macros();
        var guard = prefix + "_H_INCLUDED";
        macros.Claim("the include guard", guard);
        macros.Comment($"{spec.Header.Name}{(spec.Header.Document is { } document ? $": {document}" : "")}");
        macros.Comment("Made by vtd export --format c-header; what is changed here is lost.");
        macros.Comment("A mask has the bits in their place; the value is (number & MASK) >> SHIFT. WORD says in which 64-bit word, the lowest is 0.");
        macros.Comment("A field in several places has parts: bits of PARTn belong VALUE_SHIFT up in its value. ACCESS masks have all bits of an access.");
        macros.Comment("What is computed takes what registers hold: X_value is the number that register X reads, X_words its 64-bit words.");
        macros.Line();
        macros.Line("#ifndef " + guard);
        macros.Line("#define " + guard);
        foreach (var block in spec.Blocks)
            Define(block, prefix, macros);

        var registers = new RegisterMacros(spec, prefix, macros);
        foreach (var register in spec.Registers)
            registers.Define(register);
        foreach (var queue in spec.Queues)
            Define(queue, $"{prefix}_{CName.OfPascal(queue.Name)}", macros);
        foreach (var descriptor in spec.Descriptors)
            Define(descriptor, spec.Queues.First(queue => queue.Name == descriptor.Queue), $"{prefix}_{CName.OfMnemonic(descriptor.Name)}_DESCRIPTOR", macros);
        foreach (var entry in spec.Entries)
            Define(entry, $"{prefix}_{CName.OfMnemonic(entry.Name)}", macros);
        foreach (var item in spec.Enums)
            Define(item, $"{prefix}_{CName.OfPascal(item.Name)}", macros);
        macros.Line();
        macros.Line("#endif");
        return macros.Text;
    }

    private static void Define(LinkedBlock block, string prefix, Macros macros)
    {
        var (owner, stem, words) = block.Name.Length == 0 ? ("the block", prefix, "The register block")
            : ($"block {block.Name}", $"{prefix}_{CName.OfMnemonic(block.Name)}", CommentWords.Title(block.Name, block.Title, block.Section) + ": a register block");
        macros.Line();
        macros.Comment(words + ", in bytes; offsets count from its start.");
        macros.Define(owner, stem + "_BLOCK_SIZE", CNumber.Hex((ulong)block.Size, 12));
        foreach (var instance in block.Instances)
            macros.Define($"instance {instance.Name}", $"{stem}_{CName.OfMnemonic(instance.Name)}_ADDRESS", CNumber.Long(instance.Address));
    }

    private static void Define(LinkedQueue queue, string stem, Macros macros)
    {
        var owner = $"queue {queue.Name}";
        var type = TypeField.Of(queue);
        macros.Line();
        macros.Comment(CommentWords.Title(queue.Name, queue.Title, queue.Section) + CommentWords.Remarks(null, queue));
        macros.Comment(CommentWords.OfField(type, hasAccess: false));
        FieldMacros.Of(stem, Holder.InMemory(queue.Sizes[0]), type).Define(macros, owner, type);
    }

    private static void Define(LinkedDescriptor descriptor, LinkedQueue queue, string stem, Macros macros)
    {
        var owner = $"descriptor {descriptor.Name}";
        var require = string.Concat(descriptor.Require.Select(condition => $"; requires {ExpressionProse.Of(condition)}"));
        macros.Line();
        macros.Comment(CommentWords.Title(descriptor.Name, descriptor.Title, descriptor.Section) + require + CommentWords.Remarks(null, descriptor));
        macros.Define(owner, stem + "_TYPE", CNumber.Hex(descriptor.Code, TypeField.Of(queue).Width));
        DefineSize(descriptor.Sizes[0], stem, owner, macros);
        if (descriptor.Sizes.Count > 1)
            macros.Define(owner, stem + "_MAX_WIDTH", CNumber.Of(descriptor.Sizes[^1]));
        new StructureMacros(macros, stem, owner, Holder.InMemory(descriptor.Sizes[0])).Define(descriptor.Fields, hasAccess: false);
    }

    private static void Define(LinkedEntry entry, string stem, Macros macros)
    {
        var owner = $"entry {entry.Name}";
        var variant = (entry.VariantWhen is { } when ? $"; if {ExpressionProse.Of(when)}" : "") + string.Concat(entry.Require.Select(condition => $"; requires {ExpressionProse.Of(condition)}"));
        macros.Line();
        macros.Comment(CommentWords.Title(entry.Name, entry.Title, entry.Section) + variant + CommentWords.Remarks(null, entry));
        DefineSize(entry.Size, stem, owner, macros);
        new StructureMacros(macros, stem, owner, Holder.InMemory(entry.Size)).Define(entry.Fields, hasAccess: false);
    }

    private static void Define(LinkedEnum item, string stem, Macros macros)
    {
        macros.Line();
        macros.Comment(CommentWords.Title(item.Name, item.Title, item.Section) + CommentWords.Remarks(null, item));
        foreach (var code in item.Codes)
        {
            var words = string.Join(": ", new[] { code.Mnemonic, code.Meaning }.OfType<string>()) + CommentWords.Remarks(code.When, code);
            if (words.Length > 0)
                macros.Comment(string.Create(CultureInfo.InvariantCulture, $"{code.Name}, {words.TrimStart(';', ' ')}"));
            macros.Define($"enum {item.Name}, code {code.Name}", $"{stem}_{CName.OfPascal(code.Name)}", CNumber.Hex(CodeValue.Of(code, item), item.Width));
        }
    }

    private static void DefineSize(int bits, string stem, string owner, Macros macros)
    {
        macros.Define(owner, stem + "_WIDTH", CNumber.Of(bits));
        macros.Define(owner, stem + "_WORDS", CNumber.Of(BitWords.Count(bits)));
    }
}
