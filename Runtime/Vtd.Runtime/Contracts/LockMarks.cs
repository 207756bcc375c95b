namespace Vtd.Runtime;

// One lock guards a unit. Two marks say which side of it a member belongs to, for readers and for the lock rules.

/// <summary>The caller holds the unit's lock. Such a member's name ends in <c>Locked</c>, unless an interface named it.</summary>
[AttributeUsage(AttributeTargets.Method | AttributeTargets.Property | AttributeTargets.Constructor)]
internal sealed class RequiresUnitLockAttribute : Attribute;

/// <summary>Never called with the unit's lock held: it may block, or call back into the unit.</summary>
[AttributeUsage(AttributeTargets.Method | AttributeTargets.Property)]
internal sealed class ForbiddenUnderUnitLockAttribute : Attribute;
