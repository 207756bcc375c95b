using Vtd.Spec.Model;
using Vtd.Spec.Tools.Import.Text;
using Vtd.Spec.Tools.Specs;

namespace Vtd.Spec.Tools.Import.Reggen;

/// <summary>Imports the Hjson files of reggen, OpenTitan's register generator: a spec for each interface of the block.</summary>
public static class ReggenImporter
{
    private static readonly string[] s_keys =
    [
        "name", "human_name", "one_line_desc", "one_paragraph_desc", "regwidth", "registers", "param_list", "interrupt_list", "alert_list", "no_auto_intr_regs", "no_auto_alert_regs",
    ];

    /// <summary>The specs of the block in a file.</summary>
    /// <param name="path">An Hjson file.</param>
    /// <param name="prefix">First word of the names of the specs; empty for none.</param>
    /// <exception cref="UnusableSpecException">The file cannot be read. The message has file, line and column.</exception>
    public static IReadOnlyList<ImportedSpec> Import(string path, string prefix)
    {
        var block = HjsonReader.Read(TextSource.Read(path));
        var name = prefix + ImportNames.Pascal(block.Get("name").Text, 'P');
        return block.Get("registers") is HjsonObject interfaces
            ? [.. interfaces.Members.Select((one, index) => Build(block, name + ImportNames.Pascal(one.Key, 'P'), one.Value, isFirst: index == 0))]
            : [Build(block, name, block.Get("registers"), isFirst: true)];
    }

    private static ImportedSpec Build(HjsonObject block, string name, HjsonValue list, bool isFirst)
    {
        var parameters = new ReggenParameters(block);
        var hardware = new HardwareAccess();
        var registers = new ReggenRegisters(new ReggenFields(parameters, hardware), parameters, Bytes(block));
        if (isFirst)
            AddSignals(block, registers);
        registers.Add(list);
        string?[] about = [block.Line("human_name"), block.Line("one_line_desc"), block.Line("one_paragraph_desc")];
        return SpecBuilder.Build(new(name, null, ImportTexts.OneLine(string.Join(' ', about.OfType<string>().Select(static text => text.TrimEnd('.') + "."))), 0, registers.Registers)
        {
            Losses = [.. OtherKeys(block), .. hardware.Losses, .. registers.Losses],
        });
    }

    private static int Bytes(HjsonObject block)
    {
        var width = block.Find("regwidth");
        return width is null ? 4 : width.Number is 8 or 16 or 32 or 64 ? (int)width.Number / 8 : throw width.Invalid($"'{width.Text}' is not a width of registers: 8, 16, 32 and 64 are.");
    }

    // What a file says about clocks, signals and countermeasures is no property of registers.
    private static IEnumerable<Loss> OtherKeys(HjsonObject block)
    {
        var others = block.Members.Select(static member => member.Key).Where(static key => !s_keys.Contains(key)).ToList();
        return others.Count == 0 ? [] : [new("facts about the block beside its registers", ImportTexts.OneLine(string.Join(", ", others))!)];
    }

    // Registers that reggen makes of lists of signals, before those of the file.
    private static void AddSignals(HjsonObject block, ReggenRegisters registers)
    {
        if (block.Items("interrupt_list").Count > 0 && !block.Is("no_auto_intr_regs"))
        {
            registers.Add("INTR_STATE", "Interrupt State Register", SignalFields(
                block, "interrupt_list", static (signal, meaning) => new(Access.Parse(IsStatus(signal) ? "ro" : "rw1c")!, meaning), hasReset: true));
            registers.Add("INTR_ENABLE", "Interrupt Enable Register", SignalFields(
                block, "interrupt_list", static (signal, _) => new(Access.ReadWrite, $"Enables the interrupt of INTR_STATE.{signal.Get("name").Text}.")));
            registers.Add("INTR_TEST", "Interrupt Test Register", SignalFields(
                block, "interrupt_list", static (signal, _) => new(Access.Parse("wo")!, $"Writing 1 forces INTR_STATE.{signal.Get("name").Text} to 1.")));
        }

        if (block.Items("alert_list").Count > 0 && !block.Is("no_auto_alert_regs"))
            registers.Add("ALERT_TEST", "Alert Test Register", SignalFields(block, "alert_list", static (_, _) => new(Access.Parse("wo")!, "Writing 1 triggers one alert of this kind.")));
    }

    private static bool IsStatus(HjsonObject signal) => signal.Line("type") == "status";

    private static List<DescribedField> SignalFields(HjsonObject block, string list, Func<HjsonObject, string?, SignalField> describe, bool hasReset = false)
    {
        var fields = new List<DescribedField>();
        var lsb = 0;
        foreach (var signal in block.Items(list).Select(static item => item.Object))
        {
            var width = (int)Math.Min(signal.Find("width")?.Number ?? 1, 64);
            if (width == 0)
                throw signal.Get("width").Invalid("a signal has one bit at least.");
            var (access, meaning) = describe(signal, signal.Line("desc"));
            var field = new DescribedField(signal.Get("name").Text, new(lsb + width - 1, lsb), access) { Meaning = ImportTexts.OneLine(meaning ?? ""), CallsOnWrite = !access.IsReadable };
            fields.Add(field.WithReset(hasReset ? signal.Find("default")?.Number ?? 0 : 0));
            lsb += width;
        }

        return fields;
    }

    private sealed record SignalField(Access Access, string? Meaning);
}
