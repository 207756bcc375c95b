using Vtd.Spec.Tools.Decode;
using Vtd.Spec.Tools.Decode.Debugfs;
using Vtd.Spec.Tools.Decode.KernelLog;
using Vtd.Spec.Tools.Decode.Regset;
using Vtd.Tool.Reports;
using Vtd.Tool.Terminals;

namespace Vtd.Tool.Commands;

/// <summary>`vtd decode` of what Linux shows.</summary>
internal sealed class DecodeFiles(Catalog catalog, bool asJson, Terminal terminal)
{
    public int Registers(string path)
    {
        using var file = TextLines.Open(path);
        var sets = Decoded(RegisterSets.Read(TextLines.Read(file)));
        if (sets.Count == 0)
            throw new UndecodableException($"{path}: no registers in it; a row is a name, an offset and contents, as in: GSTS 0x1c 0x00000000c7000000");

        if (asJson)
            terminal.Output.WriteLine(RegsetJson.Write(sets));
        else
            new RegsetReport(terminal.Report).Write(sets);

        return IsWrong(sets) ? ExitCode.Found : ExitCode.Success;
    }

    public int Tables(string path)
    {
        using var stream = TextLines.Open(path);
        var file = DebugfsFile.Read(TextLines.Read(stream));
        if (file.Registers.Count == 0 && file.Tables.Count == 0 && file.UnitsOff == 0)
            throw new UndecodableException($"{path}: nothing in it that Linux shows in /sys/kernel/debug/iommu/intel, as files begin with 'IOMMU dmar0: Root Table Address:' or 'Invalidation queue on IOMMU:'");

        var sets = Decoded(file.Registers);
        var tables = DecodedTable.All(file, catalog);
        if (asJson)
        {
            terminal.Output.WriteLine(DebugfsJson.Write(file, sets, tables));
        }
        else
        {
            if (sets.Count > 0)
                new RegsetReport(terminal.Report).Write(sets);
            var report = new DebugfsReport(terminal.Report);
            foreach (var table in tables)
                report.Write(table);
            report.WriteEnd(file);
        }

        return IsWrong(sets) || tables.Any(static table => table.IsWrong) ? ExitCode.Found : ExitCode.Success;
    }

    public int Log(string path)
    {
        using var file = TextLines.Open(path);
        var log = LogSummary.Of(LogReader.Read(TextLines.Read(file)), catalog);
        if (asJson)
            terminal.Output.WriteLine(LogJson.Write(log));
        else
            new LogReport(terminal.Report).Write(log);

        return log.HasErrors ? ExitCode.Found : ExitCode.Success;
    }

    private List<DecodedSet> Decoded(IReadOnlyList<RegisterSet> sets)
    {
        var spec = catalog.Specs.FirstOrDefault(static spec => spec.Blocks.Count > 0) ?? throw new UndecodableException("The spec declares no register block.");
        return [.. sets.Select(set => DecodedSet.Of(set, spec))];
    }

    private static bool IsWrong(IEnumerable<DecodedSet> sets) => sets.Any(static set => set.Registers.Any(static register => register.Decoded.IsWrong));
}
