using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;
using Vtd.Analyzers.Contract;

namespace Vtd.Analyzers.Locks;

/// <summary>Follows a lock through bodies.</summary>
/// <remarks>Bodies that never touch the lock, which is most of them, are read from top to bottom; the others along their control flow.</remarks>
/// <param name="marked">The lock.</param>
internal sealed class BodyReader(MarkedLock marked)
{
    public List<LockBody> Bodies { get; } = [];

    /// <summary>Reads a member's code and all lambdas and local functions in it.</summary>
    public void Read(IOperation block, ISymbol member)
    {
        if (Touches(block) && Root(block) is { } root)
        {
            Follow(root, Add(member as IMethodSymbol));
            return;
        }

        Walk(block, Add(member as IMethodSymbol));
    }

    private static ControlFlowGraph? Root(IOperation block) => block switch
    {
        IMethodBodyOperation body => ControlFlowGraph.Create(body),
        IConstructorBodyOperation body => ControlFlowGraph.Create(body),
        IBlockOperation { Parent: null } body => ControlFlowGraph.Create(body),
        _ => block.Parent is { } parent ? Root(parent) : null,
    };

    private LockBody Add(IMethodSymbol? symbol)
    {
        var body = new LockBody(symbol, symbol is null ? LockMark.None : marked.MarkOf(symbol));
        Bodies.Add(body);
        return body;
    }

    private bool Touches(IOperation block)
    {
        foreach (var operation in block.DescendantsAndSelf())
        {
            foreach (var (target, _) in Targets(operation))
            {
                if (marked.Takes(target) || marked.TriesToTake(target) || marked.Releases(target))
                    return true;
            }
        }

        return false;
    }

    private void Walk(IOperation operation, LockBody body)
    {
        foreach (var child in operation.ChildOperations)
        {
            var inner = child switch
            {
                IAnonymousFunctionOperation lambda => AddLambda(lambda.Symbol, lambda),
                ILocalFunctionOperation local => Add(local.Symbol),
                _ => body,
            };
            Walk(child, inner);
        }

        Record(operation, LockState.AsAtEntry, body);
    }

    private LockBody AddLambda(IMethodSymbol symbol, IOperation lambda)
    {
        var body = Add(symbol);
        if (lambda.Parent is IDelegateCreationOperation { Parent: IArgumentOperation argument })
            body.PassedAs = argument.Parameter?.OriginalDefinition as IParameterSymbol;
        return body;
    }

    /// <summary>The state behind an operation, its parts included; notes what it calls.</summary>
    private LockState Step(IOperation operation, LockState state, LockBody? body)
    {
        if (operation is IFlowAnonymousFunctionOperation)
            return state;
        foreach (var child in operation.ChildOperations)
            state = Step(child, state, body);
        if (body is not null)
            Record(operation, state, body);
        foreach (var (target, _) in Targets(operation))
        {
            if (marked.Takes(target))
                state = LockState.Held;
            else if (marked.Releases(target))
                state = LockState.Free;
            else if (marked.TriesToTake(target))
                state = LockState.Unknown;
        }

        return state;
    }

    private static void Record(IOperation operation, LockState state, LockBody body)
    {
        foreach (var (target, place) in Targets(operation))
            body.Calls.Add(new LockCall(target.OriginalDefinition, state, place.GetLocation()));
        if (operation is IInvocationOperation { TargetMethod.MethodKind: MethodKind.DelegateInvoke, Instance: { } called }
            && Bits.Core(called) is IParameterReferenceOperation parameter)
            body.CalledParameters.Add((parameter.Parameter.OriginalDefinition, state));
    }

    private static IEnumerable<(IMethodSymbol Target, SyntaxNode Place)> Targets(IOperation operation)
    {
        switch (operation)
        {
            case IInvocationOperation { TargetMethod.MethodKind: not MethodKind.DelegateInvoke } call:
                yield return (call.TargetMethod, call.Syntax);
                break;
            case IObjectCreationOperation { Constructor: { } constructor }:
                yield return (constructor, operation.Syntax);
                break;
            case IPropertyReferenceOperation property:
                var isTarget = property.Parent is IAssignmentOperation assignment && assignment.Target == property;
                if (property.Property.GetMethod is { } getter && !(isTarget && property.Parent is ISimpleAssignmentOperation))
                    yield return (getter, property.Syntax);
                if (property.Property.SetMethod is { } setter && (isTarget || property.Parent is IIncrementOrDecrementOperation))
                    yield return (setter, property.Syntax);
                break;
        }
    }

    private void Follow(ControlFlowGraph graph, LockBody body)
    {
        var states = new FlowStates(graph, (block, state) => StepThrough(block, state, null), marked);
        states.Solve(body.Mark == LockMark.None ? LockState.AsAtEntry : LockCalls.Resolve(LockState.AsAtEntry, body.Mark));
        foreach (var block in graph.Blocks)
        {
            if (states.Before(block) is { } state)
            {
                StepThrough(block, state, body);
                FollowLambdas(graph, block);
            }
        }

        foreach (var local in graph.LocalFunctions)
            Follow(graph.GetLocalFunctionControlFlowGraph(local), Add(local));
    }

    private void FollowLambdas(ControlFlowGraph graph, BasicBlock block)
    {
        foreach (var operation in block.BranchValue is { } value ? block.Operations.Add(value) : block.Operations)
        {
            foreach (var part in operation.DescendantsAndSelf())
            {
                if (part is IFlowAnonymousFunctionOperation lambda)
                    Follow(graph.GetAnonymousFunctionControlFlowGraph(lambda), AddLambda(lambda.Symbol, lambda));
            }
        }
    }

    private LockState StepThrough(BasicBlock block, LockState state, LockBody? body)
    {
        foreach (var operation in block.Operations)
            state = Step(operation, state, body);
        return block.BranchValue is { } value ? Step(value, state, body) : state;
    }
}
