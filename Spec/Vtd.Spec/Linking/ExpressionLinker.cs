using Vtd.Spec.Checks;
using Vtd.Spec.Declarations;
using Vtd.Spec.Diagnostics;
using Vtd.Spec.Model;
using Vtd.Spec.Source;

namespace Vtd.Spec.Linking;

/// <summary>Resolves and checks the names in conditions and computed numbers.</summary>
/// <remarks>A result of null means that something could not be resolved: reported here, or elsewhere if a thing referred to is
/// itself broken. The linked model never holds a name without the thing that it names.</remarks>
internal sealed class ExpressionLinker(NameScope scope, Findings findings)
{
    /// <summary>The fields that an expression may use.</summary>
    public enum Scope
    {
        /// <summary>Fields of given registers: what is known when the register file is made.</summary>
        Given,

        /// <summary>Fields of given registers, and for the element of a register array its index and the elements of given arrays with
        /// the same index.</summary>
        GivenElement,

        /// <summary>Fields of any register of the spec, and of given registers of others.</summary>
        Registers,

        /// <summary>The fields of <see cref="Registers"/> and <see cref="GivenElement"/>.</summary>
        RegistersElement,

        /// <summary>Fields of given registers and of the thing itself.</summary>
        GivenAndOwn,

        /// <summary>Fields of any register and of the thing itself.</summary>
        RegistersAndOwn,

        /// <summary>The fields of <see cref="Registers"/>, and those of the declaration itself.</summary>
        OwnRegister,

        /// <summary>The fields of <see cref="OwnRegister"/> and <see cref="GivenElement"/>.</summary>
        OwnElement,
    }

    private readonly record struct Operand(Expression Expression, bool IsCondition, bool IsNumber, FieldSymbol? Field, NumberRange SumRange = default)
    {
        /// <summary>The enum of the field, if it has one.</summary>
        public Found<EnumSymbol>? Enum { get; init; }

        public NumberRange Range => Expression switch
        {
            NumberExpression number => new(number.Value, number.Value),
            BitExpression => new(0, 1),
            BinaryExpression => SumRange,
            CodeExpression code => new(code.Value, code.Value),
            IndexExpression => new(0, FixedPlace.MostElements - 1),
            _ => new(0, FieldChecks.Largest(Field!.Width)),
        };
    }

    /// <summary>The group of the register whose expressions are linked; null for none. Its registers are named without the group.</summary>
    public GroupDeclaration? Group { get; set; }

    private ExpressionText _text = null!;
    private EquatableArray<FieldSymbol> _own;
    private bool _isOwnComplete;
    private Scope _scope;
    private bool _hasField;
    private bool _namesLeftOut;
    private bool _isComputed;

    /// <summary>Links a condition.</summary>
    /// <param name="text">As read.</param>
    /// <param name="scope">The fields that the expression may use.</param>
    /// <param name="own">Fields of the thing itself, by name.</param>
    /// <param name="isOwnComplete">Whether all of its fields are known.</param>
    public Expression? Condition(ExpressionText text, Scope scope, EquatableArray<FieldSymbol> own, bool isOwnComplete)
    {
        Start(text, scope, own, isOwnComplete);
        if (Link(text.Root) is not { } operand || !IsCondition(operand))
            return null;
        if (_hasField)
            return _namesLeftOut ? null : operand.Expression;
        Report(ExpressionRules.NeverChanges, text.Root, "The condition uses no field, so it never changes. Remove it, or the declaration that it guards.");
        return null;
    }

    /// <summary>Links a computed number.</summary>
    /// <param name="text">As read.</param>
    /// <param name="added">A constant that is added to the number.</param>
    public Expression? Number(ExpressionText text, ulong added = 0)
    {
        return Number(text, Scope.Given, default) is var (number, range) && Sum(BinaryOperator.Add, number, range, new(added, added)) is not null ? number : null;
    }

    /// <summary>Links a computed number, and tells the values that it can have.</summary>
    /// <param name="text">As read.</param>
    /// <param name="scope">The fields that the expression may use.</param>
    /// <param name="own">Fields of the thing itself, by name.</param>
    public (Expression Number, NumberRange Range)? Number(ExpressionText text, Scope scope, EquatableArray<FieldSymbol> own)
    {
        Start(text, scope, own, true);
        _isComputed = true;
        return Link(text.Root) is { } operand && IsNumber(operand) && !_namesLeftOut ? (operand.Expression, operand.Range) : null;
    }

    /// <summary>The values of a sum; null, and reported, if it divides by 0, or if it is computed and can wrap around.</summary>
    private NumberRange? Sum(BinaryOperator operation, Expression sum, NumberRange left, NumberRange right)
    {
        if (operation is BinaryOperator.Divide or BinaryOperator.Remainder && right is { Least: var least, Most: var most } && least <= 0 && most >= 0)
        {
            var divisor = ((BinaryExpression)sum).Right;
            Report(ExpressionRules.DividesByZero, divisor, $"The divisor can be 0. Divide by one that cannot, for instance max({ExpressionProse.Of(divisor)}, 1).");
            return null;
        }

        var range = NumberRange.Of(operation, left, right);
        if (range is not null || !_isComputed)
            return range ?? NumberRange.All;
        Report(ExpressionRules.CanWrap, sum, operation >= BinaryOperator.Divide
            ? "This takes a number that can be below 0, which counts as a very large one. Keep it at 0 or above, for instance with max(A, B) - B instead of A - B."
            : "This can leave the range of 64-bit numbers, and would wrap around. Compute it from fewer bits.");
        return null;
    }

    private void Start(ExpressionText text, Scope scope, EquatableArray<FieldSymbol> own, bool isOwnComplete)
    {
        _text = text;
        _scope = scope;
        _own = own;
        _isOwnComplete = isOwnComplete;
        _hasField = false;
        _namesLeftOut = false;
        _isComputed = false;
    }

    private Operand? Link(Expression expression)
    {
        switch (expression)
        {
            case NumberExpression:
                return new Operand(expression, IsCondition: false, IsNumber: true, null);
            case FieldExpression field when IsIndex(field):
                _hasField = true;
                return new Operand(new IndexExpression(field.Start, field.Length), IsCondition: false, IsNumber: true, null);
            case FieldExpression field:
                return Field(field);
            case BitExpression bit:
                return Bit(bit);
            case NotExpression not:
                return Link(not.Operand) is { } inner && IsCondition(inner)
                    ? new Operand(not with { Operand = inner.Expression }, true, false, null)
                    : null;
            case BinaryExpression { Operator: BinaryOperator.And or BinaryOperator.Or } both:
                return Both(both, isCondition: true);
            case BinaryExpression { Operator: >= BinaryOperator.Equal and <= BinaryOperator.GreaterOrEqual } comparison:
                return Comparison(comparison);
            case BinaryExpression sum:
                return Both(sum, isCondition: false);
            default:
                throw new InvalidOperationException($"unexpected expression {expression.GetType().Name}");
        }
    }

    private Operand? Both(BinaryExpression both, bool isCondition)
    {
        // Both sides are linked even if the left one fails: each may have a mistake of its own.
        var left = Link(both.Left);
        var right = Link(both.Right);
        if (left is not { } first || right is not { } second)
            return null;
        if (!(isCondition ? IsCondition(first) & IsCondition(second) : IsNumber(first) & IsNumber(second)))
            return null;
        var linked = both with { Left = first.Expression, Right = second.Expression };
        if (isCondition)
            return new Operand(linked, IsCondition: true, IsNumber: false, null);
        return Sum(both.Operator, both, first.Range, second.Range) is { } range ? new Operand(linked, IsCondition: false, IsNumber: true, null, range) : null;
    }

    private Operand? Comparison(BinaryExpression comparison)
    {
        var left = IsBareName(comparison.Left) ? null : Link(comparison.Left);
        var right = IsBareName(comparison.Right) ? null : Link(comparison.Right);

        // A bare name is a code if the other side is a field with an enum; two bare names are a field and a code, or two fields.
        if (left is null && IsBareName(comparison.Left))
        {
            if (right is null && IsBareName(comparison.Right))
                left = Link(comparison.Left);
            else if (right is { } known)
                left = CodeOrField((FieldExpression)comparison.Left, known);
        }

        if (right is null && IsBareName(comparison.Right) && left is { } other)
            right = CodeOrField((FieldExpression)comparison.Right, other);

        if (left is not { } first || right is not { } second || !(IsNumber(first) & IsNumber(second)))
            return null;
        if (IsConstant(comparison, first, second))
            return null;
        return new Operand(comparison with { Left = first.Expression, Right = second.Expression }, true, false, null);
    }

    private bool UsesOwn => _scope is Scope.GivenAndOwn or Scope.RegistersAndOwn or Scope.OwnRegister or Scope.OwnElement;

    private static bool IsBareName(Expression expression) => expression is FieldExpression { Register: null };

    private bool IsOfElement => _scope is Scope.GivenElement or Scope.RegistersElement or Scope.OwnElement;

    private bool IsIndex(FieldExpression name) => IsOfElement && name is { Register: null, Field: IndexExpression.Word };

    private Operand? CodeOrField(FieldExpression name, Operand other)
    {
        if (other.Field?.Enum is null)
            return Link(name);
        if (other.Enum is not { Item: { IsBroken: false } item } found)
            return null;
        if (NamedItems.Find(item.Codes, name.Field) is { } code)
            return new Operand(new CodeExpression(item.Name, code.Name, code.Value, name.Start, name.Length) { Spec = scope.ReferenceTo(found.Table, _text.SpanOf(name)), Member = code.Member }, false, true, null);
        if (IsIndex(name) || (UsesOwn && NamedItems.Find(_own, name.Field) is not null))
            return Link(name);
        findings.ReportUnknown(NameRules.UnknownCode, new Located<string>(name.Field, _text.SpanOf(name)),
            $"{item.Name} has no code '{name.Field}'.", NamedItems.Names(item.Codes));
        return null;
    }

    private Operand? Bit(BitExpression bit)
    {
        if (Field(bit.Operand) is not { Field: { } field, Expression: FieldExpression operand })
            return null;
        if (bit.Bit < field.Width)
            return new Operand(bit with { Operand = operand }, true, true, null);
        Report(ExpressionRules.BitPastField, bit, $"{field.Name} has bits 0 to {field.Width - 1}, counted within the field; bit {bit.Bit} does not exist.");
        return null;
    }

    private Operand? Field(FieldExpression field)
    {
        _hasField = true;
        var operand = field.Register is { } register ? RegisterField(field, register) : OwnField(field) is { } own ? Of(field, own, scope.Own) : null;
        if (operand is not { Field.Width: > 64 and var width })
            return operand;
        Report(ExpressionRules.WideField, field, $"{field.Field} has {width} bits, and numbers here have 64 at most. Make the part that is meant a field of its own.");
        return null;
    }

    private Operand Of(FieldExpression field, FieldSymbol symbol, SymbolTable owner) =>
        new(field, symbol.Width == 1, true, symbol) { Enum = scope.EnumOf(owner, symbol) };

    private Operand? RegisterField(FieldExpression field, string name)
    {
        var isWhole = _text.SpanOf(field);
        var qualified = new QualifiedName(field.Spec?.Name, name);
        var length = qualified.ToString().Length;
        if (qualified.Spec is null && !scope.IsForeign(isWhole))
        {
            name = GroupNames.InSpec(name, Group, scope.Own);
            qualified = new QualifiedName(null, name);
            field = field with { Register = name };
        }

        if (scope.Register(qualified, Part(field, 0, length)) is not { } found)
            return null;

        var register = found.Item;
        if (register.IsBroken)
            return null;
        _namesLeftOut |= register.IsLeftOut || found.Table.IsMisplaced;
        var spec = scope.ReferenceTo(found.Table, isWhole);
        var canChange = _scope == Scope.RegistersAndOwn || (_scope is Scope.Registers or Scope.RegistersElement or Scope.OwnRegister or Scope.OwnElement && spec is null);
        if (!canChange && !register.IsGiven)
        {
            findings.Report(ExpressionRules.NotGiven, isWhole, $"{name} changes while the device runs; only registers with 'reset: given' can be used here.");
            return null;
        }

        var isSameElement = canChange && !register.IsGiven && spec is null && GroupNames.HaveSameElement(Group, register);
        if (register.IsArray && !isSameElement && (!IsOfElement || spec is not null || register.Dimensions > 1))
        {
            findings.Report(ExpressionRules.ArrayRegister, isWhole, register.Dimensions > 1 ? $"{name} has several dimensions; only arrays of one dimension can be named."
                : spec is null
                ? $"{name} is an array; only a 'when' of another register array can name it, and means the element with the same index."
                : $"{name} is an array of {spec.Name}; only register arrays of the same spec can name it.");
            return null;
        }

        if (NamedItems.Find(register.Fields, field.Field) is { } symbol)
            return Of(field with { Spec = spec }, symbol, found.Table);
        findings.ReportUnknown(NameRules.UnknownField, new Located<string>(field.Field, Part(field, length + 1, field.Field.Length)),
            $"{name} has no field '{field.Field}'.", NamedItems.Names(register.Fields));
        return null;
    }

    private FieldSymbol? OwnField(FieldExpression field)
    {
        if (NamedItems.Find(_own, field.Field) is { } symbol)
        {
            if (UsesOwn)
                return symbol;
            Report(ExpressionRules.OwnField, field, $"{field.Field} belongs to the same declaration; only fields of given registers can be used here, as REGISTER.FIELD.");
            return null;
        }

        if (field.Field == IndexExpression.Word)
        {
            Report(ExpressionRules.NoIndex, field, "'index' is the number of an element; only the 'when' and 'reset' of a register array with one dimension or of its fields can use it.");
        }
        else if (_isOwnComplete)
        {
            findings.ReportUnknown(NameRules.UnknownField, new Located<string>(field.Field, _text.SpanOf(field)),
                !UsesOwn ? $"'{field.Field}' is not a field of a given register; write REGISTER.FIELD." : $"Unknown field '{field.Field}'. A field of a register is written REGISTER.FIELD.",
                NamedItems.Names(_own));
        }

        return null;
    }

    private SourceSpan Part(FieldExpression field, int offset, int length) =>
        _text.IsVerbatim ? _text.Content.Slice(field.Start + offset, length) : _text.Content;

    private bool IsCondition(Operand operand)
    {
        if (operand.IsCondition)
            return true;
        Report(ExpressionRules.NotACondition, operand.Expression, "This is a number; a condition is needed. Compare it, for instance with '!= 0'.");
        return false;
    }

    private bool IsNumber(Operand operand)
    {
        if (operand.IsNumber)
            return true;
        Report(ExpressionRules.NotANumber, operand.Expression, "This is a condition; a number is needed.");
        return false;
    }

    /// <summary>Whether a field is compared with a number that it can never reach or never leave.</summary>
    private bool IsConstant(BinaryExpression comparison, Operand left, Operand right)
    {
        var isNumberLeft = left.Expression is NumberExpression;
        if ((isNumberLeft ? right : left) is not { Field: { Scale: 1 } field } || (isNumberLeft ? left : right).Expression is not NumberExpression number)
            return false;

        var most = FieldChecks.Largest(field.Width);
        var operation = isNumberLeft ? Mirrored(comparison.Operator) : comparison.Operator;
        var isConstant = operation switch
        {
            BinaryOperator.Less => number.Value == 0 || number.Value > most,
            BinaryOperator.LessOrEqual => number.Value >= most,
            BinaryOperator.Greater => number.Value >= most,
            BinaryOperator.GreaterOrEqual => number.Value == 0 || number.Value > most,
            _ => number.Value > most,
        };
        if (isConstant)
            Report(ExpressionRules.NeverChanges, comparison, $"{field.Name} holds 0 to {most}, so this comparison never changes.");
        return isConstant;
    }

    private static BinaryOperator Mirrored(BinaryOperator operation) => operation switch
    {
        BinaryOperator.Less => BinaryOperator.Greater,
        BinaryOperator.LessOrEqual => BinaryOperator.GreaterOrEqual,
        BinaryOperator.Greater => BinaryOperator.Less,
        BinaryOperator.GreaterOrEqual => BinaryOperator.LessOrEqual,
        _ => operation,
    };

    private void Report(Rule rule, Expression part, string message) => findings.Report(rule, _text.SpanOf(part), message);
}
