using Vtd.Spec.Tools.Import;

namespace Vtd.Spec.Tools.Export;

/// <summary>Counts the losses of an export while their comments are written.</summary>
internal sealed class LossComments
{
    private readonly List<Loss> _all = [];

    /// <summary>All losses so far.</summary>
    public IReadOnlyList<Loss> All => _all;

    /// <summary>The text of the comment for a loss, which is counted.</summary>
    public string Of(Loss loss)
    {
        _all.Add(loss);
        return $"lost: {loss.Kind}: {ImportTexts.OneLine(loss.Fact)}";
    }
}
