using System.Globalization;
using Vtd.Architecture;
using Vtd.Conformance.Deviations;
using Vtd.Conformance.Scripts;
using Vtd.Traces;

namespace Vtd.Conformance.Compare;

/// <summary>Compares what two machines answered to the same steps.</summary>
/// <param name="capabilities">The capabilities of our unit.</param>
internal sealed class AnswerComparison(in VtdCapabilities capabilities)
{
    private readonly VtdCapabilities _capabilities = capabilities;

    /// <summary>Decodes register values.</summary>
    public RegisterText RegisterText { get; } = new(capabilities.CAP.Value, capabilities.ECAP.Value);

    /// <summary>All answers that differ.</summary>
    /// <param name="steps">The steps.</param>
    /// <param name="expected">Answers of QEMU, perhaps to the first ones only.</param>
    /// <param name="actual">Ours.</param>
    public IEnumerable<Difference> Differences(IReadOnlyList<Step> steps, IReadOnlyList<string> expected, IReadOnlyList<string> actual)
    {
        var written = new SoftwareWrites();
        for (var index = 0; index < Math.Min(expected.Count, actual.Count); index++)
        {
            Note(steps[index], written);
            if (expected[index] == actual[index])
                continue;
            foreach (var difference in Between(index + 1, steps[index], expected[index], actual[index], written))
                yield return difference;
        }
    }

    private static void Note(Step step, SoftwareWrites written)
    {
        if (step is SystemResetStep)
            written.Reset();
        if (step.Text.Split(' ') is ["writel" or "writeq", var place, var value] words && Step.Number(place) - MachineLayout.Registers is < int.MaxValue and var offset)
            written.Write((int)offset, words[0] == "writeq" ? sizeof(ulong) : sizeof(uint), Step.Number(value));
    }

    private IEnumerable<Difference> Between(int number, Step step, string expected, string actual, SoftwareWrites written)
    {
        if (step.Text.Split(' ') is ["readl" or "readq", var place] words
            && Step.Number(place) - MachineLayout.Registers is < int.MaxValue and var offset
            && TryNumber(expected, out var value)
            && TryNumber(actual, out var own))
        {
            return Registers(number, step, (int)offset, words[0] == "readq" ? sizeof(ulong) : sizeof(uint), value, own, written);
        }

        return [Other(number, step, expected, actual)];
    }

    /// <summary>An access that is not aligned is two, and one may be of two registers.</summary>
    private IEnumerable<Difference> Registers(int number, Step step, int offset, int size, ulong expected, ulong actual, SoftwareWrites written)
    {
        if (size == sizeof(ulong) && (offset % sizeof(ulong) != 0 || RegisterText.NameAt(offset) != RegisterText.NameAt(offset + sizeof(uint))))
        {
            return Registers(number, step, offset, sizeof(uint), (uint)expected, (uint)actual, written)
                .Concat(Registers(number, step, offset + sizeof(uint), sizeof(uint), expected >> 32, actual >> 32, written));
        }

        return expected == actual
            ? []
            : [new RegisterDifference(new RegisterRead(offset, size, expected) { Line = number, Text = step.Text }, actual, RegisterText.NameAt(offset), _capabilities, written.Copy())];
    }

    private static AnswerDifference Other(int number, Step step, string expected, string actual)
    {
        var words = step.Text.Split(' ');
        return words[0] == "b64read" && TryBytes(expected, out var bytes) && TryBytes(actual, out var ownBytes)
            ? new AnswerDifference(number, step.Text, Bytes(Step.Number(words[1]), bytes, ownBytes), Bytes(Step.Number(words[1]), ownBytes, bytes))
            : new AnswerDifference(number, step.Text, expected, actual);
    }

    /// <summary>The bytes that differ, eight by eight.</summary>
    private static string Bytes(ulong address, byte[] bytes, byte[] others) => string.Join(
        ", ",
        from index in Enumerable.Range(0, bytes.Length / sizeof(ulong))
        let place = index * sizeof(ulong)
        where !bytes.AsSpan(place, sizeof(ulong)).SequenceEqual(others.AsSpan(place, sizeof(ulong)))
        select string.Create(CultureInfo.InvariantCulture, $"0x{address + (ulong)place:x}: {Convert.ToHexStringLower(bytes, place, sizeof(ulong))}"));

    private static bool TryNumber(string answer, out ulong number)
    {
        number = 0;
        return answer.StartsWith("OK 0x", StringComparison.Ordinal)
            && ulong.TryParse(answer.AsSpan(5), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out number);
    }

    private static bool TryBytes(string answer, out byte[] bytes)
    {
        bytes = [];
        if (!answer.StartsWith("OK ", StringComparison.Ordinal))
            return false;
        bytes = Convert.FromBase64String(answer[3..]);
        return true;
    }
}
