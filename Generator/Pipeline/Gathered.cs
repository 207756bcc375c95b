using Vtd.Spec.Source;

namespace Vtd.Codegen.Pipeline;

/// <summary>All values of a step, as one value of the next.</summary>
/// <remarks>A class, not the array itself: the compiler's pipeline is generic, and a struct in it means a copy of its code, compiled
/// anew in each process, for each step that holds one.</remarks>
/// <param name="Items">The values.</param>
internal sealed record Gathered<T>(EquatableArray<T> Items)
    where T : class, IEquatable<T>;
