using Vtd.Spec.Checks;
using Vtd.Spec.Model;
using Vtd.Spec.Source;

namespace Vtd.Spec.Linking;

/// <summary>Whether there are field values with which conditions hold. What cannot be looked through, or compares two fields, leaves the
/// question open.</summary>
/// <remarks>A condition becomes a choice of conjunctions; in each, the parts about one field are tried on that field's values.</remarks>
internal sealed class ConditionSolver(SymbolTable table, EquatableArray<FieldSymbol> own)
{
    /// <summary>Whether all conditions are those of one element of register arrays.</summary>
    public bool IsOfOneElement { get; init; }

    /// <summary>The largest number of alternatives of a condition that is solved. Larger conditions, which do not occur in practice, count as possible.</summary>
    private const int MostConjunctions = 64;

    /// <summary>Wider fields are tried at the ends of the ranges that the condition names.</summary>
    private const int WidestTriedInFull = 8;

    /// <summary>A part of a condition without <c>and</c>, <c>or</c> and <c>not</c>, or the opposite of one.</summary>
    private readonly record struct Atom(Expression Expression, bool IsNegated);

    private readonly record struct FieldKey(string? Register, string Field);

    private readonly record struct Subject(FieldKey Key, FieldSymbol Field);

    /// <summary>Whether all conditions can hold at once, as far as that can be told.</summary>
    public bool CanHold(IReadOnlyList<Expression> conditions) => Answer(conditions) != false;

    /// <summary>Whether it is certain that there are field values with which all conditions hold.</summary>
    public bool IsSureToHold(IReadOnlyList<Expression> conditions) => Answer(conditions) == true;

    /// <summary>Whether all conditions can hold at once; null if that cannot be told.</summary>
    private bool? Answer(IReadOnlyList<Expression> conditions)
    {
        List<List<Atom>>? all = [[]];
        foreach (var condition in conditions)
            all = Both(all, Conjunctions(condition, isNegated: false));
        if (all is null)
            return null;
        var answers = all.ConvertAll(Answer);
        return answers.Contains(true) ? true : answers.Contains(null) ? null : false;
    }

    /// <summary>The condition as a choice of conjunctions; null if there are too many.</summary>
    private static List<List<Atom>>? Conjunctions(Expression expression, bool isNegated)
    {
        switch (expression)
        {
            case NotExpression not:
                return Conjunctions(not.Operand, !isNegated);
            case BinaryExpression { Operator: BinaryOperator.And or BinaryOperator.Or } both:
                var left = Conjunctions(both.Left, isNegated);
                var right = Conjunctions(both.Right, isNegated);
                return (both.Operator == BinaryOperator.And) != isNegated ? Both(left, right) : Either(left, right);
            default:
                return [[new Atom(expression, isNegated)]];
        }
    }

    private static List<List<Atom>>? Either(List<List<Atom>>? left, List<List<Atom>>? right) =>
        left is null || right is null || left.Count + right.Count > MostConjunctions ? null : [.. left, .. right];

    private static List<List<Atom>>? Both(List<List<Atom>>? left, List<List<Atom>>? right)
    {
        if (left is null || right is null || left.Count * right.Count > MostConjunctions)
            return null;
        return [.. left.SelectMany(first => right.Select(second => first.Concat(second).ToList()))];
    }

    private bool? Answer(List<Atom> conjunction)
    {
        var isOpen = false;
        var groups = new Dictionary<FieldKey, List<Atom>>();
        foreach (var atom in conjunction)
        {
            if (OnlyField(atom.Expression) is not { } key)
            {
                isOpen = true;
                continue;
            }

            if (!groups.TryGetValue(key, out var group))
                groups.Add(key, group = []);
            group.Add(atom);
        }

        foreach (var group in groups)
        {
            var answer = Find(group.Key) is { } field ? Answer(new Subject(group.Key, field), group.Value) : null;
            if (answer == false)
                return false;
            isOpen |= answer is null;
        }

        return isOpen ? null : true;
    }

    private bool? Answer(Subject subject, List<Atom> atoms)
    {
        if (Candidates(subject, atoms) is not { } candidates)
            return null;
        var isOpen = false;
        foreach (var bits in candidates)
        {
            var answers = atoms.ConvertAll(atom => Holds(atom.Expression, subject, bits) is { } holds ? holds != atom.IsNegated : (bool?)null);
            if (answers.TrueForAll(static answer => answer == true))
                return true;
            isOpen |= !answers.Contains(false);
        }

        return isOpen ? null : false;
    }

    /// <summary>Values of a field, at least one of which meets all the atoms if any value does; null if they cannot be told.</summary>
    private IEnumerable<ulong>? Candidates(Subject subject, List<Atom> atoms)
    {
        // Conditions compare bits; an author may mean the scaled value.
        if (subject.Field.Scale != 1)
            return null;
        var most = FieldChecks.Largest(subject.Field.Width);
        if (subject.Field.Width <= WidestTriedInFull)
            return Enumerable.Range(0, (int)most + 1).Select(static value => (ulong)value);

        // The smallest value that meets some comparisons with numbers is 0, such a number, or the one after it.
        var candidates = new SortedSet<ulong> { 0 };
        foreach (var atom in atoms)
        {
            if (atom.Expression is not BinaryExpression comparison || NumberBeside(comparison, subject) is not { } number)
                return null;
            candidates.Add(number);
            if (number < most)
                candidates.Add(number + 1);
        }

        return candidates.Where(value => value <= most);
    }

    /// <summary>The number or code that a field is compared with; null for other operands.</summary>
    private ulong? NumberBeside(BinaryExpression comparison, Subject subject) =>
        IsSubject(comparison.Left, subject) ? Constant(comparison.Right, subject)
        : IsSubject(comparison.Right, subject) ? Constant(comparison.Left, subject)
        : null;

    /// <summary>Whether a part of a condition holds if the field has these bits; null if that depends on more.</summary>
    private bool? Holds(Expression expression, Subject subject, ulong bits)
    {
        if (expression is not BinaryExpression comparison)
            return Value(expression, subject, bits) is { } number ? number != 0 : null;
        if (Value(comparison.Left, subject, bits) is not { } left || Value(comparison.Right, subject, bits) is not { } right)
            return null;
        return comparison.Operator switch
        {
            BinaryOperator.Equal => left == right,
            BinaryOperator.NotEqual => left != right,
            BinaryOperator.Less => left < right,
            BinaryOperator.LessOrEqual => left <= right,
            BinaryOperator.Greater => left > right,
            BinaryOperator.GreaterOrEqual => left >= right,
            _ => null,
        };
    }

    private ulong? Value(Expression expression, Subject subject, ulong bits) => expression switch
    {
        FieldExpression when IsSubject(expression, subject) => bits,
        BitExpression bit when IsSubject(bit.Operand, subject) && bit.Bit < subject.Field.Width => (bits >> bit.Bit) & 1,
        BinaryExpression { Operator: >= BinaryOperator.Add } sum =>
            Value(sum.Left, subject, bits) is { } left && Value(sum.Right, subject, bits) is { } right ? sum.Operator.Computes(left, right) : null,
        _ => Constant(expression, subject),
    };

    /// <summary>A number, or a code of the field's enum.</summary>
    private ulong? Constant(Expression expression, Subject subject) => expression switch
    {
        NumberExpression number => number.Value,
        FieldExpression { Register: null } name when !IsSubject(name, subject) && subject.Field.Enum is { } item
            && NamedItems.Find(table.Enums, item) is { IsBroken: false } symbol => NamedItems.Find(symbol.Codes, name.Field)?.Value,
        _ => null,
    };

    /// <summary>The field that a part of a condition is about, if it is about one only.</summary>
    private FieldKey? OnlyField(Expression expression)
    {
        switch (expression)
        {
            case FieldExpression { Spec: null } field:
                return new FieldKey(field.Register, field.Field);
            case BitExpression bit:
                return OnlyField(bit.Operand);
            case BinaryExpression { Left: NumberExpression } comparison:
                return OnlyField(comparison.Right);
            case BinaryExpression { Right: NumberExpression } comparison:
                return OnlyField(comparison.Left);
            case BinaryExpression comparison:
                if (OnlyField(comparison.Left) is not { } left || OnlyField(comparison.Right) is not { } right)
                    return null;
                return IsCode(comparison.Right, left) ? left : IsCode(comparison.Left, right) ? right : null;
            default:
                return null;
        }
    }

    private bool IsCode(Expression name, FieldKey other) => Find(other) is { } field && Constant(name, new Subject(other, field)) is not null;

    private static bool IsSubject(Expression expression, Subject subject) =>
        expression is FieldExpression { Spec: null } field && new FieldKey(field.Register, field.Field) == subject.Key;

    private FieldSymbol? Find(FieldKey key)
    {
        if (key.Register is not { } name)
            return NamedItems.Find(own, key.Field);
        return NamedItems.Find(table.Registers, name) is { IsBroken: false } register && (IsOfOneElement || !register.IsArray)
            ? NamedItems.Find(register.Fields, key.Field) : null;
    }
}
