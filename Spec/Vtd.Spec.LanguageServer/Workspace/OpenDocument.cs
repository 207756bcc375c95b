namespace Vtd.Spec.LanguageServer.Workspace;

/// <summary>A document that the client has open.</summary>
/// <param name="Uri">The address, as the client writes it.</param>
/// <param name="Path">The path of the file; of a document that is no file its address.</param>
/// <param name="Version">The version of the text.</param>
/// <param name="Text">The text.</param>
public sealed record OpenDocument(string Uri, string Path, int Version, string Text)
{
    /// <summary>The path that an address names.</summary>
    public static string PathOf(string uri) =>
        System.Uri.TryCreate(uri, UriKind.Absolute, out var address) && address is { IsFile: true, IsUnc: false } ? System.IO.Path.GetFullPath(address.LocalPath) : uri;

    /// <summary>The address of a path.</summary>
    public static string UriOf(string path) => System.IO.Path.IsPathFullyQualified(path) ? new Uri(path).AbsoluteUri : path;
}
