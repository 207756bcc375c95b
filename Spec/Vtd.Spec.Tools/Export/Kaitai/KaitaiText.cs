using Vtd.Spec.Model;
using Vtd.Spec.Tools.Decode;
using Vtd.Spec.Tools.Import;
using Vtd.Spec.Tools.Specs;

namespace Vtd.Spec.Tools.Export.Kaitai;

/// <summary>The descriptors and entries of a spec as types of Kaitai Struct.</summary>
/// <remarks>Types of queues and of layouts of one thing look at the start of their stream, so that what uses them gives them one: <c>size:</c>.</remarks>
public static class KaitaiText
{
    /// <summary>The file.</summary>
    /// <exception cref="UnusableSpecException">The spec has no descriptors and no entries.</exception>
    public static ExportedText Of(LinkedSpec spec)
    {
        if (spec.Descriptors.Count == 0 && spec.Entries.Count == 0)
            throw new UnusableSpecException($"{spec.Header.Name} has no descriptors and no entries in memory, and the format describes nothing else; --format json has everything.");

        var writer = new KaitaiWriter();
        writer.Line(0, "# Made by vtd export --format ksy; what is changed here is lost.");
        writer.Line(0, "meta:");
        writer.Line(1, $"id: {KaitaiName.Of(spec.Header.Name)}");
        writer.Line(1, "endian: le");
        writer.Line(1, "bit-endian: le");
        writer.Doc(0, spec.Header.Document);
        foreach (var register in spec.Registers)
            writer.Lost(0, "register", register.Mnemonic);
        writer.Line(0, "types:");
        new KaitaiTypes(spec, writer).Write();
        Enums(spec, writer);
        return new(writer.Text, writer.All);
    }

    private static void Enums(LinkedSpec spec, KaitaiWriter writer)
    {
        var fields = spec.Entries.SelectMany(static entry => entry.Fields).Concat(spec.Descriptors.SelectMany(static descriptor => descriptor.Fields));
        var used = fields.SelectMany(static field => field.Enums)
            .Select(reference => spec.Referred(reference.Spec).Enums.FirstOrDefault(item => item.Name == reference.Name)).OfType<LinkedEnum>()
            .Where(static item => !item.IsFlags).DistinctBy(static item => item.Name).OrderBy(static item => item.Name, StringComparer.Ordinal).ToList();
        if (used.Count > 0)
            writer.Line(0, "enums:");
        foreach (var item in used)
        {
            writer.Line(1, KaitaiName.Of(item.Name) + ":");
            var (names, taken) = (new NumberedNames("_"), new HashSet<string>(StringComparer.Ordinal));
            foreach (var code in item.Codes.Where(static code => code.AliasOf is null))
            {
                writer.Line(2, Bits.Hex(code.Value) + ":");
                writer.Line(3, $"id: \"{names.Take(KaitaiName.Of(code.Name), taken.Add)}\"");
                writer.Doc(3, code.Meaning);
            }
        }
    }
}
