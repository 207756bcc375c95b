using Vtd.Conformance.Deviations;

namespace Vtd.Conformance.Compare;

/// <summary>The result of `vtd compare`. The property names, in camel case, are those of `--json` and stay as they are.</summary>
/// <param name="Qemu">Path of the QEMU, as it was given.</param>
/// <param name="Version">The version.</param>
/// <param name="Device">The option -device of the VT-d unit.</param>
/// <param name="Scripts">Scripts and programs that both machines lived through.</param>
/// <param name="Operations">Steps that both machines took.</param>
/// <param name="Ended">The number of times QEMU ended.</param>
/// <param name="Mismatches">Answers that differ for no known reason.</param>
/// <param name="Explained">Answers that differ for a known reason.</param>
/// <param name="Deviations">Known deviations that occurred.</param>
/// <param name="Failures">Scripts with mismatches.</param>
/// <param name="Seconds">The duration in seconds.</param>
public sealed record CompareSummary(
    string Qemu,
    string Version,
    string Device,
    int Scripts,
    long Operations,
    int Ended,
    int Mismatches,
    int Explained,
    IReadOnlyList<DeviationCount> Deviations,
    IReadOnlyList<FailedScript> Failures,
    double Seconds);

/// <summary>A script whose answers differ for no known reason.</summary>
/// <param name="Name">The file, or the seed of the program.</param>
/// <param name="Steps">The script; that of a random program is as short as could be.</param>
/// <param name="Mismatches">The first differences; lines are those of the script.</param>
public sealed record FailedScript(string Name, IReadOnlyList<string> Steps, IReadOnlyList<Mismatch> Mismatches);
