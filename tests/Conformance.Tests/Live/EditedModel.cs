using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Vtd.Conformance.Programs;
using Vtd.Machine.Board;
using Vtd.Machine.Bus;

namespace Vtd.Conformance.Tests.Live;

/// <summary>The model of a device, compiled of its source and an edited spec.</summary>
internal static class EditedModel
{
    private static readonly CSharpCompilationOptions s_options = new(
        OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable, generalDiagnosticOption: ReportDiagnostic.Default);

    private static readonly CSharpParseOptions s_language = new(LanguageVersion.CSharp12);

    private static readonly IReadOnlyList<MetadataReference> s_references =
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Select(static path => MetadataReference.CreateFromFile(path)),
    ];

    /// <summary>The text of the spec.</summary>
    public static string Spec(ComparedPart part) => File.ReadAllText(Path.Combine(Folder, Names(part).Spec));

    /// <summary>A machine with the model that has this spec; null if the spec has errors.</summary>
    /// <param name="part">The device.</param>
    /// <param name="spec">Text of its spec.</param>
    /// <param name="quirks">The deviations of the device.</param>
    public static BoardMachine? Machine(ComparedPart part, string spec, BoardQuirks quirks)
    {
        if (Compile(part, spec)?.GetType($"Vtd.Machine.Board.{Names(part).Type}", throwOnError: true) is not { } model)
            return null;
        return new(part switch
        {
            ComparedPart.Rtc => machine => machine.Ports.Add(BoardLayout.Clock, RealTimeClock.Length, Made(model, DateTime.UnixEpoch, machine.Clock, quirks)),
            ComparedPart.Hpet => machine => machine.Registers.Add(BoardLayout.Timers, EventTimers.Length, Made(model, machine.Clock, quirks)),
            _ => machine => machine.Ports.Add(BoardLayout.Serial, SerialPort.Length, Made(model, (Action<byte>)(static _ => { }), machine.Clock, quirks)),
        });
    }

    private static IBoardDevice Made(Type model, params object[] arguments) => (IBoardDevice)Activator.CreateInstance(model, arguments)!;

    private static string Folder => Repository.PathOf("Runtime/Vtd.Machine/Board");

    private static (string Type, string Spec) Names(ComparedPart part) => part switch
    {
        ComparedPart.Rtc => (nameof(RealTimeClock), "mc146818.vtd.yaml"),
        ComparedPart.Hpet => (nameof(EventTimers), "hpet.vtd.yaml"),
        _ => (nameof(SerialPort), "uart16550.vtd.yaml"),
    };

    private static Assembly? Compile(ComparedPart part, string spec)
    {
        var (type, name) = Names(part);
        using var folder = new TemporaryFolder();
        var edited = folder.PathOf(name);
        File.WriteAllText(edited, spec);
        var generated = folder.PathOf("Generated");
        string[] specs = part == ComparedPart.Rtc ? [edited, Path.Combine(Folder, "cmos-index.vtd.yaml")] : [edited];
        var run = VtdRun.Of(["generate", .. specs, "-o", generated, "--namespace", "Vtd.Machine", "--visibility", "public"]);
        if (run.ExitCode != 0)
            return null;
        string[] sources = [Path.Combine(Folder, type + ".cs"), .. Directory.GetFiles(generated)];
        var usings = CSharpSyntaxTree.ParseText("global using System; global using System.Linq; global using System.Collections.Generic;", s_language);
        var compilation = CSharpCompilation.Create(
            "Edited", [usings, .. sources.Select(static source => CSharpSyntaxTree.ParseText(File.ReadAllText(source), s_language))], s_references, s_options);
        using var assembly = new MemoryStream();
        Assert.Equal([], compilation.Emit(assembly).Diagnostics.Where(static found => found.Severity == DiagnosticSeverity.Error));
        return Assembly.Load(assembly.ToArray());
    }
}
