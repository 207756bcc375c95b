using System.CommandLine;
using Vtd.Tool.Reports;
using Vtd.Tool.Terminals;

namespace Vtd.Tool.Commands;

/// <summary>`vtd show`: what a spec declares, as a page for the terminal.</summary>
internal static class ShowCommand
{
    public static Command Create(Terminal terminal)
    {
        var thing = new Argument<string>("thing") { Description = "A register, entry, descriptor, queue, enum or field, in upper or lower case." };
        var specs = new Option<string[]>("--spec") { Description = "A spec file or a folder of them instead of the built-in VT-d. May be repeated.", HelpName = "PATH" };
        var command = new Command("show", "Show a declaration: its bits, its fields with access, reset value, meaning and codes.") { thing, specs };
        command.SetAction(parsed => DecodeCommand.Guarded(terminal, () =>
        {
            new DeclarationReport(terminal.Report).Write(DecodeCommand.Load(parsed.GetValue(specs) ?? []).Find(parsed.GetValue(thing)!));
            return ExitCode.Success;
        }));
        return command.WithExamples("vtd show FECTL", "vtd show pasid-entry", "vtd show FaultReason", "vtd show UART_LCR --spec device.vtd.yaml");
    }
}
