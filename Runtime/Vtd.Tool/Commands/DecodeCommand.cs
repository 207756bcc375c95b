using System.CommandLine;
using Vtd.Spec.Tools.Decode;
using Vtd.Spec.Tools.Decode.KernelLog;
using Vtd.Spec.Tools.Decode.Regset;
using Vtd.Spec.Tools.Specs;
using Vtd.Tool.Reports;
using Vtd.Tool.Terminals;

namespace Vtd.Tool.Commands;

/// <summary>`vtd decode`: what a value means.</summary>
internal static class DecodeCommand
{
    public static Command Create(Terminal terminal)
    {
        var thing = new Argument<string?>("thing")
        {
            Description = "A register, entry, descriptor, queue or enum, in upper or lower case; 'descriptor' finds the type itself.",
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
        var dmesg = new Option<string?>("--dmesg")
        {
            Description = "Explain the VT-d faults of a kernel log; - is the standard input. Exit code 1 if there are some.",
            HelpName = "FILE",
        };
        var json = new Option<bool>("--json") { Description = "Print one JSON object and nothing else." };

        var command = new Command("decode", "Say what a value means. Exit code 1 if something in it cannot be so, such as a reserved bit that is set.")
        {
            thing, values, asBytes, given, specs, regset, dmesg, json,
        };
        command.Validators.Add(parsed =>
        {
            var sources = new[] { parsed.GetResult(thing) is { Tokens.Count: > 0 }, parsed.GetResult(regset) is not null, parsed.GetResult(dmesg) is not null };
            if (sources.Count(static isGiven => isGiven) != 1)
                parsed.AddError("Say what to decode: a thing and its value (vtd decode GSTS 0xc7000000), or --regset FILE, or --dmesg FILE.");
        });
        command.SetAction(parsed => Guarded(terminal, () =>
        {
            var catalog = Load(parsed.GetValue(specs) ?? []);
            if (parsed.GetValue(regset) is { } registers)
                return Registers(registers, parsed.GetValue(json), catalog, terminal);
            if (parsed.GetValue(dmesg) is { } log)
                return Log(log, parsed.GetValue(json), catalog, terminal);

            var known = GivenFields.Read(parsed.GetValue(given) ?? [], catalog);
            return Value(parsed.GetValue(thing)!, parsed.GetValue(values) ?? [], parsed.GetValue(asBytes), parsed.GetValue(json), catalog, known, terminal);
        }));
        return command.WithExamples(
            ("vtd decode GSTS 0xc7000000", null),
            ("vtd decode FRCD 0x7cd80000 0xc000000600000010", "64-bit words, the lowest first"),
            ("vtd decode root-entry 0x0:0x44dd3f001 --given RTADDR.TTM=Legacy", "as Linux prints it, the highest word first"),
            ("vtd decode descriptor 0x200000025 0x185f6729c4", "the type is found out"),
            ("vtd decode pasid-directory-entry --bytes 01 30 f4 dd 44 00 00 00", "as memory holds it"),
            ("vtd decode FaultReason 0x05", null),
            ("vtd decode --regset iommu_regset", "a copy of /sys/kernel/debug/iommu/intel/iommu_regset"),
            ("dmesg | vtd decode --dmesg -", "every DMAR fault, repeats counted, with its usual causes"));
    }

    private static int Value(string name, IReadOnlyList<string> texts, bool asBytes, bool asJson, Catalog catalog, KnownRegisters known, Terminal terminal)
    {
        var thing = catalog.Find(name);
        if (texts.Count == 0)
            throw new UndecodableException($"{thing.Name} needs a value, for instance: vtd decode {thing.Name} 0x0.");

        var decoded = thing.Decode(asBytes ? GivenValue.OfBytes(texts) : GivenValue.OfWords(texts), known);
        if (asJson)
        {
            terminal.Output.WriteLine(DecodedJson.Write(decoded));
        }
        else
        {
            var report = new DecodedReport(terminal.Report);
            foreach (var one in decoded)
                report.Write(one);
            if (decoded.Count > 1)
                report.WriteUndecided(decoded);
        }

        return decoded.Count == 1 && decoded[0].IsWrong ? ExitCode.Found : ExitCode.Success;
    }

    private static int Registers(string path, bool asJson, Catalog catalog, Terminal terminal)
    {
        var spec = catalog.Specs.FirstOrDefault(static spec => spec.Blocks.Count > 0) ?? throw new UndecodableException("The spec declares no register block.");
        using var file = TextLines.Open(path);
        var sets = RegisterSets.Read(TextLines.Read(file)).Select(set => DecodedSet.Of(set, spec)).ToList();
        if (sets.Count == 0)
            throw new UndecodableException($"{path}: no registers in it; a row is a name, an offset and contents, as in: GSTS 0x1c 0x00000000c7000000");

        if (asJson)
            terminal.Output.WriteLine(RegsetJson.Write(sets));
        else
            new RegsetReport(terminal.Report).Write(sets);

        return sets.Any(static set => set.Registers.Any(static register => register.Decoded.IsWrong)) ? ExitCode.Found : ExitCode.Success;
    }

    private static int Log(string path, bool asJson, Catalog catalog, Terminal terminal)
    {
        using var file = TextLines.Open(path);
        var log = LogSummary.Of(LogReader.Read(TextLines.Read(file)), catalog);
        if (asJson)
            terminal.Output.WriteLine(LogJson.Write(log));
        else
            new LogReport(terminal.Report).Write(log);

        return log.HasErrors ? ExitCode.Found : ExitCode.Success;
    }

    private static Catalog Load(IReadOnlyList<string> paths) => paths.Count == 0 ? Catalog.BuiltIn : Catalog.Of(SpecText.Read(paths));

    private static int Guarded(Terminal terminal, Func<int> run)
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
