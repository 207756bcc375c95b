using Vtd.Spec.Diagnostics;

namespace Vtd.Codegen.Inputs;

/// <summary>Runs a step of the generator so that a mistake in it costs one file, never the rest.</summary>
public static class Guarded
{
    /// <summary>Runs a step; an exception becomes a finding.</summary>
    /// <param name="path">The file to point at.</param>
    /// <param name="step">The step.</param>
    /// <param name="fail">The result of a step that failed.</param>
    /// <param name="cancel">Cancellation, which is not a failure.</param>
    public static T Run<T>(string path, Func<T> step, Func<Finding, T> fail, CancellationToken cancel = default)
        where T : class
    {
        try
        {
            return step();
        }
        catch (Exception failure) when (failure is not OperationCanceledException && !cancel.IsCancellationRequested)
        {
            return fail(InternalError.At(path, failure));
        }
    }
}
