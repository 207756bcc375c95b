using System.CommandLine;
using Vtd.Machine.Serving;
using Vtd.Tool.Terminals;

namespace Vtd.Tool.Commands;

/// <summary>`vtd serve`: a machine with a unit, for programs that drive QEMU by qtest.</summary>
internal static class ServeCommand
{
    public static Command Create(Terminal terminal)
    {
        var options = Options();
        var command = new Command("serve", "Serve a small q35 machine around the unit over qtest and QMP, until SIGTERM or until the last client leaves.") { options };
        command.SetAction(given => MachineServer.Run(given.GetRequiredValue(options), terminal.Error, "vtd serve"));
        return command.WithExamples(
            "vtd serve -M q35 -m 256 -device intel-iommu -device edu,addr=3 -accel qtest -qtest stdio",
            "vtd serve -M q35 -device intel-iommu,x-scalable-mode=on -qtest unix:qtest.sock --quirks qemu");
    }

    public static Argument<string[]> Options() => new("options")
    {
        Description = "As QEMU has them: -M, -m, -device, -qtest, -qmp and others. Ours: --quirks qemu, --qemu RELEASE.",
        Arity = ArgumentArity.ZeroOrMore,
    };
}
