using System.Reflection;
using Xunit.Sdk;

namespace Vtd.Runtime.Tests.Quirks;

/// <summary>Runs a theory twice: on a unit as the architecture asks for, and on one that has a quirk and no other.</summary>
/// <remarks>The theory takes what the unit has, whether that is the quirk, and then <paramref name="more"/>.</remarks>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
public sealed class WithAndWithoutAttribute(UnitQuirks quirk, params object[] more) : DataAttribute
{
    public UnitQuirks Quirk => quirk;

    public override IEnumerable<object[]> GetData(MethodInfo testMethod) => [[UnitQuirks.None, false, .. more], [quirk, true, .. more]];
}
