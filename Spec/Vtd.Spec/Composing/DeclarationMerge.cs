using System.Collections.Immutable;
using Vtd.Spec.Diagnostics;
using Vtd.Spec.Language;
using Vtd.Spec.Language.Keys;
using Vtd.Spec.Yaml;

namespace Vtd.Spec.Composing;

/// <summary>Lays what one place says over what another says: keys win, fields and codes merge by name, and bits that the upper one
/// speaks of are cut out of those that the lower one calls reserved.</summary>
/// <param name="isOverlay">The upper one changes what is there; otherwise it may say more.</param>
/// <param name="findings">Where to report.</param>
internal sealed class DeclarationMerge(bool isOverlay, Findings findings)
{
    /// <param name="upper">Says what differs.</param>
    /// <param name="lower">Says the rest.</param>
    /// <param name="table">The keys that both can have.</param>
    /// <param name="owner">The merged declaration, for messages.</param>
    public YamlMapping Merge(YamlMapping upper, YamlMapping lower, KeyTable table, string owner)
    {
        var entries = ImmutableArray.CreateBuilder<YamlEntry>(upper.Entries.Length + lower.Entries.Length);
        ReservedBits? spoken = null;
        foreach (var entry in lower.Entries)
        {
            var name = entry.Key.Text;
            if (name == PartWords.Like)
                continue;
            var shape = table.Keys[table.IndexOf(name)].Shape;
            var above = upper[name];
            if (ReferenceEquals(shape, FieldKeys.Reserved))
            {
                spoken ??= ReservedBits.SpokenOf(upper);
                if (spoken.Beside(above, entry.Value) is { } rest)
                    entries.Add(new YamlEntry(entry.Key, rest));
            }
            else if (above is null)
            {
                entries.Add(entry);
            }
            else
            {
                entries.Add(new YamlEntry(entry.Key, Value(above, entry.Value, shape, owner)));
            }
        }

        foreach (var entry in upper.Entries)
        {
            var name = entry.Key.Text;
            if (name == PartWords.Like || lower[name] is not null)
                continue;

            // Whoever writes 'remove' is told if there is nothing of that name.
            var value = table.Keys[table.IndexOf(name)].Shape is MapShape shape ? Map(entry.Value, YamlMapping.Empty, shape, owner) : entry.Value;
            entries.Add(new YamlEntry(entry.Key, value));
        }

        return new YamlMapping(entries.ToImmutable(), isFlow: false, upper.Span);
    }

    private YamlNode Value(YamlNode upper, YamlNode lower, Shape shape, string owner) => shape switch
    {
        MapShape map => Map(upper, (YamlMapping)lower, map, owner),
        TableShape => Merge((YamlMapping)upper, (YamlMapping)lower, TemplateTables.TableOf(shape)!, owner),
        _ => upper,
    };

    private YamlMapping Map(YamlNode node, YamlMapping lower, MapShape shape, string owner)
    {
        var upper = (YamlMapping)node;
        var table = TemplateTables.TableOf(shape.Item)!;
        var above = upper.Entries.ToDictionary(static entry => entry.Key.Text, StringComparer.Ordinal);
        var entries = ImmutableArray.CreateBuilder<YamlEntry>(above.Count + lower.Entries.Length);
        var below = new HashSet<string>(StringComparer.Ordinal);
        foreach (var entry in lower.Entries)
        {
            below.Add(entry.Key.Text);
            if (!above.TryGetValue(entry.Key.Text, out var own))
                entries.Add(entry);
            else if (!TemplateTables.Removes(own.Value))
                entries.Add(new YamlEntry(own.Key, Merge(TemplateTables.WrittenOut(own.Value, table), TemplateTables.WrittenOut(entry.Value, table), table, owner)));
        }

        foreach (var entry in upper.Entries)
        {
            if (below.Contains(entry.Key.Text))
                continue;
            if (isOverlay || TemplateTables.Removes(entry.Value))
                findings.ReportUnknown(PartRules.NothingThere, entry.Key.Located, $"{owner} has no '{entry.Key.Text}' to {(TemplateTables.Removes(entry.Value) ? "remove" : "change")}.", below);
            else
                entries.Add(entry);
        }

        return new YamlMapping(entries.ToImmutable(), isFlow: false, upper.Span);
    }
}
