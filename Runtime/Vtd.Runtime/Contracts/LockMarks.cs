namespace Vtd.Runtime;

// One lock guards a unit. These marks say which side of it a type or a member belongs to, for readers and for the lock rules (VTD21xx).

/// <summary>All instance members of the type require the unit's lock, unless they are marked otherwise. Constructors do not.</summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Struct | AttributeTargets.Interface)]
internal sealed class GuardedByUnitLockAttribute : Attribute;

/// <summary>The caller holds the unit's lock. In a type that is not guarded as a whole, the member's name ends in <c>Locked</c>, unless an interface named it.</summary>
[AttributeUsage(AttributeTargets.Method | AttributeTargets.Property | AttributeTargets.Constructor)]
internal sealed class RequiresUnitLockAttribute : Attribute;

/// <summary>The member of a guarded type may be called with and without the unit's lock.</summary>
[AttributeUsage(AttributeTargets.Method | AttributeTargets.Property)]
internal sealed class IndependentOfUnitLockAttribute : Attribute;

/// <summary>Never called with the unit's lock held: the member may block, or call back into the unit.</summary>
[AttributeUsage(AttributeTargets.Method | AttributeTargets.Property)]
internal sealed class ForbiddenUnderUnitLockAttribute : Attribute;
