using System.Reflection;
using Xunit.Sdk;

namespace Vtd.Runtime.Tests.Quirks;

/// <summary>Runs a theory twice: on a unit as the architecture asks for, and on one that has a quirk and no other.</summary>
/// <remarks>The theory takes the quirk, or null for none, whether the unit has it, and then <paramref name="more"/>.</remarks>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
public sealed class WithAndWithoutAttribute(UnitQuirk quirk, params object[] more) : DataAttribute
{
    public UnitQuirk Quirk => quirk;

    public override IEnumerable<object[]> GetData(MethodInfo testMethod) => [[null!, false, .. more], [quirk, true, .. more]];
}
