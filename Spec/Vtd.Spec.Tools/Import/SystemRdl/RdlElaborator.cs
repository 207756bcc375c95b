using System.Collections.Immutable;
using System.Numerics;
using Superpower.Model;

namespace Vtd.Spec.Tools.Import.SystemRdl;

/// <summary>Makes components of their definitions: parameters get values, instances their own components, properties what is assigned.</summary>
/// <param name="sources">The files, for messages.</param>
internal sealed class RdlElaborator(RdlSources sources)
{
    /// <summary>Components inside each other.</summary>
    private const int Deepest = 16;

    /// <summary>Components of all files, those in components with several instances once for each.</summary>
    private const int MostComponents = 1 << 16;

    private readonly RdlEvaluator _evaluator = new(sources);
    private readonly HashSet<RdlDefinition> _instantiated = new(ReferenceEqualityComparer.Instance);
    private int _components;

    /// <summary>The address maps of a file that no other component has in it.</summary>
    public IReadOnlyList<RdlInstance> Roots(IReadOnlyList<RdlStatement> file)
    {
        var scope = new RdlScope(null, ImmutableDictionary.Create<string, RdlProperty>(StringComparer.Ordinal));
        var types = new List<RdlType>();
        var instances = new RdlInstances();
        foreach (var statement in file)
        {
            if (statement is RdlDefinition { Name: not null, Instances: [] } definition)
            {
                var type = Define(definition, scope);
                if (definition.Place.ToStringValue() == "addrmap")
                    types.Add(type);
            }
            else
            {
                Statement(statement, scope, null, instances, 0);
            }
        }

        // The last ones first: a component can have only those in it that were defined before.
        var roots = new List<RdlInstance>(instances.Where(static instance => instance.Component.Kind == "addrmap").Reverse());
        foreach (var type in Enumerable.Reverse(types).Where(type => !_instantiated.Contains(type.Syntax)))
            roots.Add(new(new(type.Syntax.Name!.Value, []), Build(type, [], scope, type.Syntax.Place, 0)));
        roots.Reverse();
        return roots;
    }

    private static RdlType Define(RdlDefinition definition, RdlScope scope)
    {
        var type = new RdlType(definition, scope, scope.Defaults);
        if (definition.Name is { } name)
            scope.Add(name.Value(), type);
        return type;
    }

    private RdlComponent Build(RdlType type, IReadOnlyList<RdlArgument> arguments, RdlScope around, Token<RdlToken> place, int depth)
    {
        if (depth > Deepest)
            throw sources.Invalid(place, $"more than {Deepest} components are inside each other.");
        Count(place);
        var scope = new RdlScope(type.Scope, type.Defaults);
        foreach (var parameter in type.Syntax.Parameters)
        {
            var name = parameter.Name.Value();
            var value = arguments.FirstOrDefault(argument => argument.Name.Value() == name) is { } given ? _evaluator.Value(given.Value, around)
                : parameter.Default is { } other ? _evaluator.Value(other, scope)
                : throw sources.Invalid(place, $"the parameter {name} has no value here.");
            scope.Add(name, value);
        }

        if (arguments.FirstOrDefault(argument => type.Syntax.Parameters.All(parameter => parameter.Name.Value() != argument.Name.Value())) is { } wrong)
            throw sources.Invalid(wrong.Name, $"there is no parameter {wrong.Name.Value()}.");
        var component = new RdlComponent(type);
        foreach (var statement in type.Syntax.Body)
            Statement(statement, scope, component, component.Instances, depth);
        return component;
    }

    private void Statement(RdlStatement statement, RdlScope scope, RdlComponent? component, RdlInstances instances, int depth)
    {
        switch (statement)
        {
            case RdlDefinition definition:
                var type = Define(definition, scope);
                foreach (var syntax in definition.Instances)
                    Instantiate(type, new(definition.Place, [], []) { IsExternal = definition.IsExternal }, syntax, scope, instances, depth);
                break;
            case RdlInstantiation instantiation:
                var found = scope.TypeOf(instantiation.Place.Value()) ?? throw sources.Invalid(instantiation.Place, $"there is no component {instantiation.Place.Value()}.");
                foreach (var syntax in instantiation.Instances)
                    Instantiate(found, instantiation, syntax, scope, instances, depth);
                break;
            case RdlEnumDefinition codes:
                scope.Add(codes.Name.Value(), EnumOf(codes, scope));
                break;
            case RdlAssignment { IsDefault: true } assignment:
                Assign(assignment, scope, null, scope.AddDefault);
                break;
            case RdlAssignment { Target: { } target } assignment:
                var owner = component ?? throw sources.Invalid(assignment.Place, "a file has no instances to assign to.");
                foreach (var one in Targets(owner, target.Steps, scope))
                    Assign(assignment, scope, owner, (name, property) => one.Own[name] = property);
                break;
            case RdlAssignment assignment:
                var assigned = component ?? throw sources.Invalid(assignment.Place, "a file has no properties.");
                Assign(assignment, scope, assigned, (name, property) => assigned.Own[name] = property);
                break;
            case RdlOther other when component is not null:
                component.Losses.Add(new($"SystemRDL's {other.Place.ToStringValue()}", other.Name.Value()));
                break;
            default:
                break;
        }
    }

    private void Assign(RdlAssignment assignment, RdlScope scope, RdlComponent? owner, Action<string, RdlProperty> add)
    {
        var name = assignment.Place.Value();
        var value = assignment.Value is { } expression ? _evaluator.Value(expression, scope) : RdlNumber.True;
        foreach (var modifier in assignment.Modifiers)
            add(modifier.Value(), new(RdlNumber.True, modifier, owner));
        var codes = name != "encode" || value is not RdlReference { Word: { } word } ? null
            : scope.EnumOf(word) ?? throw sources.Invalid(assignment.Place, $"there is no enum {word}.");
        add(name, new(value, assignment.Place, owner) { Enum = codes });
    }

    private void Instantiate(RdlType type, RdlInstantiation how, RdlInstanceSyntax syntax, RdlScope scope, RdlInstances instances, int depth)
    {
        if (instances.Contains(syntax.Name.Value()))
            throw sources.Invalid(syntax.Name, $"{syntax.Name.Value()} is here twice.");
        _instantiated.Add(type.Syntax);
        var component = Build(type, how.Arguments, scope, syntax.Name, depth + 1);
        var isField = component.Kind is "field" or "signal";
        if (syntax.Reset is { } reset)
            component.Own["reset"] = new(_evaluator.Value(reset, scope), reset.Place, null);
        if (isField && syntax.Brackets.Count > 1)
            throw sources.Invalid(syntax.Name, $"a {component.Kind} has one pair of brackets.");
        instances.Add(new(syntax, component)
        {
            Dimensions = isField ? [] : Dimensions(syntax, scope),
            Bits = isField && syntax.Brackets is [var bits] ? (Bit(bits.First), bits.Second is { } second ? Bit(second) : null) : null,
            Address = Number(syntax.Address),
            Stride = Number(syntax.Stride),
            Alignment = Number(syntax.Alignment),
            IsExternal = how.IsExternal,
            AliasOf = how.AliasOf?.Value(),
        });

        int Bit(RdlExpression expression) => _evaluator.Number(expression, scope, 0, 1 << 16);

        BigInteger? Number(RdlExpression? expression)
        {
            if (expression is null)
                return null;
            var number = _evaluator.Number(expression, scope);
            return number.Sign >= 0 && number <= ulong.MaxValue ? number : throw sources.Invalid(expression.Place, "an address has 64 bits at most, and is not negative.");
        }
    }

    private List<int> Dimensions(RdlInstanceSyntax syntax, RdlScope scope)
    {
        var dimensions = new List<int>();
        var total = 1L;
        foreach (var (first, second) in syntax.Brackets)
        {
            if (second is not null)
                throw sources.Invalid(second.Place, "elements of an array are one number in brackets, and bits are for fields.");
            dimensions.Add(_evaluator.Number(first, scope, 1, MostComponents));
            total *= dimensions[^1];
            if (total > MostComponents)
                throw sources.Invalid(first.Place, $"{syntax.Name.Value()} has more than {MostComponents} elements.");
        }

        return dimensions;
    }

    // An element with a property of its own makes all elements of its array components of their own.
    private IEnumerable<RdlComponent> Targets(RdlComponent from, IReadOnlyList<RdlStep> steps, RdlScope scope)
    {
        var step = steps[0];
        if (!from.Instances.TryGetValue(step.Name.Value(), out var instance))
            throw sources.Invalid(step.Name, $"there is no instance {step.Name.Value()}.");
        var elements = step.Indexes.Count == 0 ? AllOf(instance) : [ElementOf(instance, step, scope)];
        return steps.Count == 1 ? elements : [.. elements.SelectMany(element => Targets(element, [.. steps.Skip(1)], scope))];
    }

    private static IReadOnlyList<RdlComponent> AllOf(RdlInstance instance) => instance.Elements ?? [instance.Component];

    private RdlComponent ElementOf(RdlInstance instance, RdlStep step, RdlScope scope)
    {
        if (step.Indexes.Count != instance.Dimensions.Count)
            throw sources.Invalid(step.Name, $"{instance.Name} has {instance.Dimensions.Count} dimensions, and there are {step.Indexes.Count} numbers.");
        var index = step.Indexes.Zip(instance.Dimensions).Aggregate(0, (sum, pair) => sum * pair.Second + _evaluator.Number(pair.First, scope, 0, pair.Second - 1));
        instance.Elements ??= [instance.Component, .. Enumerable.Range(1, instance.Count - 1).Select(_ => new RdlClones(() => Count(step.Name)).Copy(instance.Component))];
        return instance.Elements[index];
    }

    private DescribedEnum EnumOf(RdlEnumDefinition syntax, RdlScope scope)
    {
        var codes = new List<DescribedCode>();
        var next = BigInteger.Zero;
        foreach (var entry in syntax.Entries)
        {
            var value = entry.Value is { } expression ? _evaluator.Number(expression, scope) : next;
            if (value.Sign < 0 || value > ulong.MaxValue)
                throw sources.Invalid(entry.Name, $"{entry.Name.Value()} does not fit 64 bits.");
            codes.Add(new(entry.Name.Value(), (ulong)value, Meaning(entry, scope)));
            next = value + 1;
        }

        return new(syntax.Name.Value(), codes);
    }

    private string? Meaning(RdlEnumEntry entry, RdlScope scope)
    {
        return ImportTexts.Meaning(TextOf("name"), TextOf("desc"));

        string? TextOf(string name) =>
            entry.Properties.FirstOrDefault(property => property.Place.Value() == name)?.Value is { } value && _evaluator.Value(value, scope) is RdlText text
                ? ImportTexts.OneLine(text.Value)
                : null;
    }

    private void Count(Token<RdlToken> place)
    {
        if (++_components > MostComponents)
            throw sources.Invalid(place, $"the files have more than {MostComponents} components.");
    }
}
