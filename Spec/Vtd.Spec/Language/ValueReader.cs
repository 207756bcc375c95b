using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Vtd.Spec.Declarations;
using Vtd.Spec.Diagnostics;
using Vtd.Spec.Model;
using Vtd.Spec.Source;
using Vtd.Spec.Yaml;

namespace Vtd.Spec.Language;

/// <summary>Reads nodes as values of the language. A value that cannot be read is reported once and comes back as null or left out.</summary>
/// <param name="findings">Receives what is wrong.</param>
/// <param name="tables">All tables of the language; a misplaced key is reported with the tables that have it.</param>
internal sealed class ValueReader(Findings findings, IReadOnlyList<KeyTable> tables)
{
    private const int MostRanges = 64;
    private const ulong HighestBit = 99_999;

    public Findings Findings => findings;

    /// <summary>Whether the file is an overlay.</summary>
    public bool IsOverlay { get; init; }

    /// <summary>Whether templates are being read.</summary>
    public bool IsTemplate { get; set; }

    /// <summary>Whether the declaration at hand takes the rest from elsewhere, so that it can remove some of that.</summary>
    public bool CanRemove { get; private set; }

    /// <summary>Whether the declaration at hand may lack keys, as they may stand elsewhere.</summary>
    private bool _isPartial;

    /// <summary>Reads a declaration and checks it, unless it is one part of several.</summary>
    public T Declaration<T>(YamlNode node, KeyTable<T> table, T item, Action<T, bool, Findings> check)
        where T : Declaration
    {
        var before = findings.Count;
        var source = node as YamlMapping;
        CanRemove = (IsOverlay && !IsTemplate) || source?[PartWords.Like] is not null;
        _isPartial = CanRemove || IsTemplate;
        item = (T)(Table(node, table, item, item.LackSpan) with { Source = source, IsPartial = _isPartial });
        if (!_isPartial)
            check(item, findings.Count == before, findings);
        CanRemove = _isPartial = false;
        return item;
    }

    /// <summary>Reads a mapping with fixed keys.</summary>
    /// <param name="node">The mapping.</param>
    /// <param name="table">The keys.</param>
    /// <param name="seed">The value before the first key.</param>
    /// <param name="owner">Where to point when a key is missing.</param>
    /// <param name="isWhole">Whether it is never completed from elsewhere, whatever it belongs to.</param>
    public T Table<T>(YamlNode node, KeyTable<T> table, T seed, SourceSpan owner, bool isWhole = false)
        where T : class
    {
        if (node is not YamlMapping mapping)
        {
            WrongKind(node, $"keys and values: {string.Join(", ", RequiredOf(table).DefaultIfEmpty(table.Keys[0].Name))}");
            return seed;
        }

        var seen = 0u;
        var isMissingClear = isWhole || !_isPartial;
        TextBefore text = default;
        foreach (var entry in mapping.Entries)
        {
            var index = table.IndexOf(entry.Key.Text);
            if (index < 0)
            {
                // A key that is spelled wrong is usually one of those that are then missing.
                isMissingClear = false;
                if (!text.IsCutOff(entry))
                    ReportUnknownKey(entry.Key, table);
                else if (text.IsFirstPart)
                    findings.Report(KeyRules.Unknown, entry.Key.Span, $"'{Short(entry.Key.Text)}' is not a key: between {{ and }}, a comma ends a text.{text.Hint}");
            }
            else if ((seen & (1u << index)) != 0)
            {
                findings.Report(KeyRules.Repeated, entry.Key.Span, $"'{entry.Key.Text}' occurs twice. Remove one of the two.");
            }
            else
            {
                seen |= 1u << index;
                var key = table[index];
                isMissingClear &= key.Name != PartWords.Remove;
                if (!ReportEmpty(entry, key.Shape, text.Hint))
                    seed = key.Read(this, entry.Value, seed);
                text = mapping.IsFlow ? TextBefore.After(key, entry) : default;
            }
        }

        for (var i = 0; isMissingClear && i < table.Keys.Count; i++)
        {
            if (table.Keys[i].IsRequired && (seen & (1u << i)) == 0)
                findings.Report(KeyRules.Missing, owner, $"The key '{table.Keys[i].Name}' is missing; it needs {table.Keys[i].Shape.Expected}.");
        }

        return seed;
    }

    /// <summary>Reads a mapping from names to declarations.</summary>
    /// <param name="node">The mapping.</param>
    /// <param name="shape">The form.</param>
    /// <param name="create">Makes a declaration that has only its name.</param>
    /// <param name="read">Reads the rest of a declaration.</param>
    /// <param name="isComplete">False if a name could not be read.</param>
    public EquatableArray<T> Map<T>(
        YamlNode node, MapShape shape, Func<Located<string>, T> create, Func<ValueReader, YamlNode, T, T> read, out bool isComplete)
        where T : Declaration, IEquatable<T>
    {
        isComplete = false;
        if (node is not YamlMapping mapping)
        {
            WrongKind(node, shape.Expected);
            return default;
        }

        isComplete = true;
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var result = ImmutableArray.CreateBuilder<T>(mapping.Entries.Length);
        foreach (var entry in mapping.Entries)
        {
            var before = findings.Count;
            var isNamed = CheckName(entry.Key, shape.Name);
            isComplete &= isNamed;
            if (isNamed && !seen.Add(entry.Key.Text))
            {
                findings.Report(KeyRules.Repeated, entry.Key.Span, $"'{entry.Key.Text}' is already declared. Remove or rename one of the two.");
                continue;
            }

            var item = create(entry.Key.Located);
            if (!ReportEmpty(entry, shape.Item))
                item = read(this, entry.Value, item);
            if (findings.Count == before)
                CheckRemoved(entry);
            result.Add(findings.Count == before ? item : (T)(item with { IsBroken = true }));
        }

        return new EquatableArray<T>(result.ToImmutable());
    }

    /// <inheritdoc cref="Map{T}(YamlNode, MapShape, Func{Located{string}, T}, Func{ValueReader, YamlNode, T, T}, out bool)"/>
    public EquatableArray<T> Map<T>(YamlNode node, MapShape shape, Func<Located<string>, T> create, Func<ValueReader, YamlNode, T, T> read)
        where T : Declaration, IEquatable<T> => Map(node, shape, create, read, out _);

    /// <summary>The items of a list; a list without items is reported.</summary>
    public ImmutableArray<YamlNode> Items(YamlNode node, Shape shape)
    {
        if (node is not YamlSequence sequence)
        {
            WrongKind(node, shape.Expected);
            return ImmutableArray<YamlNode>.Empty;
        }

        if (sequence.Items.IsEmpty)
            findings.Report(KeyRules.Empty, sequence.Span, $"The list is empty; expected {shape.Expected}. Or remove the key.");
        return sequence.Items;
    }

    /// <summary>Prose on one line: how it was wrapped in the file has no meaning.</summary>
    public string? Text(YamlNode node, TextShape shape)
    {
        if (node is not YamlScalar scalar)
        {
            WrongKind(node, shape.Expected);
            return null;
        }

        var text = OneLine(scalar.Text);
        if (text.Length == 0)
        {
            findings.Report(KeyRules.Empty, scalar.Span, $"The text is empty; expected {shape.Expected}. Or remove the key.");
            return null;
        }

        if (shape.IsQuoted && scalar.IsPlain && double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out _))
        {
            findings.Report(KeyRules.Unquoted, scalar.Span, $"Write \"{text}\" in quotes: without them, other YAML readers treat it as a number.");
            return null;
        }

        return text;
    }

    public Located<string>? Name(YamlNode node, NameShape shape) =>
        Scalar(node, shape) is { } scalar && CheckName(scalar, shape) ? scalar.Located : null;

    public EquatableArray<Located<string>> NameList(YamlNode node, NameShape shape, ListShape list)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var result = ImmutableArray.CreateBuilder<Located<string>>();
        foreach (var item in Items(node, list))
        {
            if (Name(item, shape) is not { } name)
                continue;
            if (seen.Add(name.Value))
                result.Add(name);
            else
                findings.Report(KeyRules.ListedTwice, name.Span, $"'{name.Value}' is already in the list. Remove one of the two.");
        }

        return new EquatableArray<Located<string>>(result.ToImmutable());
    }

    public Located<ulong>? Number(YamlNode node, NumberShape shape)
    {
        if (Scalar(node, shape) is not { } scalar)
            return null;
        switch (Numbers.Read(scalar.Text, out var value))
        {
            case Numbers.Outcome.NotANumber:
                findings.Report(KeyRules.NotANumber, scalar.Span, $"'{Short(scalar.Text)}' is not a number; expected {shape.Expected}.");
                return null;
            case Numbers.Outcome.TooLarge:
                findings.Report(KeyRules.OutOfRange, scalar.Span, $"{Short(scalar.Text)} does not fit in 64 bits; expected {shape.Expected}.");
                return null;
        }

        if (value < shape.Least || value > shape.Most || value % shape.MultipleOf != 0 || (shape.Choices.Count > 0 && !Contains(shape.Choices, value)))
        {
            findings.Report(KeyRules.OutOfRange, scalar.Span, $"{scalar.Text} is not valid here; expected {shape.Expected}.");
            return null;
        }

        if (shape.IsPowerOfTwo && (value & (value - 1)) != 0)
        {
            findings.Report(KeyRules.NotAPowerOfTwo, scalar.Span, $"{scalar.Text} is not a power of two; expected {shape.Expected}.");
            return null;
        }

        return new Located<ulong>(value, scalar.Span);
    }

    /// <summary>A list of different numbers.</summary>
    public EquatableArray<Located<ulong>> NumberList(YamlNode node, NumberShape shape, ListShape list)
    {
        var result = ImmutableArray.CreateBuilder<Located<ulong>>();
        foreach (var item in Items(node, list))
        {
            if (Number(item, shape) is not { } number)
                continue;
            if (result.Count > 0 && number.Value <= result[result.Count - 1].Value)
            {
                findings.Report(KeyRules.NotAscending, number.Span, $"{number.Value} comes after {result[result.Count - 1].Value}. Write each one once, in ascending order.");
                break;
            }

            result.Add(number);
        }

        return new EquatableArray<Located<ulong>>(result.ToImmutable());
    }

    /// <summary>One of a few words; -1 if it is none of them.</summary>
    public int Word(YamlNode node, WordShape shape, Rule rule)
    {
        if (Scalar(node, shape) is not { } scalar)
            return -1;
        for (var i = 0; i < shape.Words.Count; i++)
        {
            if (string.Equals(shape.Words[i].Text, scalar.Text, StringComparison.Ordinal))
                return i;
        }

        findings.ReportUnknown(rule, scalar.Located, $"'{Short(scalar.Text)}' is not valid here; expected {shape.Expected}.", TextsOf(shape));
        return -1;
    }

    public BitsDeclaration? Bits(YamlNode node, BitsShape shape)
    {
        var items = node is YamlSequence ? Items(node, shape) : ImmutableArray.Create(node);
        if (items.Length > MostRanges)
        {
            findings.Report(BitRules.Malformed, node.Span, $"{items.Length} ranges; a field can have at most {MostRanges}.");
            return null;
        }

        var ranges = ImmutableArray.CreateBuilder<Located<BitRange>>(items.Length);
        foreach (var item in items)
        {
            if (Scalar(item, shape) is not { } scalar)
                return null;
            if (!TryReadRange(scalar.Text, out var range, out var problem))
            {
                findings.Report(BitRules.Malformed, scalar.Span, problem);
                return null;
            }

            ranges.Add(new Located<BitRange>(range, scalar.Span));
        }

        return ranges.Count == 0 ? null : new BitsDeclaration(new EquatableArray<Located<BitRange>>(ranges.ToImmutable()), node.Span);
    }

    public ExpressionText? Expression(YamlNode node, ExpressionShape shape)
    {
        if (Scalar(node, shape) is not { } scalar)
            return null;
        var expression = ExpressionParser.Parse(scalar.Text, out var failure);
        if (expression is not null)
            return new ExpressionText(expression, scalar.Content ?? scalar.Span, scalar.Content is not null);
        var span = scalar.Content is { } content && failure!.Start <= content.Length ? content.Slice(failure.Start, failure.Length) : scalar.Span;
        findings.Report(failure!.Rule, span, failure.Message);
        return null;
    }

    /// <summary>A number, or an expression that computes one; both null if it is neither.</summary>
    public (Located<ulong>? Number, ExpressionText? Expression) NumberOrExpression(YamlNode node, ExpressionShape shape)
    {
        // What begins as a number is meant to be one, unless an operator follows.
        if (node is not YamlScalar { Text: [>= '0' and <= '9', ..] and var text } || !text.All(static letter => letter is '_' || char.IsLetterOrDigit(letter)))
            return (null, Expression(node, shape));
        return (Number(node, new NumberShape(shape.Expected)), null);
    }

    public EquatableArray<ExpressionText> ExpressionList(YamlNode node, ExpressionShape shape)
    {
        var result = ImmutableArray.CreateBuilder<ExpressionText>();
        foreach (var item in node is YamlSequence ? Items(node, shape) : ImmutableArray.Create(node))
        {
            if (Expression(item, shape) is { } expression)
                result.Add(expression);
        }

        return new EquatableArray<ExpressionText>(result.ToImmutable());
    }

    /// <summary>A number, a name, or <c>1..3</c>.</summary>
    public LegalDeclaration? Legal(YamlNode node, Shape shape)
    {
        if (Scalar(node, shape) is not { } scalar)
            return null;
        var text = scalar.Text;
        if (Names.IsSpelled(text, NameStyle.Word) && text[0] is not (>= '0' and <= '9'))
            return new LegalDeclaration(text, 0, 0, scalar.Span);

        var dots = text.IndexOf("..", StringComparison.Ordinal);
        var isRead = dots < 0
            ? Numbers.Read(text, out var first) == Numbers.Outcome.Read & Numbers.Read(text, out var last) == Numbers.Outcome.Read
            : Numbers.Read(text, 0, dots, out first) == Numbers.Outcome.Read & Numbers.Read(text, dots + 2, text.Length, out last) == Numbers.Outcome.Read;
        if (!isRead)
        {
            findings.Report(KeyRules.NotANumber, scalar.Span, $"'{Short(text)}' is not a value; expected {shape.Expected}.");
            return null;
        }

        if (first > last)
        {
            findings.Report(BitRules.LegalRange, scalar.Span, $"The range is reversed: write {last}..{first}.");
            return null;
        }

        return new LegalDeclaration(null, first, last, scalar.Span);
    }

    public void WrongKind(YamlNode node, string expected)
    {
        var found = node switch
        {
            YamlMapping => "a mapping",
            YamlSequence => "a list",
            _ => $"'{Short(((YamlScalar)node).Text)}'",
        };
        findings.Report(KeyRules.WrongKind, node.Span, $"Expected {expected}; found {found}.");
    }

    /// <summary>Reports a removed declaration that has other keys, too.</summary>
    private void CheckRemoved(YamlEntry entry)
    {
        if (entry.Value is not YamlMapping { Entries.Length: > 1 } mapping || mapping[PartWords.Remove] is null)
            return;
        foreach (var other in mapping.Entries)
        {
            if (other.Key.Text == PartWords.Remove)
                findings.Report(PartRules.RemovedAndMore, other.Key.Span, $"'{entry.Key.Text}' is removed, so its other keys have no effect. Remove them, or the key 'remove'.");
        }
    }

    private YamlScalar? Scalar(YamlNode node, Shape shape)
    {
        if (node is YamlScalar scalar)
            return scalar;
        WrongKind(node, shape.Expected);
        return null;
    }

    /// <summary>Reports a key that has nothing behind it, at the key: there is nothing else to point at.</summary>
    private bool ReportEmpty(YamlEntry entry, Shape shape, string hint = "")
    {
        if (entry.Value is not YamlScalar { IsPlain: true, Text.Length: 0 })
            return false;
        findings.Report(KeyRules.WrongKind, entry.Key.Span, $"'{Short(entry.Key.Text)}' has no value; expected {shape.Expected}.{hint}");
        return true;
    }

    private void ReportUnknownKey(YamlScalar key, KeyTable table)
    {
        var homes = tables.Where(home => home.IndexOf(key.Text) >= 0).Select(static home => home.Name).ToList();
        if (homes.Count > 0)
        {
            findings.ReportUnknown(KeyRules.Misplaced, key.Located,
                $"'{key.Text}' is a key of {string.Join(" and ", homes)}, not of {table.Name}, which has {string.Join(", ", NamesOf(table))}.", NamesOf(table));
            return;
        }

        findings.ReportUnknown(KeyRules.Unknown, key.Located, $"Unknown key '{Short(key.Text)}' in {table.Name}.", NamesOf(table));
    }

    private bool CheckName(YamlScalar scalar, NameShape shape)
    {
        var name = shape.HasSpec ? QualifiedName.Of(scalar.Text) : new QualifiedName(null, scalar.Text);
        if (Names.IsSpelled(name.Name, shape.Style) && (name.Spec is not { } spec || Names.IsSpelled(spec, NameStyle.Pascal)))
            return true;
        findings.Report(KeyRules.NotAName, scalar.Span, $"'{Short(scalar.Text)}' cannot be a name here; expected {shape.Expected}.");
        return false;
    }

    private static bool TryReadRange(string text, out BitRange range, out string problem)
    {
        range = default;
        var colon = text.IndexOf(':');
        var isRead = colon < 0
            ? TryReadBit(text, 0, text.Length, out var msb) & TryReadBit(text, 0, text.Length, out var lsb)
            : TryReadBit(text, 0, colon, out msb) & TryReadBit(text, colon + 1, text.Length, out lsb);
        if (!isRead)
        {
            problem = $"'{Short(text)}' is not a bit range; write one bit as 31, or a range as \"31:12\".";
            return false;
        }

        if (msb < lsb)
        {
            problem = $"The range is reversed: write \"{lsb}:{msb}\", the highest bit first.";
            return false;
        }

        range = new BitRange(msb, lsb);
        problem = "";
        return true;
    }

    private static bool TryReadBit(string text, int start, int end, out int bit)
    {
        var isRead = Numbers.Read(text, start, end, out var value) == Numbers.Outcome.Read && value <= HighestBit;
        bit = (int)value;
        return isRead;
    }

    private static bool Contains(EquatableArray<ulong> values, ulong value)
    {
        foreach (var item in values)
        {
            if (item == value)
                return true;
        }

        return false;
    }

    private static string OneLine(string text)
    {
        if (IsOneLine(text))
            return text;
        var builder = new StringBuilder(text.Length);
        foreach (var character in text)
        {
            if (!char.IsWhiteSpace(character))
                builder.Append(character);
            else if (builder.Length > 0 && builder[builder.Length - 1] != ' ')
                builder.Append(' ');
        }

        return builder.ToString().TrimEnd();
    }

    private static bool IsOneLine(string text)
    {
        var wasSpace = true;
        foreach (var character in text)
        {
            var isSpace = character == ' ';
            if ((isSpace && wasSpace) || (!isSpace && char.IsWhiteSpace(character)))
                return false;
            wasSpace = isSpace;
        }

        return !wasSpace;
    }

    private static string Short(string text) => text.Length <= 40 ? OneLine(text) : OneLine(text.Substring(0, 40)) + "…";

    private static IEnumerable<string> NamesOf(KeyTable table)
    {
        foreach (var key in table.Keys)
            yield return key.Name;
    }

    private static IEnumerable<string> RequiredOf(KeyTable table)
    {
        foreach (var key in table.Keys)
        {
            if (key.IsRequired)
                yield return key.Name;
        }
    }

    private static IEnumerable<string> TextsOf(WordShape shape)
    {
        foreach (var word in shape.Words)
            yield return word.Text;
    }
}
