using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Vtd.Analyzers.Contract;

namespace Vtd.Analyzers.Locks;

/// <summary>The findings that need all bodies: calls through members without a mark, and lambdas.</summary>
/// <param name="marked">The lock.</param>
/// <param name="bodies">All of the project.</param>
internal sealed class LockCalls(MarkedLock marked, LockBody[] bodies)
{
    private readonly Dictionary<IMethodSymbol, IMethodSymbol> _reached = new(SymbolEqualityComparer.Default);

    /// <summary>The state where a member's own entry is known.</summary>
    public static LockState Resolve(LockState state, LockMark mark) =>
        state != LockState.AsAtEntry ? state : mark == LockMark.Required ? LockState.Held : LockState.Free;

    public static Diagnostic NotHeld(LockCall call, MarkedLock marked, LockBody body, AnalyzerOptions options) => Diagnostic.Create(
        LockRules.NotHeld.WithPage(options), call.Place, NameOf(call.Target), marked.Name, body.Symbol is { } member ? NameOf(member) : "the caller");

    public static Diagnostic Held(LockCall call, IMethodSymbol forbidden, MarkedLock marked, AnalyzerOptions options) => Diagnostic.Create(
        LockRules.Held.WithPage(options), call.Place, NameOf(call.Target), marked.Name,
        SymbolEqualityComparer.Default.Equals(call.Target, forbidden) ? "" : $": it comes to {NameOf(forbidden)}");

    public void Report(AnalyzerOptions options, Action<Diagnostic> report)
    {
        FindReached();
        var entries = Entries();
        foreach (var body in bodies)
        {
            foreach (var call in body.Calls)
            {
                var state = !body.IsDeferred ? Resolve(call.State, body.Mark)
                    : call.State != LockState.AsAtEntry ? call.State
                    : entries[body];
                var mark = marked.MarkOf(call.Target);
                if (mark == LockMark.None && state == LockState.Held && call.Target.MethodKind != MethodKind.LocalFunction && _reached.TryGetValue(call.Target, out var forbidden))
                    report(Held(call, forbidden, marked, options));
                else if (body.IsDeferred && mark == LockMark.Required && state == LockState.Free)
                    report(NotHeld(call, marked, body, options));
                else if (body.IsDeferred && mark == LockMark.Forbidden && state == LockState.Held)
                    report(Held(call, call.Target, marked, options));
            }
        }
    }

    private static string NameOf(IMethodSymbol method) => method switch
    {
        { MethodKind: MethodKind.AnonymousFunction } => "the lambda",
        { AssociatedSymbol: { } property } => property.Name,
        { MethodKind: MethodKind.Constructor or MethodKind.StaticConstructor } => method.ContainingType.Name,
        _ => method.Name,
    };

    /// <summary>Finds the members without a mark that reach a forbidden one, for every caller.</summary>
    private void FindReached()
    {
        var callers = new Dictionary<IMethodSymbol, List<IMethodSymbol>>(SymbolEqualityComparer.Default);
        var due = new Queue<IMethodSymbol>();
        void AddCaller(IMethodSymbol target, IMethodSymbol caller)
        {
            if (!callers.TryGetValue(target, out var all))
                callers.Add(target, all = []);
            all.Add(caller);
        }

        foreach (var body in bodies)
        {
            if (body.Symbol?.OriginalDefinition is not { MethodKind: not MethodKind.AnonymousFunction } symbol || body.Mark != LockMark.None)
                continue;

            // Whoever calls what it overrides or implements may get it.
            if (symbol.OverriddenMethod is { } overridden)
                AddCaller(symbol, overridden.OriginalDefinition);
            foreach (var contract in MarkedLock.Implemented(symbol))
                AddCaller(symbol, contract.OriginalDefinition);

            foreach (var call in body.Calls)
            {
                if (call.State != LockState.AsAtEntry)
                    continue;
                var mark = marked.MarkOf(call.Target);
                if (mark == LockMark.None)
                    AddCaller(call.Target, symbol);
                else if (mark == LockMark.Forbidden && Reach(symbol, call.Target))
                    due.Enqueue(symbol);
            }
        }

        while (due.Count > 0)
        {
            var reached = due.Dequeue();
            if (!callers.TryGetValue(reached, out var all))
                continue;
            foreach (var caller in all)
            {
                if (marked.MarkOf(caller) == LockMark.None && Reach(caller, _reached[reached]))
                    due.Enqueue(caller);
            }
        }
    }

    private bool Reach(IMethodSymbol method, IMethodSymbol forbidden)
    {
        if (_reached.ContainsKey(method))
            return false;
        _reached.Add(method, forbidden);
        return true;
    }

    /// <summary>The state in which lambdas and local functions are entered: that of those who call them.</summary>
    private Dictionary<LockBody, LockState> Entries()
    {
        var ofParameters = new Dictionary<IParameterSymbol, LockState>(SymbolEqualityComparer.Default);
        var ofLocals = new Dictionary<IMethodSymbol, LockState>(SymbolEqualityComparer.Default);
        foreach (var body in bodies)
        {
            // A member that says nothing is called either way, and so are the delegates that it calls as it was called itself.
            LockState At(LockState state) => state == LockState.AsAtEntry && (body.IsDeferred || body.Mark == LockMark.None) ? LockState.Unknown : Resolve(state, body.Mark);
            foreach (var (parameter, state) in body.CalledParameters)
                Join(ofParameters, parameter, At(state));
            foreach (var call in body.Calls)
            {
                if (call.Target.MethodKind == MethodKind.LocalFunction)
                    Join(ofLocals, call.Target, body.IsDeferred ? At(call.State) : Resolve(call.State, body.Mark));
            }
        }

        var entries = new Dictionary<LockBody, LockState>();
        foreach (var body in bodies)
        {
            var entry = LockState.Unknown;
            if (body.Mark != LockMark.None)
                entry = Resolve(LockState.AsAtEntry, body.Mark);
            else if (body.PassedAs is { } parameter && ofParameters.TryGetValue(parameter, out var called))
                entry = called;
            else if (body.Symbol is { MethodKind: MethodKind.LocalFunction } local && ofLocals.TryGetValue(local.OriginalDefinition, out called))
                entry = called;
            entries.Add(body, entry);
        }

        return entries;
    }

    private static void Join<TKey>(Dictionary<TKey, LockState> states, TKey key, LockState state)
        where TKey : ISymbol => states[key] = states.TryGetValue(key, out var known) && known != state ? LockState.Unknown : state;
}
