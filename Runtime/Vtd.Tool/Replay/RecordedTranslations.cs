using Vtd.Runtime;
using Vtd.Tool.Recordings;

namespace Vtd.Tool.Replay;

/// <summary>
/// Puts recorded translations into the unit's caches, as if its own walks had found them, so that invalidations have something to drop.
/// A page that the unit still holds from an earlier request is compared: if the guest's table says something else by now, an
/// invalidation did not drop what it should.
/// </summary>
internal sealed class RecordedTranslations(VtdUnit unit, Comparison comparison)
{
    /// <summary>Translations that the unit took into its caches.</summary>
    public int Kept { get; private set; }

    public void Remember(TranslationRequest request, IReadOnlyList<TraceEvent> effects)
    {
        if (effects.OfType<TranslationResult>().FirstOrDefault() is not { } result)
            return;

        if (unit.TryGetCached(request.SourceId, request.Pasid, request.Address, out var cached))
            comparison.Compare(request, result, cached);

        var permissions = (result.CanRead ? PagePermissions.Read : 0) | (result.CanWrite ? PagePermissions.Write : 0);
        var page = new PageTranslation(request.Address & ~result.Mask, result.Page, result.Mask + 1, permissions);
        if (permissions != PagePermissions.None && unit.Remember(request.SourceId, request.Pasid, page))
            Kept++;
    }
}
