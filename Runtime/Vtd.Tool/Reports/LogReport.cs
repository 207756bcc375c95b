using System.Globalization;
using Spectre.Console;
using Vtd.Spec.Model;
using Vtd.Spec.Tools.Decode;
using Vtd.Spec.Tools.Decode.KernelLog;

namespace Vtd.Tool.Reports;

/// <summary>Prints the summary of a kernel log.</summary>
internal sealed class LogReport(IAnsiConsole console)
{
    private const int MostLines = 20;

    private static readonly Style Faint = new(decoration: Decoration.Dim);
    private static readonly Style Strong = new(decoration: Decoration.Bold);
    private static readonly Style Bad = new(Color.Red, decoration: Decoration.Bold);

    public void Write(LogSummary log)
    {
        WriteSummary(log);
        foreach (var fault in log.Faults)
            Write(fault);
        foreach (var dump in log.Dumps)
            Write(dump);
        foreach (var error in log.QueueErrors)
            Write(error);
        foreach (var descriptor in log.Descriptors)
            Write(descriptor);
        foreach (var status in log.Statuses)
            Write(status);
        foreach (var trouble in log.Troubles)
            Write(trouble);
        foreach (var amd in log.Amd)
            Write(amd);
        foreach (var strange in log.Strange.Where(static one => one.SpeaksOfFault))
            Paragraph($"line {Number(strange.Line)} speaks of a fault, in words that are not known here", Odd(strange.Time));
        WriteNotUnderstood(log);
    }

    private void WriteSummary(LogSummary log)
    {
        var faults = log.Faults.Sum(static group => (long)group.Times.Count);
        var errors = log.QueueErrors.Sum(static group => (long)group.Times.Count);
        var others = log.Troubles.Sum(static group => (long)group.Times.Count) + log.Amd.Sum(static group => (long)group.Times.Count);
        console.Write(new Text($"{Count(faults, "blocked request")} in {Count(log.Faults.Count, "group")}, {Count(errors, "error")} of the invalidation queue", Strong));
        console.WriteLine();
        console.WriteLine($"  {Count(others, "line")} of other trouble, {Count(log.NotUnderstood, "line")} about an IOMMU not understood");
        if (log.LeftOut > 0)
            console.WriteLine($"  {Count(log.LeftOut, "event")} left out: there are too many different ones.");
        if (log.Suppressed > 0)
            console.WriteLine($"  The kernel left out {log.Suppressed.ToString(CultureInfo.InvariantCulture)} messages: there were more faults than are shown.");
        foreach (var unit in log.Units)
            console.WriteLine($"  {unit.Name} at {Bits.Hex(unit.Address)}, version {unit.Version}, CAP {Bits.Hex(unit.Capability, 64)}, ECAP {Bits.Hex(unit.ExtendedCapability, 64)}");
    }

    private void Write(FaultGroup fault)
    {
        var pasid = fault.Pasid is { } number ? $" with PASID {Bits.Hex(number)}" : "";
        var places = fault.Places == 1 ? Bits.Hex(fault.Lowest) : $"{Bits.Hex(fault.Lowest)} to {Bits.Hex(fault.Highest)}, {Number(fault.Places)} different{(fault.Places == FaultGroup.MostPlaces ? " or more" : "")}";
        Title($"{DeviceName.Of(fault.SourceId)}  {fault.Request}{pasid}", fault.Times);
        Detail(fault.Request == FaultEvent.Interrupt ? "index" : "address", places);
        Detail("reason", fault.Reason is { } reason ? Reason(reason, 8, fault.Code) : "not in the log");
        Detail("usually", fault.Cause ?? "nothing is known here of what causes this");
    }

    private void Write(QueueErrorGroup error)
    {
        Title($"invalidation queue, {error.Flag}" + (error.SourceId is { } device ? $" because of {DeviceName.Of(device)}" : ""), error.Times);
        if (error.Meaning is { } meaning)
            Detail("meaning", meaning);
        if (error.Reason is { } reason)
            Detail("reason", Reason(reason, 4, error.Code));
        if (error.Cause is { } cause)
            Detail("usually", cause);
    }

    private void Write(DescriptorGroup group)
    {
        Title($"descriptor, {group.Place}", group.Times);
        Detail("words", string.Join(" ", group.Words.Select(static word => Bits.Hex(word, 64))));
        Detail("is", group.Decoded is { } decoded
            ? ShortText.Of(decoded)
            : "no descriptor");
    }

    private void Write(StatusGroup group)
    {
        Title($"{group.Decoded.Layout.Name} {Bits.Hex(group.Decoded.Value)}", group.Times);
        foreach (var field in group.Decoded.Fields.Where(static field => !field.Raw.IsZero))
            Detail(ShortText.Of(field), field.Field.Meaning ?? "reserved");
    }

    private void Write(DumpGroup group)
    {
        var fault = group.Dump.Fault is { } one ? $" after the fault of {DeviceName.Of(one.SourceId)}" : "";
        Title($"tables of {group.Dump.Start.Unit}{fault}, address {Bits.Hex(group.Dump.Start.Address)}", group.Times);
        foreach (var entry in group.Dump.Entries)
            Detail(entry.Level > 0 ? $"level {Number(entry.Level)}" : "entry", entry.Decoded is { } decoded ? ShortText.Of(decoded) : "nothing that the spec knows");
        Detail("says", group.Verdict.Text);
    }

    private void Write(TroubleGroup group)
    {
        Title($"{group.Kind}: {group.Text}", group.Times);
        foreach (var decoded in group.Decoded)
            Detail("is", ShortText.Of(decoded));
        Detail("means", group.Meaning);
    }

    private void Write(AmdGroup group)
    {
        Title($"AMD-Vi {group.Name}{(group.Device.Length > 0 ? $" of {group.Device}" : "")}", group.Times);
        if (group is { Lowest: { } lowest, Highest: { } highest })
            Detail("address", lowest == highest ? Bits.Hex(lowest) : $"{Bits.Hex(lowest)} to {Bits.Hex(highest)}");
        Detail("means", "An event of an AMD IOMMU. It is no VT-d unit: its codes are not explained here.");
    }

    private void WriteNotUnderstood(LogSummary log)
    {
        var shown = log.Strange.Where(static one => !one.SpeaksOfFault).Take(MostLines).ToList();
        if (shown.Count == 0)
            return;

        console.WriteLine();
        console.Write(new Text("not understood", Faint));
        console.WriteLine();
        foreach (var strange in shown)
            Detail($"line {Number(strange.Line)}", strange.Text);
    }

    private static string Reason(uint reason, int width, LinkedCode? code) => code is null
        ? $"{Bits.Hex(reason, width)}, which the spec does not define"
        : $"{Bits.Hex(reason, width)} {code.Name}{(code.Mnemonic is { } name ? $" ({name})" : "")}: {code.Meaning}";

    private void Title(string text, Times times)
    {
        var first = times.First.Length > 0 ? times.First : $"line {Number(times.FirstLine)}";
        var span = times.Count == 1 || times.First == times.Last || times.Last.Length == 0 ? first : $"{first} to {times.Last}";
        Paragraph(text, $"  {(times.Count == 1 ? "once" : $"{Number(times.Count)} times")}, {span}");
    }

    private void Paragraph(string text, string rest)
    {
        console.WriteLine();
        console.Write(new Text(text, Bad));
        console.Write(new Text(rest, Faint));
        console.WriteLine();
    }

    private void Detail(string name, string text)
    {
        var grid = new Grid();
        grid.AddColumn(new GridColumn { NoWrap = true, Padding = new Padding(2, 0, 2, 0) });
        grid.AddColumn(new GridColumn { Padding = new Padding(0, 0, 0, 0) });
        grid.AddRow(new Text(name.PadRight(7), Faint), new Text(text));
        console.Write(grid);
    }

    private static string Odd(string time) => time.Length > 0 ? $"  {time}" : "";

    private static string Count(long count, string what) => count == 1 ? $"1 {what}" : $"{count.ToString(CultureInfo.InvariantCulture)} {what}s";

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);
}
