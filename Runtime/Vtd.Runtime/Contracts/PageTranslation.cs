namespace Vtd.Runtime;

/// <summary>A translated page.</summary>
/// <param name="Input">An address in the page as the device sent it; bits below the page size do not matter.</param>
/// <param name="Output">The same address after translation; bits below the page size do not matter.</param>
/// <param name="Size">Bytes: 4 KiB, 2 MiB or 1 GiB.</param>
/// <param name="Permissions">The permissions of the page, by all levels of the tables together.</param>
public readonly record struct PageTranslation(ulong Input, ulong Output, ulong Size, PagePermissions Permissions);

/// <summary>Permissions of requests on a page.</summary>
[Flags]
public enum PagePermissions : byte
{
    /// <summary>No access.</summary>
    None = 0,

    /// <summary>Read.</summary>
    Read = 1,

    /// <summary>Write.</summary>
    Write = 2,

    /// <summary>Read instructions, where the unit tells that apart.</summary>
    Execute = 4,
}
