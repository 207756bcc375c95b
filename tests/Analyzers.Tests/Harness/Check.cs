using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Testing;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Testing;

namespace Vtd.Analyzers.Tests.Harness;

/// <summary>Runs an analyzer, and a fix of it, over code that uses the types of <c>disk.vtd.yaml</c>.</summary>
/// <remarks>What must be found stands in <c>{|VTD2001: |}</c>; nothing else may be.</remarks>
internal static class Check<TAnalyzer>
    where TAnalyzer : DiagnosticAnalyzer, new()
{
    private const string Usings = "using System;\nusing Disks;\nusing Disks.Codegen;\n";

    private static readonly string[] Namespaces = ["First", "Second"];

    public static Task Finds(string code) => Fixed<EmptyCodeFixProvider>(code, code);

    /// <summary>Statements of a method in a project of tests.</summary>
    public static Task FindsInTestProject(string statements) => Fixed<EmptyCodeFixProvider>(Method(statements), Method(statements), isTestProject: true);

    /// <summary>Statements of a method that has a register file and what a driver uses.</summary>
    public static Task FindsInMethod(string statements) => Finds(Method(statements));

    public static Task FixedInMethod<TFix>(string statements, string fixedStatements)
        where TFix : CodeFixProvider, new() => Fixed<TFix>(Method(statements), Method(fixedStatements));

    /// <summary>What is left after the fix, one by one and for a document, a project and a solution at once. The code is there twice, in two
    /// namespaces and documents.</summary>
    public static async Task Fixed<TFix>(string code, string fixedCode, bool isTestProject = false)
        where TFix : CodeFixProvider, new()
    {
        var test = new Test<TFix> { ReferenceAssemblies = new ReferenceAssemblies("net10.0"), NumberOfFixAllInDocumentIterations = code == fixedCode ? 0 : Namespaces.Length };
        foreach (var (state, text) in new[] { ((SolutionState)test.TestState, code), (test.FixedState, fixedCode) })
        {
            foreach (var name in Namespaces)
                state.Sources.Add($"{Usings}namespace {name};\n{text}");
            state.AdditionalReferences.AddRange(GeneratedDisk.Framework);
            state.AdditionalReferences.Add(GeneratedDisk.Assembly);
            if (isTestProject)
                state.AnalyzerConfigFiles.Add(("/.globalconfig", "is_global = true\nbuild_property.IsTestProject = true\n"));
        }

        test.FixedState.MarkupHandling = MarkupMode.Allow;
        await test.RunAsync();
    }

    private static string Method(string statements) => $$"""
        interface IMemory
        {
            uint Read32(long offset);
            void Write32(long offset, uint value);
            ulong Read64(long offset);
            void Write64(long offset, ulong value);
            void Store(ulong address, ulong value);
        }

        class Handler : IDiskRegisterHandler
        {
            public void OnWrite(Command before, Command after) { }
        }

        class Driver
        {
            void Use<T>(T value) { }
            void Run(DiskRegisterFile registers, IMemory memory, Handler handler, long place)
            {
                {{statements.ReplaceLineEndings("\n").Replace("\n", "\n        ", StringComparison.Ordinal)}}
            }
        }
        """;

    private sealed class Test<TFix> : CSharpCodeFixTest<TAnalyzer, TFix, DefaultVerifier>
        where TFix : CodeFixProvider, new()
    {
        protected override ParseOptions CreateParseOptions() => new CSharpParseOptions(LanguageVersion.CSharp12);
    }
}
