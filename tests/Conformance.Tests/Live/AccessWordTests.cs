using System.Text.RegularExpressions;
using Vtd.Conformance.Compare;
using Vtd.Conformance.Programs;
using Vtd.Conformance.Scripts;
using Vtd.Machine.Board;

namespace Vtd.Conformance.Tests.Live;

/// <summary>Every access word of the specs counts: with another one the device no longer answers as QEMU's does.</summary>
public sealed partial class AccessWordTests
{
    private const int Programs = 4;

    /// <summary>
    /// Fields and registers whose words have no effect that can be seen: errors of a line and changes of its other end never come without one, the rest
    /// of MSR is computed for each read, and so is UIP, while time stands still.
    /// </summary>
    private static readonly string[] s_unseen = ["MSR:", "BI:", "FE:", "PE:", "DDCD:", "TERI:", "DDSR:", "DCTS:", "UIP:"];

    public static TheoryData<string, ComparedPart> Parts => Qemus.WithParts();

    [QemuTheory]
    [MemberData(nameof(Parts))]
    public void AnotherWordIsSeen(string path, ComparedPart part)
    {
        var spec = EditedModel.Spec(part);
        using var qemu = new RealQemu(path, Units.Device(Qemus.MajorOf(path), UnitKind.Legacy));
        List<(Script Script, IReadOnlyList<string> Answers)> expected =
        [
            .. from seed in Enumerable.Range(1, Programs)
               let script = BoardPrograms.Make(part, seed).Script
               select (script, QemuAnswers.To(qemu, script.Steps).Answers),
        ];
        Assert.True(IsSame(spec));

        var unseen = Words().Matches(spec).Where(word => IsSame(Edited(spec, word)));

        Assert.Equal(s_unseen.Where(start => spec.Contains(start, StringComparison.Ordinal)).Order(), unseen.Select(word => Owner(spec, word)).Order());

        bool IsSame(string text)
        {
            // What the checker refuses is seen, too: two registers at one place that software could reach at the same time.
            return EditedModel.Machine(part, text, BoardReleases.QuirksOf(qemu.Version)) is { } machine
                && expected.All(one => one.Answers.SequenceEqual(machine.Answer(one.Script.Steps)));
        }
    }

    /// <summary>The field that has the word, or the register.</summary>
    private static string Owner(string spec, Match word) =>
        word.Groups["field"] is { Success: true, Value: var field } ? field : Registers().Matches(spec[..word.Index])[^1].Groups["register"].Value;

    private static string Edited(string spec, Match word)
    {
        var place = word.Groups["word"];
        var other = place.Value switch
        {
            "ro" => "rw",
            "rw" => "ro",
            "wo" => "rw",
            "rc" => "ro",
            _ => "rw",
        };
        return spec[..place.Index] + other + spec[(place.Index + place.Length)..];
    }

    [GeneratedRegex("^ {2,6}(?<register>[A-Z0-9]+:)", RegexOptions.Multiline)]
    private static partial Regex Registers();

    [GeneratedRegex("^ *((?<field>[A-Z0-9]+:) *\\{.*?)?access: (?<word>[a-z0-9]+)", RegexOptions.Multiline)]
    private static partial Regex Words();
}
