using System.CommandLine;
using Vtd.Machine.Serving;
using Vtd.Tool.Terminals;

namespace Vtd.Tool.Commands;

/// <summary>`vtd record`: `vtd serve`, writing down what happens to the unit as a recording for `vtd replay`.</summary>
internal static class RecordCommand
{
    public static Command Create(Terminal terminal)
    {
        var file = new Argument<string>("file") { Description = "The recording that is written: packed if its name ends in .gz." };
        var options = ServeCommand.Options();
        var command = new Command("record", "Serve as `vtd serve` does, and write a recording of it that `vtd replay` reads.") { file, options };
        command.SetAction(given => MachineServer.Run(
            [.. given.GetRequiredValue(options), "--record", given.GetRequiredValue(file)], terminal.Error, "vtd record"));
        return command.WithExamples("vtd record session.trace.gz -M q35 -device intel-iommu,x-scalable-mode=on -qtest unix:qtest.sock --quirks qemu");
    }
}
