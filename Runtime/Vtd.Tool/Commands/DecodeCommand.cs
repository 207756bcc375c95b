using System.CommandLine;
using Vtd.Spec.Tools.Decode;
using Vtd.Spec.Tools.Specs;
using Vtd.Tool.Terminals;

namespace Vtd.Tool.Commands;

/// <summary>`vtd decode`: what a value means.</summary>
internal static class DecodeCommand
{
    public static Command Create(Terminal terminal)
    {
        var thing = new Argument<string?>("thing")
        {
            Description = "A register, its offset (0x34), an entry, descriptor, queue, enum or one field (GSTS.TES), in upper or lower case; 'descriptor' finds the type itself. "
                + "Several at once are written THING=VALUE.",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var values = new Argument<string[]>("value")
        {
            Description = "Hexadecimal, with or without 0x: one number of any width, or 64-bit words, the lowest first, as many as the thing has. "
                + "Words joined by colons are one number, the highest word first, as Linux prints entries.",
            Arity = ArgumentArity.ZeroOrMore,
        };
        var asBytes = new Option<bool>("--bytes") { Description = "The values are bytes, the lowest first: 01 00 f0, 0100f0, or what hexdump -C, od or xxd print." };
        var given = new Option<string[]>("--given")
        {
            Description = "A known field or register, for conditions: ECAP.PT=1, RTADDR.TTM=Scalable, CAP=0xd2008c40660462. May be repeated.",
            HelpName = "FIELD=VALUE",
        };
        var specs = new Option<string[]>("--spec") { Description = "A spec file or a folder of them instead of the built-in VT-d. May be repeated.", HelpName = "PATH" };
        var regset = new Option<string?>("--regset")
        {
            Description = "Decode what Linux shows in /sys/kernel/debug/iommu/intel/iommu_regset; - is the standard input.",
            HelpName = "FILE",
        };
        var debugfs = new Option<string?>("--debugfs")
        {
            Description = "Decode any file of /sys/kernel/debug/iommu/intel: registers, root and context entries, interrupt entries, queue, page tables; - is the standard input.",
            HelpName = "FILE",
        };
        var dmesg = new Option<string?>("--dmesg")
        {
            Description = "Explain what a log of Linux or Xen says about VT-d: faults, the tables shown after them, other trouble; - is the standard input. Exit code 1 if there is some.",
            HelpName = "FILE",
        };
        var json = new Option<bool>("--json") { Description = "Print one JSON object and nothing else." };

        var command = new Command("decode", "Say what a value means. Exit code 1 if something in it cannot be so, such as a reserved bit that is set.")
        {
            thing, values, asBytes, given, specs, regset, debugfs, dmesg, json,
        };
        command.Validators.Add(parsed =>
        {
            var sources = new[] { regset, debugfs, dmesg }.Count(file => parsed.GetResult(file) is not null) + (parsed.GetResult(thing) is { Tokens.Count: > 0 } ? 1 : 0);
            if (sources != 1)
                parsed.AddError("Say what to decode: a thing and its value (vtd decode GSTS 0xc7000000), or --debugfs FILE, --regset FILE or --dmesg FILE.");
        });
        command.SetAction(parsed => Guarded(terminal, () =>
        {
            var catalog = Load(parsed.GetValue(specs) ?? []);
            var files = new DecodeFiles(catalog, parsed.GetValue(json), terminal);
            if (parsed.GetValue(regset) is { } registers)
                return files.Registers(registers);
            if (parsed.GetValue(debugfs) is { } tables)
                return files.Tables(tables);
            if (parsed.GetValue(dmesg) is { } log)
                return files.Log(log);

            return new DecodeValues(catalog, parsed.GetValue(asBytes), parsed.GetValue(json), terminal).Run(parsed.GetValue(thing)!, parsed.GetValue(values) ?? [], parsed.GetValue(given) ?? []);
        }));
        return command.WithExamples(
            ("vtd decode GSTS 0xc7000000", null),
            ("vtd decode CAP=0xd2008c40660462 GSTS=0xc7000000", "several, each with what the others tell"),
            ("vtd decode 0x34 0x2", "the register at an offset"),
            ("vtd decode RTADDR.TTM=1", "one field"),
            ("vtd decode FRCD 0x7cd80000 0xc000000600000010", "64-bit words, the lowest first"),
            ("vtd decode root-entry 0x0:0x44dd3f001 --given RTADDR.TTM=Legacy", "as Linux prints it, the highest word first"),
            ("vtd decode descriptor 0x200000025 0x185f6729c4", "the type is found out"),
            ("vtd decode pasid-directory-entry --bytes 01 30 f4 dd 44 00 00 00", "as memory holds it"),
            ("vtd decode FaultReason 0x05", null),
            ("vtd decode --debugfs dmar_translation_struct", "a copy of any file of /sys/kernel/debug/iommu/intel, or all of them"),
            ("dmesg | vtd decode --dmesg -", "every DMAR fault, repeats counted, with its usual causes"));
    }

    /// <summary>The specs that values are decoded by.</summary>
    internal static Catalog Load(IReadOnlyList<string> paths) => paths.Count == 0 ? Catalog.BuiltIn : Catalog.Of(SpecText.Read(paths));

    /// <summary>Runs a command whose input may be unusable.</summary>
    internal static int Guarded(Terminal terminal, Func<int> run)
    {
        try
        {
            return run();
        }
        catch (Exception failure) when (failure is UndecodableException or UnusableSpecException)
        {
            terminal.Error.WriteLine($"vtd: {failure.Message}");
            return ExitCode.Unusable;
        }
    }
}
