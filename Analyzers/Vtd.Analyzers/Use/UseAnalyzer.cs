using Microsoft.CodeAnalysis.Diagnostics;
using Vtd.Analyzers.Contract;

namespace Vtd.Analyzers.Use;

/// <summary>A rule about code that uses generated types, wherever those are. Generated code itself is left alone.</summary>
public abstract class UseAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public sealed override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.RegisterCompilationStartAction(start => Start(start, GeneratedTypes.Of(start.Compilation)));
    }

    /// <summary>Says what is looked at.</summary>
    private protected abstract void Start(CompilationStartAnalysisContext start, GeneratedTypes types);
}
