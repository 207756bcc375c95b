using System.Globalization;
using Spectre.Console;
using Vtd.Conformance.Replay.Summary;
using Vtd.Tool.Terminals;

namespace Vtd.Tool.Reports;

/// <summary>The summary for people. Its last line is the same everywhere: programs may read that one.</summary>
internal sealed class SummaryReport(Terminal terminal)
{
    public void Write(ScenarioSummary summary)
    {
        Heading(summary.Scenario is null ? Path.GetFileName(summary.File) : $"{Path.GetFileName(summary.File)}: {summary.Scenario}");
        Write("compared", ComparedRows(summary.Compared));
        Write("fed to the unit", FedRows(summary.Fed));
        Write("invalidation descriptors", summary.Descriptors.Select(one => Row(one.Type, one.Granularity ?? "", Number(one.Count))));
        Write("cache entries around each reset", ResetRows(summary.Resets));
        Write("pass-through devices", DeviceRows(summary.Devices));
        Write("lines that are only counted", summary.OnlyCounted.Select(one => Row(one.Subject, one.Operations, Number(one.Lines))));
        Write("the unit's reads of guest memory", MemoryRows(summary.MemoryReads));
        Write("known deviations", summary.Deviations.Select(one => Row(one.Name, Number(one.Count), one.Reason)));
        WriteMismatches(summary);
        if (summary.BeyondTheEnd > 0)
            terminal.Report.WriteLine($"{summary.BeyondTheEnd} effects of the last trigger lie beyond the end of the recording");

        terminal.Report.WriteLine($"{Number(summary.EventsPerSecond)} events per second");
        WriteLast(summary.Total);
    }

    public void Write(ReplayTotal total)
    {
        Heading("all recordings");
        WriteLast(total);
    }

    // Not through the formatter: these lines are read by programs and must never be broken or decorated.
    private void WriteLast(ReplayTotal total)
    {
        terminal.Output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"explained {total.Explained}"));
        terminal.Output.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"replayed {total.Events} events, compared {total.Compared}, mismatches {total.Mismatches}"));
    }

    private static IEnumerable<string[]> ComparedRows(ComparedCounts compared) =>
    [
        Row("register reads", Number(compared.RegisterReads)),
        Row("translations", Number(compared.Translations)),
        Row("remapped interrupts", Number(compared.RemappedInterrupts)),
        Row("faults", Number(compared.Faults)),
        Row("queue errors", Number(compared.QueueErrors)),
        Row("notifications", Number(compared.Notifications)),
        Row("memory writes", Number(compared.MemoryWrites)),
        Row("interrupts of the unit", Number(compared.Interrupts)),
        Row("device requests", Number(compared.DeviceRequests)),
    ];

    private static IEnumerable<string[]> FedRows(FedCounts fed) =>
    [
        Row("register writes", Number(fed.RegisterWrites)),
        Row("translation requests", Number(fed.Translations)),
        Row("interrupt requests", Number(fed.Interrupts)),
        Row("resets", Number(fed.Resets)),
        Row("device requests", Number(fed.DeviceRequests)),
    ];

    private static IEnumerable<string[]> ResetRows(IReadOnlyList<ResetSummary> resets)
    {
        yield return ["", .. resets.Take(1).SelectMany(static reset => reset.Before.Keys), "PASIDs removed"];
        foreach (var reset in resets)
        {
            yield return
            [
                $"reset {Number(reset.Number)}, line {Number(reset.Line)}",
                .. reset.Before.Keys.Select(cache => Around(reset.Before[cache], reset.After[cache])),
                Number(reset.PasidsRemoved),
            ];
        }
    }

    private static IEnumerable<string[]> DeviceRows(IReadOnlyList<DeviceSummary> devices)
    {
        foreach (var device in devices)
        {
            yield return Row(
                $"{device.Function} {device.Name}".TrimEnd(),
                $"{Number(device.Attached)} attached, {Number(device.Replaced)} replaced, {Number(device.Removed)} removed; {Number(device.Invalidations)} invalidations");
            foreach (var change in device.History)
                yield return Row($"  line {Number(change.Line)}", $"{PasidName(change.Pasid)} {change.Change}: {change.Table}");
        }
    }

    private static IEnumerable<string[]> MemoryRows(MemoryReadCounts reads) =>
    [
        Row("as recorded at that moment", Number(reads.SameMoment)),
        Row("from later lines", Number(reads.FromLaterLines)),
        Row("from earlier lines", Number(reads.FromEarlierLines)),
        Row("not in the recording", Number(reads.NotInTheRecording)),
    ];

    private void WriteMismatches(ScenarioSummary summary)
    {
        foreach (var mismatch in summary.ShownMismatches)
        {
            terminal.Report.WriteLine();
            terminal.Report.WriteLine($"line {Number(mismatch.Line)}: {mismatch.Text}");
            terminal.Report.WriteLine($"  expected {mismatch.Expected}");
            terminal.Report.WriteLine($"  got      {mismatch.Actual}");
        }

        if (summary.Mismatches > summary.ShownMismatches.Count)
            terminal.Report.WriteLine($"... {Number(summary.Mismatches - summary.ShownMismatches.Count)} more mismatches are not shown");

        terminal.Report.WriteLine();
    }

    private void Heading(string text)
    {
        terminal.Report.WriteLine();
        terminal.Report.Write(new Text(text, new Style(decoration: Decoration.Bold)));
        terminal.Report.WriteLine();
    }

    private void Write(string title, IEnumerable<string[]> rows)
    {
        var all = rows.ToList();
        if (all.Count == 0)
            return;

        var grid = new Grid();
        var columns = all.Max(row => row.Length);
        for (var column = 0; column < columns; column++)
            grid.AddColumn(Column(column, all));

        foreach (var row in all)
            grid.AddRow([.. row.Select(cell => new Text(cell))]);

        terminal.Report.WriteLine(title);
        terminal.Report.Write(grid);
    }

    private static GridColumn Column(int column, IEnumerable<string[]> rows)
    {
        var isNumeric = rows.All(row => row.Length <= column || int.TryParse(row[column], CultureInfo.InvariantCulture, out _));
        return new GridColumn { Alignment = isNumeric ? Justify.Right : Justify.Left, NoWrap = column == 0, Padding = new Padding(2, 0, 0, 0) };
    }

    private static string[] Row(params string[] cells) => cells;

    private static string Around(int before, int after) => $"{Number(before)} -> {Number(after)}";

    private static string PasidName(uint? pasid) => pasid is { } number ? $"PASID {Number(number)}" : "requests without PASID";

    private static string Number(long value) => value.ToString(CultureInfo.InvariantCulture);
}
