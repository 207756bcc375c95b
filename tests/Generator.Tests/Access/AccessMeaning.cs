namespace Vtd.Codegen.Tests.Access;

/// <summary>The effects of each access word on one bit, written out by hand and apart from the table of the language.</summary>
/// <param name="Seen">The bit that a read of a set bit gives.</param>
/// <param name="AfterRead">The bit after a read, from the bit before.</param>
/// <param name="AfterWrite">The bit after a write, from the bit before and the written bit.</param>
internal sealed record AccessMeaning(bool Seen, Func<bool, bool> AfterRead, Func<bool, bool, bool> AfterWrite)
{
    private static readonly Func<bool, bool> s_same = static bit => bit;

    /// <summary>Whether only the first write after a reset counts.</summary>
    public bool IsOnce { get; private init; }

    /// <summary>Whether a warm reset keeps the bit, and that it was written.</summary>
    public bool IsSticky { get; private init; }

    /// <summary>Whether writes change bits.</summary>
    public bool IsWritten => AfterWrite(false, false) || AfterWrite(false, true) || !AfterWrite(true, false) || !AfterWrite(true, true);

    /// <summary>All words, reserved bits included.</summary>
    public static IReadOnlyDictionary<string, AccessMeaning> All { get; } = new Dictionary<string, AccessMeaning>
    {
        ["ro"] = new(true, s_same, static (bit, _) => bit),
        ["ros"] = new(true, s_same, static (bit, _) => bit) { IsSticky = true },
        ["rw"] = new(true, s_same, static (_, data) => data),
        ["rws"] = new(true, s_same, static (_, data) => data) { IsSticky = true },
        ["wo"] = new(false, s_same, static (_, data) => data),
        ["rw1c"] = new(true, s_same, static (bit, data) => bit && !data),
        ["rw1cs"] = new(true, s_same, static (bit, data) => bit && !data) { IsSticky = true },
        ["rw1s"] = new(true, s_same, static (bit, data) => bit || data),
        ["oneshot"] = new(false, static _ => false, static (_, _) => false),

        ["rwo"] = new(true, s_same, static (_, data) => data) { IsOnce = true },
        ["rwos"] = new(true, s_same, static (_, data) => data) { IsOnce = true, IsSticky = true },
        ["rw1t"] = new(true, s_same, static (bit, data) => data ? !bit : bit),
        ["rw0c"] = new(true, s_same, static (bit, data) => data && bit),
        ["rw0s"] = new(true, s_same, static (bit, data) => !data || bit),
        ["rw0t"] = new(true, s_same, static (bit, data) => data ? bit : !bit),
        ["rwclr"] = new(true, s_same, static (_, _) => false),
        ["rwset"] = new(true, s_same, static (_, _) => true),

        ["rc"] = new(true, static _ => false, static (bit, _) => bit),
        ["rcw"] = new(true, static _ => false, static (_, data) => data),
        ["rcw1s"] = new(true, static _ => false, static (bit, data) => bit || data),
        ["rcw0s"] = new(true, static _ => false, static (bit, data) => bit || !data),
        ["rcwset"] = new(true, static _ => false, static (_, _) => true),
        ["rs"] = new(true, static _ => true, static (bit, _) => bit),
        ["rsw"] = new(true, static _ => true, static (_, data) => data),
        ["rsw1c"] = new(true, static _ => true, static (bit, data) => bit && !data),
        ["rsw0c"] = new(true, static _ => true, static (bit, data) => bit && data),
        ["rswclr"] = new(true, static _ => true, static (_, _) => false),

        ["r0wo"] = new(false, s_same, static (_, data) => data) { IsOnce = true },
        ["r0w1c"] = new(false, s_same, static (bit, data) => bit && !data),
        ["r0w1s"] = new(false, s_same, static (bit, data) => bit || data),
        ["r0w1t"] = new(false, s_same, static (bit, data) => data ? !bit : bit),
        ["r0w0c"] = new(false, s_same, static (bit, data) => data && bit),
        ["r0w0s"] = new(false, s_same, static (bit, data) => !data || bit),
        ["r0w0t"] = new(false, s_same, static (bit, data) => data ? bit : !bit),
        ["r0wclr"] = new(false, s_same, static (_, _) => false),
        ["r0wset"] = new(false, s_same, static (_, _) => true),

        ["rsvdz"] = new(false, s_same, static (bit, _) => bit),
        ["rsvdp"] = new(false, s_same, static (bit, _) => bit),
        ["ignored"] = new(false, s_same, static (bit, _) => bit),
    };
}
