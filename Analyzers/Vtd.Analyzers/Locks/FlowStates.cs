using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;
using Vtd.Analyzers.Contract;

namespace Vtd.Analyzers.Locks;

/// <summary>Whether a lock is held at the start of each block of a body.</summary>
/// <param name="graph">The body.</param>
/// <param name="step">The state behind a block.</param>
/// <param name="marked">The lock.</param>
internal sealed class FlowStates(ControlFlowGraph graph, Func<BasicBlock, LockState, LockState> step, MarkedLock marked)
{
    private readonly LockState?[] _before = new LockState?[graph.Blocks.Length];
    private readonly Queue<BasicBlock> _due = new();

    /// <summary>The state before a block; null if nothing reaches it.</summary>
    public LockState? Before(BasicBlock block) => _before[block.Ordinal];

    /// <param name="entry">The state in which the body is entered; if that is not known, what may be so is as good as free.</param>
    public void Solve(LockState entry)
    {
        Reach(graph.Blocks[0], entry);
        while (_due.Count > 0)
        {
            var block = _due.Dequeue();
            var before = _before[block.Ordinal]!.Value;
            var after = step(block, before);
            foreach (var (branch, state) in Branches(block, before, after))
            {
                var leaving = state;
                foreach (var region in branch.FinallyRegions)
                {
                    Reach(graph.Blocks[region.FirstBlockOrdinal], leaving);
                    leaving = Through(region, leaving);
                }

                if (branch.Destination is { } destination)
                    Reach(destination, leaving);
            }

            // An exception can come before, in or after whatever the block does. Above the root of a lambda are the regions of the body around
            // it, whose blocks are not of this graph.
            for (var region = block.EnclosingRegion; region is { Kind: not ControlFlowRegionKind.Root }; region = region.EnclosingRegion)
            {
                if (region.Kind != ControlFlowRegionKind.Try)
                    continue;
                foreach (var handler in region.EnclosingRegion!.NestedRegions)
                {
                    if (handler.Kind != ControlFlowRegionKind.Try)
                    {
                        Reach(graph.Blocks[handler.FirstBlockOrdinal], before);
                        Reach(graph.Blocks[handler.FirstBlockOrdinal], after);
                    }
                }
            }
        }
    }

    private void Reach(BasicBlock block, LockState state)
    {
        var known = _before[block.Ordinal];
        var joined = Join(known, state);
        if (joined == known)
            return;
        _before[block.Ordinal] = joined;
        _due.Enqueue(block);
    }

    private static LockState Join(LockState? known, LockState state) =>
        known is not { } one || one == state ? state
        : one is LockState.AsAtEntry or LockState.Free && state is LockState.AsAtEntry or LockState.Free ? LockState.AsAtEntry
        : LockState.Unknown;

    private IEnumerable<(ControlFlowBranch Branch, LockState State)> Branches(BasicBlock block, LockState before, LockState after)
    {
        var tries = block.ConditionKind != ControlFlowConditionKind.None && block.BranchValue is { } value
            && Bits.Core(value) is IInvocationOperation call && marked.TriesToTake(call.TargetMethod);
        if (block.ConditionalSuccessor is { } conditional)
            yield return (conditional, !tries ? after : block.ConditionKind == ControlFlowConditionKind.WhenTrue ? LockState.Held : before);
        if (block.FallThroughSuccessor is { } next)
            yield return (next, !tries ? after : block.ConditionKind == ControlFlowConditionKind.WhenFalse ? LockState.Held : before);
    }

    /// <summary>The state behind a finally block that is entered with a state.</summary>
    private LockState Through(ControlFlowRegion region, LockState entered)
    {
        var states = new Dictionary<int, LockState> { [region.FirstBlockOrdinal] = entered };
        var due = new Queue<int>(states.Keys);
        LockState? left = null;
        while (due.Count > 0)
        {
            var block = graph.Blocks[due.Dequeue()];
            var before = states[block.Ordinal];
            foreach (var (branch, state) in Branches(block, before, step(block, before)))
            {
                var leaving = state;
                foreach (var inner in branch.FinallyRegions)
                    leaving = Through(inner, leaving);
                if (branch.Semantics == ControlFlowBranchSemantics.StructuredExceptionHandling)
                {
                    left = Join(left, leaving);
                }
                else if (branch.Destination is { } next && next.Ordinal >= region.FirstBlockOrdinal && next.Ordinal <= region.LastBlockOrdinal)
                {
                    LockState? known = states.TryGetValue(next.Ordinal, out var old) ? old : null;
                    var joined = Join(known, leaving);
                    if (joined == known)
                        continue;
                    states[next.Ordinal] = joined;
                    due.Enqueue(next.Ordinal);
                }
            }
        }

        return left ?? LockState.Unknown;
    }
}
