using System.Collections.Concurrent;
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Vtd.Analyzers.Contract;

namespace Vtd.Analyzers.Locks;

/// <summary>VTD2101, VTD2102, VTD2103: members that need a lock, members that must not be called with it, and how they are called.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class LockAnalyzer : DiagnosticAnalyzer
{
    /// <summary>The key under which a diagnostic about a name has the name that agrees with the mark.</summary>
    public const string AgreeingName = nameof(AgreeingName);

    /// <summary>The key under which a diagnostic about a name has the attribute that agrees with the name.</summary>
    public const string AgreeingMark = nameof(AgreeingMark);

    private const string LockedSuffix = "Locked";

    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } =
        ImmutableArray.Create(LockRules.NotHeld, LockRules.Held, LockRules.Name);

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.RegisterCompilationStartAction(static start =>
        {
            var marks = start.Compilation.GetSymbolsWithName(MarkedLock.IsMark, SymbolFilter.Type, start.CancellationToken)
                .Select(static type => MarkedLock.NameOf(type.Name)).Distinct(StringComparer.Ordinal).ToArray();
            foreach (var name in marks)
                Start(start, new MarkedLock(name), isOnly: marks.Length == 1);
        });
    }

    private static void Start(CompilationStartAnalysisContext start, MarkedLock marked, bool isOnly)
    {
        var bodies = new ConcurrentQueue<LockBody>();
        start.RegisterOperationBlockAction(context =>
        {
            var reader = new BodyReader(marked);
            foreach (var block in context.OperationBlocks)
                reader.Read(block, context.OwningSymbol);
            foreach (var body in reader.Bodies)
            {
                bodies.Enqueue(body);
                if (!body.IsDeferred)
                    Report(body, marked, context.Options, context.ReportDiagnostic);
            }
        });
        start.RegisterSymbolAction(context => CheckName(context, marked, isOnly), SymbolKind.Method);
        start.RegisterCompilationEndAction(context => new LockCalls(marked, [.. bodies.OrderBy(static body => body.Symbol?.ToDisplayString(), StringComparer.Ordinal)]).Report(context.Options, context.ReportDiagnostic));
    }

    /// <summary>Reports the findings of one member alone.</summary>
    private static void Report(LockBody body, MarkedLock marked, AnalyzerOptions options, Action<Diagnostic> report)
    {
        foreach (var call in body.Calls)
        {
            var mark = marked.MarkOf(call.Target);
            if (mark == LockMark.None)
                continue;
            var state = LockCalls.Resolve(call.State, body.Mark);
            if (mark == LockMark.Required && state == LockState.Free)
                report(LockCalls.NotHeld(call, marked, body, options));
            else if (mark == LockMark.Forbidden && state == LockState.Held)
                report(LockCalls.Held(call, call.Target, marked, options));
        }
    }

    private static void CheckName(SymbolAnalysisContext context, MarkedLock marked, bool isOnly)
    {
        var method = (IMethodSymbol)context.Symbol;
        if (method.MethodKind != MethodKind.Ordinary || method.IsOverride)
            return;

        var isNamed = method.Name.EndsWith(LockedSuffix, StringComparison.Ordinal) && method.Name.Length > LockedSuffix.Length;
        var mark = marked.MarkOf(method);
        string? message = null;
        var agreeing = ImmutableDictionary<string, string?>.Empty;
        if (mark == LockMark.Required && !isNamed && marked.OwnMark(method) == LockMark.Required && !MarkedLock.Implemented(method).Any() && method.Name != "Dispose")
        {
            message = $"{method.Name} requires the {marked.Name}, so its name ends in {LockedSuffix}, which tells readers of a call what it needs.";
            agreeing = agreeing.Add(AgreeingName, method.Name + LockedSuffix);
        }
        else if (mark == LockMark.Forbidden && isNamed)
        {
            message = $"{method.Name} must not be called with the {marked.Name} held, but its name says that it needs it.";
        }
        else if (mark == LockMark.None && isNamed && isOnly && !ReadsAsQuestion(method))
        {
            agreeing = agreeing.Add(AgreeingMark, marked.RequiresAttribute);
            message = $"{method.Name} is named as one that needs the {marked.Name}, but has no [{marked.RequiresAttribute.Substring(0, marked.RequiresAttribute.Length - "Attribute".Length)}].";
        }

        if (message is not null)
            context.ReportDiagnostic(Diagnostic.Create(LockRules.Name.WithPage(context.Options), method.Locations[0], agreeing, message));
    }

    // "Is it locked?" is about something else than what must be held.
    private static bool ReadsAsQuestion(IMethodSymbol method) =>
        method.ReturnType.SpecialType == SpecialType.System_Boolean && method.Parameters.Length == 0 && method.Name.StartsWith("Is", StringComparison.Ordinal);
}
