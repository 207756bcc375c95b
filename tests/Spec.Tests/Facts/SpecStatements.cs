using System.Globalization;
using System.Numerics;
using Vtd.Spec.Model;
using Vtd.Spec.Source;

namespace Vtd.Spec.Tests.Facts;

/// <summary>What the spec says.</summary>
internal sealed class SpecStatements
{
    private readonly LinkedSpec _spec;
    private readonly HashSet<string> _owners;
    private readonly HashSet<string> _attached = [];

    /// <param name="spec">The spec.</param>
    /// <param name="owners">Fields, enums and queues whose codes are asked for. An enum that no such field has is one itself.</param>
    public SpecStatements(LinkedSpec spec, HashSet<string> owners)
    {
        _spec = spec;
        _owners = owners;
        foreach (var register in spec.Registers)
            AddRegister(register);
        foreach (var descriptor in spec.Descriptors)
            AddDescriptor(descriptor);
        foreach (var entry in spec.Entries)
            AddEntry(entry);
        foreach (var item in spec.Enums.Where(item => owners.Contains(item.Name) || !_attached.Contains(item.Name)))
            AddCodes(item.Name, item, default);
    }

    public Statements Statements { get; } = new();

    private void AddRegister(LinkedRegister register)
    {
        var thing = register.Mnemonic;
        Statements.Say(thing, "name", Statements.Plain(register.Title ?? ""));
        Statements.Say(thing, "offset", $"{register.Offset}");
        Statements.Say(thing, "size", $"{register.Width}");
        SayIfAny(thing, "base", ExpressionWords.Of(register.Base));
        SayIfAny(thing, "count", ExpressionWords.Of(register.Dimensions.FirstOrDefault()?.Count));
        SayIfAny(thing, "stride", ExpressionWords.Of(register.Dimensions.FirstOrDefault()?.Stride));
        SayIfAny(thing, "when", ExpressionWords.All(register.When));
        SayConfidence(thing, "confidence", register.Confidence);
        Statements.Say(thing, "reset", register.Reset == ResetSource.Value ? $"{ResetOf(register)}" : Lower($"{register.Reset}"));
        foreach (var field in register.Fields)
        {
            SayBits(thing, field);
            if (field.IsReserved)
                continue;
            var name = $"{thing}.{field.Name}";
            Statements.Say(name, "access", field.Access.Word());
            SayIfAny(name, "when", ExpressionWords.All(register.When, field.When));
            SayConfidence(name, "confidence", (Confidence)Math.Max((int)register.Confidence, (int)field.Confidence));
            if (field.Reset is { } reset)
                Statements.Say(name, "reset", $"{reset}");
        }
    }

    private void AddDescriptor(LinkedDescriptor descriptor)
    {
        Statements.Say(descriptor.Name, "type", $"{descriptor.Code}");
        Statements.Say(descriptor.Name, "size", string.Join(' ', descriptor.Sizes));
        if (_owners.Contains(descriptor.Queue))
            Statements.SayCode(descriptor.Queue, descriptor.Code, Statements.Plain(descriptor.Name));
        if (descriptor.Sizes[0] < descriptor.Sizes[^1])
            Statements.SayBits(descriptor.Name, descriptor.Sizes[^1] - 1, descriptor.Sizes[0], "rsvdz");
        AddFieldsOf(descriptor.Name, descriptor.Fields);
    }

    private void AddEntry(LinkedEntry entry)
    {
        Statements.Say(entry.Name, "size", $"{entry.Size}");
        AddFieldsOf(entry.Name, entry.Fields);
    }

    private void AddFieldsOf(string thing, EquatableArray<LinkedField> fields)
    {
        foreach (var field in fields)
        {
            SayBits(thing, field);
            SayIfAny($"{thing}.{field.Name}", "when", ExpressionWords.All(field.When));
            SayConfidence($"{thing}.{field.Name}", "confidence", field.Confidence);
        }
    }

    private void SayBits(string thing, LinkedField field)
    {
        var above = field.Width;
        foreach (var range in field.Bits)
        {
            above -= range.Width;
            var part = field.Bits.Count == 1 ? "" : $"[{new BitRange(above + range.Width - 1, above)}]";
            Statements.SayBits(thing, range.Msb, range.Lsb, field.IsReserved ? field.Access.Word() : field.Name + part);
        }

        if (field.Enum is { } item && _owners.Contains($"{thing}.{field.Name}"))
        {
            _attached.Add(item.Name);
            AddCodes($"{thing}.{field.Name}", _spec.Enums.Single(candidate => candidate.Name == item.Name), field.Legal);
        }
    }

    private void AddCodes(string thing, LinkedEnum item, EquatableArray<LegalRange> legal)
    {
        foreach (var code in item.Codes)
        {
            if (legal.Count > 0 && !legal.Any(range => range.First <= code.Value && code.Value <= range.Last))
                continue;
            Statements.SayCode(thing, code.Value, Statements.Plain(code.Name));
            SayConfidence(thing, Statements.CodeProperty(code.Value, "confidence"), (Confidence)Math.Max((int)item.Confidence, (int)code.Confidence));
            if (!item.Traits.Contains("qualified"))
                continue;
            SayIfAny(thing, Statements.CodeProperty(code.Value, "mnemonic"), code.Mnemonic ?? "");
            Statements.Say(thing, Statements.CodeProperty(code.Value, "qualified"), code.Traits.Contains("qualified") ? "yes" : "no");
        }
    }

    private static BigInteger ResetOf(LinkedRegister register) =>
        register.Fields.Where(field => field.Bits.Count == 1).Aggregate(BigInteger.Zero, (sum, field) => sum + ((BigInteger)(field.Reset ?? 0) << field.Bits[0].Lsb));

    private void SayIfAny(string thing, string property, string value)
    {
        if (value.Length > 0)
            Statements.Say(thing, property, value);
    }

    private void SayConfidence(string thing, string property, Confidence confidence) =>
        SayIfAny(thing, property, confidence == Confidence.Sourced ? "" : Lower($"{confidence}"));

    private static string Lower(string word) => word.ToLower(CultureInfo.InvariantCulture);
}
