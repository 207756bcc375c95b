using System.Collections.Concurrent;
using Microsoft.CodeAnalysis;

namespace Vtd.Analyzers.Locks;

/// <summary>A lock that members and types have marks of: <c>[RequiresUnitLock]</c>, <c>[ForbiddenUnderUnitLock]</c>, <c>[GuardedByUnitLock]</c> and
/// <c>[IndependentOfUnitLock]</c> are about the type <c>UnitLock</c>.</summary>
/// <param name="name">Name of the lock's type.</param>
internal sealed class MarkedLock(string name)
{
    private const string Requires = "Requires";
    private const string GuardedBy = "GuardedBy";
    private const string Suffix = "Attribute";

    private readonly ConcurrentDictionary<IMethodSymbol, LockMark> _marks = new(SymbolEqualityComparer.Default);

    /// <summary>Name of the lock's type.</summary>
    public string Name => name;

    /// <summary>The mark of members that need it.</summary>
    public string RequiresAttribute => Requires + name + Suffix;

    private string ForbiddenAttribute => "ForbiddenUnder" + name + Suffix;

    private string GuardedByAttribute => GuardedBy + name + Suffix;

    private string IndependentAttribute => "IndependentOf" + name + Suffix;

    /// <summary>Whether a type is a mark of members, or of types, that need some lock.</summary>
    public static bool IsMark(string type) => PrefixOf(type) is { } prefix
        && type.Length > prefix.Length + Suffix.Length && type.EndsWith("Lock" + Suffix, StringComparison.Ordinal);

    /// <summary>The lock that a mark is about.</summary>
    public static string NameOf(string mark)
    {
        var start = PrefixOf(mark)!.Length;
        return mark.Substring(start, mark.Length - start - Suffix.Length);
    }

    /// <summary>The lock mark of a member, or of the one that it implements.</summary>
    public LockMark MarkOf(IMethodSymbol method) => _marks.GetOrAdd(method.OriginalDefinition, FindMark);

    /// <summary>The mark that the member itself has.</summary>
    public LockMark OwnMark(ISymbol member)
    {
        foreach (var attribute in member.GetAttributes())
        {
            if (attribute.AttributeClass?.Name is { } type)
            {
                if (type == RequiresAttribute)
                    return LockMark.Required;
                if (type == ForbiddenAttribute)
                    return LockMark.Forbidden;
            }
        }

        return member is IMethodSymbol { AssociatedSymbol: { } property } ? OwnMark(property) : LockMark.None;
    }

    private static string? PrefixOf(string mark) =>
        mark.StartsWith(Requires, StringComparison.Ordinal) ? Requires
        : mark.StartsWith(GuardedBy, StringComparison.Ordinal) ? GuardedBy
        : null;

    /// <summary>Whether the type of a member says that instance members need the lock. Constructors are exempt: no other thread has the object yet.</summary>
    private bool IsGuarded(IMethodSymbol method) =>
        !method.IsStatic
        && method.MethodKind is MethodKind.Ordinary or MethodKind.PropertyGet or MethodKind.PropertySet or MethodKind.ExplicitInterfaceImplementation
        && Has(method.ContainingType, GuardedByAttribute);

    private bool IsIndependent(IMethodSymbol method) =>
        Has(method, IndependentAttribute) || (method.AssociatedSymbol is { } property && Has(property, IndependentAttribute));

    private static bool Has(ISymbol symbol, string attribute)
    {
        foreach (var found in symbol.GetAttributes())
        {
            if (found.AttributeClass?.Name == attribute)
                return true;
        }

        return false;
    }

    /// <summary>Whether the call takes the lock and either returns with it or not at all.</summary>
    public bool Takes(IMethodSymbol method) =>
        (IsOfLock(method) && method.Name == "Enter") || (method.MethodKind != MethodKind.LocalFunction && Gives(method) is { } given && IsScope(given));

    /// <summary>Whether the call says if it has taken the lock.</summary>
    public bool TriesToTake(IMethodSymbol method) =>
        IsOfLock(method) && method.Name == "TryEnter" && method.ReturnType.SpecialType == SpecialType.System_Boolean;

    /// <summary>Whether the call gives the lock back.</summary>
    public bool Releases(IMethodSymbol method) =>
        (IsOfLock(method) && method.Name.StartsWith("Exit", StringComparison.Ordinal)) || (method.Name == "Dispose" && IsScope(method.ContainingType));

    private static ITypeSymbol? Gives(IMethodSymbol method) =>
        method.MethodKind == MethodKind.Constructor ? method.ContainingType : method.MethodKind == MethodKind.Ordinary ? method.ReturnType : null;

    private bool IsOfLock(IMethodSymbol method) => method.ContainingType?.Name == name;

    /// <summary>Whether a value of the type holds the lock until it is disposed of.</summary>
    private bool IsScope(ITypeSymbol type)
    {
        if (type.ContainingType?.Name == name)
            return type.GetMembers("Dispose").Length > 0;
        foreach (var member in type.GetMembers("Dispose"))
        {
            if (member is IMethodSymbol && OwnMark(member) == LockMark.Required)
                return true;
        }

        return false;
    }

    private LockMark FindMark(IMethodSymbol method)
    {
        if (OwnMark(method) is var own and not LockMark.None)
            return own;
        if (IsIndependent(method))
            return LockMark.None;
        if (method.OverriddenMethod is { } overridden)
            return MarkOf(overridden);
        foreach (var implemented in Implemented(method))
        {
            if (MarkOf(implemented) is var mark and not LockMark.None)
                return mark;
        }

        return IsGuarded(method) ? LockMark.Required : LockMark.None;
    }

    /// <summary>The members of interfaces that a method implements.</summary>
    public static IEnumerable<IMethodSymbol> Implemented(IMethodSymbol method)
    {
        foreach (var member in method.ExplicitInterfaceImplementations)
            yield return member;
        if (method.IsStatic || method.DeclaredAccessibility != Accessibility.Public || method.ContainingType is not { TypeKind: TypeKind.Class or TypeKind.Struct } type)
            yield break;
        foreach (var contract in type.AllInterfaces)
        {
            foreach (var member in contract.GetMembers(method.Name))
            {
                if (member is IMethodSymbol candidate && SymbolEqualityComparer.Default.Equals(type.FindImplementationForInterfaceMember(candidate), method))
                    yield return candidate;
            }
        }
    }
}
