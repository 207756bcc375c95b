using System.Collections.Immutable;
using Vtd.Spec.Diagnostics;
using Vtd.Spec.Language;
using Vtd.Spec.Language.Keys;
using Vtd.Spec.Source;
using Vtd.Spec.Yaml;

namespace Vtd.Spec.Composing;

/// <summary>Joins what two overlays say about one thing. Neither is above the other, so they must not contradict each other.</summary>
internal sealed class OverlayJoin(Findings findings)
{
    /// <param name="first">The declaration of the earlier file.</param>
    /// <param name="second">The declaration of the later file.</param>
    /// <param name="name">The name of the declaration in the later file.</param>
    /// <param name="table">The keys that both can have.</param>
    /// <returns>Null if a contradiction was reported.</returns>
    public YamlMapping? Join(YamlMapping first, YamlMapping second, Located<string> name, KeyTable table)
    {
        var before = findings.Count;
        var joined = Keys(first, second, name, table);
        return findings.Count == before ? joined : null;
    }

    private YamlMapping Keys(YamlMapping first, YamlMapping second, Located<string> name, KeyTable table)
    {
        if (TemplateTables.Removes(first) != TemplateTables.Removes(second))
            Report(name.Value, name.Span, first);
        else
            return Union(first, second, (key, left, right) => Value(table.Keys[table.IndexOf(key.Value)].Shape, key, left, right));
        return first;
    }

    private YamlNode Value(Shape shape, Located<string> key, YamlNode left, YamlNode right)
    {
        if (shape is MapShape map)
        {
            var table = TemplateTables.TableOf(map.Item)!;
            return Union((YamlMapping)left, (YamlMapping)right, (name, first, second) =>
                Keys(TemplateTables.WrittenOut(first, table), TemplateTables.WrittenOut(second, table), name, table));
        }

        // Each reserves the bits of what it removes.
        if (ReferenceEquals(shape, FieldKeys.Reserved))
            return Bits((YamlSequence)left, (YamlSequence)right);
        if (shape is TableShape)
            return Keys((YamlMapping)left, (YamlMapping)right, key, TemplateTables.TableOf(shape)!);
        if (!left.SaysTheSameAs(right))
            Report(key.Value, right.Span, left);
        return left;
    }

    private static YamlSequence Bits(YamlSequence first, YamlSequence second)
    {
        var said = first.Items.Where(static item => item is YamlScalar).Select(static item => ((YamlScalar)item).Text).ToImmutableHashSet(StringComparer.Ordinal);
        return new YamlSequence(first.Items.AddRange(second.Items.Where(item => item is not YamlScalar scalar || !said.Contains(scalar.Text))), second.Span);
    }

    private static YamlMapping Union(YamlMapping first, YamlMapping second, Func<Located<string>, YamlNode, YamlNode, YamlNode> both)
    {
        var others = second.Entries.ToDictionary(static entry => entry.Key.Text, StringComparer.Ordinal);
        var entries = ImmutableArray.CreateBuilder<YamlEntry>(first.Entries.Length + others.Count);
        foreach (var entry in first.Entries)
        {
            if (others.TryGetValue(entry.Key.Text, out var other))
            {
                others.Remove(entry.Key.Text);
                entries.Add(new YamlEntry(entry.Key, both(other.Key.Located, entry.Value, other.Value)));
            }
            else
            {
                entries.Add(entry);
            }
        }

        foreach (var entry in second.Entries)
        {
            if (others.ContainsKey(entry.Key.Text))
                entries.Add(entry);
        }

        return new YamlMapping(entries.ToImmutable(), isFlow: false, second.Span);
    }

    private void Report(string what, SourceSpan span, YamlNode other) =>
        findings.Report(PartRules.Contradiction, span, $"Another overlay ({FileNames.Of(other.Span.Path, span.Path ?? findings.Path)}, line {other.Span.Line}) has another value for '{what}'. Keep only one of the two.");
}
