using Vtd.Spec.Declarations;
using Vtd.Spec.Source;
using Vtd.Spec.Yaml;

namespace Vtd.Spec.Language.Keys;

/// <summary>The top of a file.</summary>
internal static class SpecKeys
{
    private static readonly ListShape s_imports = new("a list of specs, such as [Common]", Shapes.Spec);
    private static readonly TextShape s_document = new("the title of a document");
    private static readonly TextShape s_overlay = new("what the overlay changes, such as an erratum or the subset of a vendor");

    public static readonly KeyTable<SpecFile> Spec = new("the file",
        new("spec", Shapes.Spec, "The spec that the file belongs to: files with the same name form one, in any order.",
            (values, node, file) => file with { Spec = values.Name(node, Shapes.Spec) }, isRequired: true),
        new("document", s_document, "The document that the spec was written from.",
            (values, node, file) => file with { Document = values.Text(node, s_document) }),
        new("about", Shapes.Prose, "What a reader of the documentation should know, in one or more sentences.",
            (values, node, file) => file with { About = values.Text(node, Shapes.Prose) }),
        new("overlay", s_overlay, "Makes the file an overlay, which changes declarations of the spec's other files: what it changes, and why.",
            (values, node, file) => file with { Overlay = new Located<string>(values.Text(node, s_overlay) ?? "", node.Span) }),
        new("import", s_imports, "The specs whose enums, templates and capabilities the files of this spec may name.", ReadImports),
        new("templates", TemplateKeys.All, "What declarations can be like.", TemplateKeys.Read),
        RevisionKeys.OfFile,
        BlockKeys.OfFile,
        BlockKeys.All,
        new("queue", Shapes.Queue, "The queue of the descriptors in this file that name none.",
            (values, node, file) => file with { Queue = values.Name(node, Shapes.Queue) }),
        new("enums", EnumKeys.Enums, "Enums and tables of codes.",
            (values, node, file) => file with
            {
                Enums = values.Map(node, EnumKeys.Enums, static name => new EnumDeclaration(name), EnumKeys.Read, out var isComplete),
                IsComplete = file.IsComplete && isComplete,
            }),
        new("registers", RegisterKeys.Registers, "Registers and register arrays.",
            (values, node, file) => file with
            {
                Registers = file.Registers.Concat(values.Map(node, RegisterKeys.Registers, static name => new RegisterDeclaration(name), RegisterKeys.Read, out var isComplete)).ToEquatableArray(),
                IsComplete = file.IsComplete && isComplete,
            }),
        new("groups", GroupKeys.Groups, "Groups of registers that lie together, once or repeated.", GroupKeys.Read),
        new("queues", DescriptorKeys.Queues, "Queues of descriptors.",
            (values, node, file) => file with
            {
                Queues = values.Map(node, DescriptorKeys.Queues, static name => new QueueDeclaration(name), DescriptorKeys.ReadQueue, out var isComplete),
                IsComplete = file.IsComplete && isComplete,
            }),
        new("descriptors", DescriptorKeys.Descriptors, "Descriptors.",
            (values, node, file) => file with
            {
                Descriptors = values.Map(node, DescriptorKeys.Descriptors, static name => new DescriptorDeclaration(name), DescriptorKeys.ReadDescriptor),
            }),
        new("entries", DescriptorKeys.Entries, "Entries of in-memory tables.",
            (values, node, file) => file with
            {
                Entries = values.Map(node, DescriptorKeys.Entries, static name => new EntryDeclaration(name), DescriptorKeys.ReadEntry),
            }));

    /// <summary>Names of a spec that could not be read are unknown.</summary>
    private static SpecFile ReadImports(ValueReader values, YamlNode node, SpecFile file)
    {
        var before = values.Findings.Count;
        var imports = values.NameList(node, Shapes.Spec, s_imports);
        return file with { Imports = imports, IsComplete = file.IsComplete && values.Findings.Count == before };
    }
}
