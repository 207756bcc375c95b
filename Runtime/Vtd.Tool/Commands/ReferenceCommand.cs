using System.CommandLine;
using Vtd.Spec.Tools.Reference;
using Vtd.Tool.Terminals;

namespace Vtd.Tool.Commands;

/// <summary>`vtd reference`: prints the language reference.</summary>
internal static class ReferenceCommand
{
    public static Command Create(Terminal terminal)
    {
        var command = new Command("reference", "Print the reference of the language, in Markdown.");
        command.SetAction(_ => terminal.Output.Write(LanguageReference.Write()));
        return command.WithExamples("vtd reference > language.md");
    }
}
