using Vtd.Spec.Model;
using Vtd.Spec.Tools.Diff;
using Vtd.Spec.Tools.Export.Json;
using Vtd.Spec.Tools.Specs;

namespace Vtd.Spec.Tools.Tests.Specs;

/// <summary>Every fact that the model has of a declaration reaches comparisons and the exported JSON: a key that is added and forgotten there is named.</summary>
public class ModelReachTests
{
    private const string Text = """
        spec: Uart
        block: { size: 0x20, access: [4] }
        enums:
          Parity: { name: Parity, width: 2, codes: { None: 0 } }
        registers:
          STATUS:
            offset: 0x04
            width: 32
            access: rw
            reset: 0
            fields: { VALUE: { bits: "31:0" } }
        queues:
          Ring: { sizes: [128], type: "3:0" }
        descriptors:
          transfer: { queue: Ring, type: 1, fields: { LENGTH: { bits: "31:16" } }, reserved: ["127:32", "15:4"] }
        entries:
          page: { size: 64, fields: { ADDRESS: { bits: "63:0" } } }
        """;

    /// <summary>Facts that comparisons do not tell, and why.</summary>
    private static readonly Dictionary<string, string> s_unseenInComparisons = new()
    {
        ["LinkedDescriptor.TypeField"] = "follows from the names of fields",
        ["LinkedDescriptor.TypeName"] = "follows from the name",
        ["LinkedEntry.TypeName"] = "follows from the name",
        ["LinkedEntry.VariantPlace"] = "follows from the places of declarations",
        ["LinkedEnum.UnderlyingBits"] = "follows from the width",
        ["LinkedField.ComputedReset"] = "counts only where no reset value is fixed",
        ["LinkedField.Gate"] = "is a part of the condition",
        ["LinkedRegister.TypeName"] = "follows from the mnemonic",
    };

    /// <summary>Facts that the exported JSON does not tell, and why.</summary>
    private static readonly Dictionary<string, string> s_unseenInJson = new()
    {
        ["LinkedDescriptor.TypeField"] = "follows from the names of fields",
        ["LinkedEntry.VariantPlace"] = "follows from the places of declarations",
        ["LinkedEntry.VariantWhen"] = "counts only for a variant",
        ["LinkedEnum.UnderlyingBits"] = "follows from the width",
        ["LinkedField.Gate"] = "is a part of the condition",
        ["LinkedField.Wraps"] = "is about C# properties",
    };

    private static readonly LinkedSpec s_spec = Assert.Single(LoadedSpecs.Load([new("uart.vtd.yaml", Text)]).Specs);

    [Fact]
    public void Comparisons_tell_every_fact() => Assert.Equal(Lines(s_unseenInComparisons.Keys), Lines(Unseen(Description)));

    [Fact]
    public void Exported_JSON_tells_every_fact() => Assert.Equal(Lines(s_unseenInJson.Keys), Lines(Unseen(static spec => ModelJson.Write([spec]))));

    private static IEnumerable<string> Unseen(Func<LinkedSpec, string> describe) => Changed().Where(one => describe(one.Spec) == describe(s_spec)).Select(one => one.Fact);

    private static string Lines(IEnumerable<string> facts) => string.Join('\n', facts.Order());

    /// <summary>The spec with one fact changed, for each fact that is text, a number, a word, a truth value or an expression.</summary>
    private static IEnumerable<(string Fact, LinkedSpec Spec)> Changed() =>
    [
        .. Changed(s_spec.Registers[0], static register => s_spec with { Registers = new([register]) }),
        .. Changed(s_spec.Registers[0].Fields[0], static field => s_spec with { Registers = new([s_spec.Registers[0] with { Fields = new([field]) }]) }),
        .. Changed(s_spec.Queues[0], static queue => s_spec with { Queues = new([queue]) }),
        .. Changed(s_spec.Descriptors[0], static descriptor => s_spec with { Descriptors = new([descriptor]) }),
        .. Changed(s_spec.Entries[0], static entry => s_spec with { Entries = new([entry]) }),
        .. Changed(s_spec.Enums[0], static item => s_spec with { Enums = new([item]) }),
        .. Changed(s_spec.Enums[0].Codes[0], static code => s_spec with { Enums = new([s_spec.Enums[0] with { Codes = new([code]) }]) }),
    ];

    private static IEnumerable<(string Fact, LinkedSpec Spec)> Changed<T>(T item, Func<T, LinkedSpec> put)
        where T : LinkedDeclaration
    {
        foreach (var property in typeof(T).GetProperties().Where(static property => property.CanWrite))
        {
            if (property.Name is nameof(LinkedQueue.Name) or nameof(LinkedDescriptor.Queue) || Other(property.GetValue(item), Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType) is not { } other) // others refer to names
                continue;
            var copy = (T)typeof(T).GetMethod("<Clone>$")!.Invoke(item, null)!;
            property.SetValue(copy, other);
            yield return ($"{typeof(T).Name}.{property.Name}", put(copy));
        }
    }

    /// <summary>Another value of a property; null for a type that has no simple values.</summary>
    private static object? Other(object? value, Type type) => type switch
    {
        _ when type == typeof(string) => $"{value}Other",
        _ when type == typeof(bool) => !(bool)value!,
        _ when type == typeof(int) => (int)(value ?? 0) + 8,
        _ when type == typeof(ulong) => (ulong)(value ?? 0UL) + 1,
        _ when type == typeof(Expression) => new NumberExpression(1, 0, 0),
        _ when type.IsEnum => Enum.GetValues(type).Cast<object>().First(other => !other.Equals(value)),
        _ => null,
    };

    private static string Description(LinkedSpec spec) => string.Join('\n', SpecDescription.Of(spec).SelectMany(Lines));

    private static IEnumerable<string> Lines(DiffSubject subject) =>
        [$"{subject.Kind} {subject.Name}", .. subject.Aspects.Select(static aspect => $"  {aspect.Name}: {aspect.Text}"), .. subject.Parts.SelectMany(Lines)];
}
