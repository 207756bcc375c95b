using System.CommandLine;
using Vtd.Spec.Tools.Reference;
using Vtd.Tool.Terminals;

namespace Vtd.Tool.Commands;

/// <summary>`vtd schema`: prints the JSON schema of the language.</summary>
internal static class SchemaCommand
{
    public static Command Create(Terminal terminal)
    {
        var command = new Command("schema", "Print the JSON schema of the language, for editors.");
        command.SetAction(_ => terminal.Output.Write(SpecSchema.Write()));
        return command.WithExamples(
            ("vtd schema > vtd-spec.schema.json", "beside the spec files, whose first line then is"),
            ("", "# yaml-language-server: $schema=vtd-spec.schema.json"));
    }
}
