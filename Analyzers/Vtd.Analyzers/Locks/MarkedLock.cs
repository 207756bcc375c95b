using System.Collections.Concurrent;
using Microsoft.CodeAnalysis;

namespace Vtd.Analyzers.Locks;

/// <summary>A lock that members have marks of: <c>[RequiresUnitLock]</c> and <c>[ForbiddenUnderUnitLock]</c> are about the type <c>UnitLock</c>.</summary>
/// <param name="name">Name of the lock's type.</param>
internal sealed class MarkedLock(string name)
{
    private const string Prefix = "Requires";
    private const string Suffix = "Attribute";

    private readonly ConcurrentDictionary<IMethodSymbol, LockMark> _marks = new(SymbolEqualityComparer.Default);

    /// <summary>Name of the lock's type.</summary>
    public string Name => name;

    /// <summary>The mark of members that need it.</summary>
    public string RequiresAttribute => Prefix + name + Suffix;

    private string ForbiddenAttribute => "ForbiddenUnder" + name + Suffix;

    /// <summary>Whether a type is a mark of members that need some lock.</summary>
    public static bool IsMark(string type) => type.Length > Prefix.Length + Suffix.Length
        && type.StartsWith(Prefix, StringComparison.Ordinal) && type.EndsWith("Lock" + Suffix, StringComparison.Ordinal);

    /// <summary>The lock that a mark is about.</summary>
    public static string NameOf(string mark) => mark.Substring(Prefix.Length, mark.Length - Prefix.Length - Suffix.Length);

    /// <summary>What a member, or the one that it implements, says of the lock.</summary>
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

    /// <summary>Whether whoever has a value of the type holds the lock until it is disposed of.</summary>
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
        if (method.OverriddenMethod is { } overridden)
            return MarkOf(overridden);
        foreach (var implemented in Implemented(method))
        {
            if (OwnMark(implemented) is var mark and not LockMark.None)
                return mark;
        }

        return LockMark.None;
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
