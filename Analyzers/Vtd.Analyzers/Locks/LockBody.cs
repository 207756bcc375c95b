using Microsoft.CodeAnalysis;

namespace Vtd.Analyzers.Locks;

/// <summary>A member, a local function or a lambda: what it calls, and what is known of the lock there.</summary>
/// <param name="symbol">The method; null for code that is in none, such as initializers.</param>
/// <param name="mark">The mark of the lock.</param>
internal sealed class LockBody(IMethodSymbol? symbol, LockMark mark)
{
    public IMethodSymbol? Symbol => symbol;

    public LockMark Mark => mark;

    public List<LockCall> Calls { get; } = [];

    /// <summary>Whether the body runs at an unknown time, so that its place in the code does not show whether the lock is held.</summary>
    public bool IsDeferred => symbol?.MethodKind is MethodKind.AnonymousFunction or MethodKind.LocalFunction;

    /// <summary>The parameter of a lambda that is an argument; null otherwise.</summary>
    public IParameterSymbol? PassedAs { get; set; }

    /// <summary>Parameters that it calls, and the state there.</summary>
    public List<(IParameterSymbol Parameter, LockState State)> CalledParameters { get; } = [];
}

/// <summary>A call.</summary>
/// <param name="Target">The called member.</param>
/// <param name="State">Whether the lock is held.</param>
/// <param name="Place">Where.</param>
internal sealed record LockCall(IMethodSymbol Target, LockState State, Location Place);
