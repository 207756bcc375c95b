using Vtd.Spec.Source;

namespace Vtd.Codegen.Inputs;

/// <summary>All values of a step as one value for the next step.</summary>
/// <remarks>A class, not the array itself: the compiler's pipeline is generic, and a struct in it means a copy of its code, compiled
/// anew in each process, for each step that holds one.</remarks>
/// <param name="Items">The values.</param>
public sealed record Batch<T>(EquatableArray<T> Items)
    where T : class, IEquatable<T>;
