namespace Vtd.Package.Tests;

/// <summary>A theory that builds projects of consumers, which takes long; skipped without full effort.</summary>
public sealed class ConsumerTheoryAttribute : TheoryAttribute
{
    public ConsumerTheoryAttribute() => Skip = ConsumerFactAttribute.Reason;
}
