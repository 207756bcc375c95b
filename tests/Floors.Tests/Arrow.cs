namespace Floors.Tests;

/// <summary>A file that uses something that another file of the same project declares.</summary>
/// <param name="From">Path of the file in the project.</param>
/// <param name="To">Path of the file that declares it.</param>
/// <param name="Type">Name of the type that is used, or has the member that is used.</param>
internal sealed record Arrow(string From, string To, string Type)
{
    public string FromFolder => FolderOf(From);

    public string ToFolder => FolderOf(To);

    /// <summary>Folder of a file, <c>.</c> for the folder of the project.</summary>
    public static string FolderOf(string path) => Path.GetDirectoryName(path) is { Length: > 0 } folder ? folder.Replace('\\', '/') : ".";

    public override string ToString() => $"{From} uses {Type} of {To}";
}
