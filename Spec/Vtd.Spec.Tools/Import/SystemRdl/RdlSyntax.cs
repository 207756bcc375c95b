using Superpower.Model;

namespace Vtd.Spec.Tools.Import.SystemRdl;

/// <summary>A statement of a component, or of a file.</summary>
/// <param name="Place">The first token.</param>
internal abstract record RdlStatement(Token<RdlToken> Place);

/// <summary>A definition of a component.</summary>
/// <param name="Place">The kind of component: <c>addrmap</c>, <c>regfile</c>, <c>reg</c>, <c>field</c>, <c>mem</c> or <c>signal</c>.</param>
/// <param name="Name">The name; null if it has none.</param>
/// <param name="Parameters">Parameters.</param>
/// <param name="Body">Statements in it.</param>
internal sealed record RdlDefinition(Token<RdlToken> Place, Token<RdlToken>? Name, IReadOnlyList<RdlParameter> Parameters, IReadOnlyList<RdlStatement> Body) : RdlStatement(Place)
{
    /// <summary>The instances that are made with it.</summary>
    public IReadOnlyList<RdlInstanceSyntax> Instances { get; init; } = [];

    /// <summary>Whether the instances are outside of the generated logic.</summary>
    public bool IsExternal { get; init; }
}

/// <summary>A parameter.</summary>
/// <param name="Name">Name.</param>
/// <param name="Default">Value if an instance gives none; null if each has to.</param>
internal sealed record RdlParameter(Token<RdlToken> Name, RdlExpression? Default);

/// <summary>Instances of a component that was defined before.</summary>
/// <param name="Place">Name of the component.</param>
/// <param name="Arguments">Values of parameters.</param>
/// <param name="Instances">The instances.</param>
internal sealed record RdlInstantiation(Token<RdlToken> Place, IReadOnlyList<RdlArgument> Arguments, IReadOnlyList<RdlInstanceSyntax> Instances) : RdlStatement(Place)
{
    /// <summary>Whether the instances are outside of the generated logic.</summary>
    public bool IsExternal { get; init; }

    /// <summary>The register that the instances are other addresses of.</summary>
    public Token<RdlToken>? AliasOf { get; init; }
}

/// <summary>The value of a parameter.</summary>
/// <param name="Name">Name of the parameter.</param>
/// <param name="Value">Value.</param>
internal sealed record RdlArgument(Token<RdlToken> Name, RdlExpression Value);

/// <summary>An instance.</summary>
/// <param name="Name">Name.</param>
/// <param name="Brackets">The brackets after the name: elements of arrays, or the bits of a field.</param>
internal sealed record RdlInstanceSyntax(Token<RdlToken> Name, IReadOnlyList<RdlRange> Brackets)
{
    /// <summary>Value after reset (<c>=</c>).</summary>
    public RdlExpression? Reset { get; init; }

    /// <summary>Address (<c>@</c>).</summary>
    public RdlExpression? Address { get; init; }

    /// <summary>Bytes from one element to the next (<c>+=</c>).</summary>
    public RdlExpression? Stride { get; init; }

    /// <summary>Alignment (<c>%=</c>).</summary>
    public RdlExpression? Alignment { get; init; }
}

/// <summary>A number in brackets, or two with a colon.</summary>
/// <param name="First">The number, or the one before the colon.</param>
/// <param name="Second">The number behind the colon.</param>
internal sealed record RdlRange(RdlExpression First, RdlExpression? Second);

/// <summary>An enum.</summary>
/// <param name="Place">The keyword.</param>
/// <param name="Name">Name.</param>
/// <param name="Entries">Codes.</param>
internal sealed record RdlEnumDefinition(Token<RdlToken> Place, Token<RdlToken> Name, IReadOnlyList<RdlEnumEntry> Entries) : RdlStatement(Place);

/// <summary>A code of an enum.</summary>
/// <param name="Name">Name.</param>
/// <param name="Value">Value; null for the next one.</param>
/// <param name="Properties">Properties, such as <c>desc</c>.</param>
internal sealed record RdlEnumEntry(Token<RdlToken> Name, RdlExpression? Value, IReadOnlyList<RdlAssignment> Properties);

/// <summary>A property of the component, or of one inside.</summary>
/// <param name="Place">Name of the property.</param>
/// <param name="Value">Value; null for true.</param>
internal sealed record RdlAssignment(Token<RdlToken> Place, RdlExpression? Value) : RdlStatement(Place)
{
    /// <summary>Whether it holds for components that follow and do not have their own (<c>default</c>).</summary>
    public bool IsDefault { get; init; }

    /// <summary>The instance inside that it is for.</summary>
    public RdlPath? Target { get; init; }

    /// <summary>Words before <c>intr</c>, such as <c>nonsticky level</c>.</summary>
    public IReadOnlyList<Token<RdlToken>> Modifiers { get; init; } = [];
}

/// <summary>A statement that says nothing about registers, such as a constraint.</summary>
/// <param name="Place">The keyword.</param>
/// <param name="Name">Name.</param>
internal sealed record RdlOther(Token<RdlToken> Place, Token<RdlToken> Name) : RdlStatement(Place);

/// <summary>A path to an instance.</summary>
/// <param name="Steps">Names, from the outside inwards, with what stands in brackets behind them.</param>
internal sealed record RdlPath(IReadOnlyList<RdlStep> Steps);

/// <summary>A step of a path.</summary>
/// <param name="Name">Name of the instance.</param>
/// <param name="Indexes">Numbers of the element.</param>
internal sealed record RdlStep(Token<RdlToken> Name, IReadOnlyList<RdlExpression> Indexes);

/// <summary>An expression.</summary>
/// <param name="Place">The first token.</param>
internal abstract record RdlExpression(Token<RdlToken> Place);

/// <summary>A number or a text.</summary>
/// <param name="Place">The token.</param>
internal sealed record RdlLiteral(Token<RdlToken> Place) : RdlExpression(Place);

/// <summary>A word, a parameter, an instance, or a property of one.</summary>
/// <param name="Place">The first token.</param>
/// <param name="Path">The words.</param>
/// <param name="Property">The property.</param>
internal sealed record RdlName(Token<RdlToken> Place, RdlPath Path, Token<RdlToken>? Property) : RdlExpression(Place);

/// <summary>A code of an enum (<c>Mode::Fast</c>).</summary>
/// <param name="Place">Name of the enum.</param>
/// <param name="Code">Name of the code.</param>
internal sealed record RdlCode(Token<RdlToken> Place, Token<RdlToken> Code) : RdlExpression(Place);

/// <summary>An operator and its operands: one, two, or three for <c>?</c>.</summary>
/// <param name="Place">The operator.</param>
/// <param name="Operands">The operands.</param>
internal sealed record RdlOperation(Token<RdlToken> Place, IReadOnlyList<RdlExpression> Operands) : RdlExpression(Place);

/// <summary>Numbers one after the other (<c>{a, b}</c>), repeated or not.</summary>
/// <param name="Place">The brace.</param>
/// <param name="Parts">The numbers, the highest first.</param>
/// <param name="Count">The number of repetitions.</param>
internal sealed record RdlConcatenation(Token<RdlToken> Place, IReadOnlyList<RdlExpression> Parts, RdlExpression? Count) : RdlExpression(Place);

/// <summary>A value in a type (<c>8'(a)</c>).</summary>
/// <param name="Place">The type or the width.</param>
/// <param name="Value">The value.</param>
internal sealed record RdlCast(Token<RdlToken> Place, RdlExpression Value) : RdlExpression(Place);

/// <summary>A list or a struct, which no property of registers has.</summary>
/// <param name="Place">The first token.</param>
internal sealed record RdlAggregate(Token<RdlToken> Place) : RdlExpression(Place);
