namespace Vtd.Spec.Tools.Import.SystemRdl;

/// <summary>Kinds of tokens.</summary>
internal enum RdlToken
{
    /// <summary>An identifier or a keyword; after a backslash always an identifier.</summary>
    Word,

    /// <summary>A number, such as <c>12</c>, <c>0x1C</c> or <c>8'hFF</c>.</summary>
    Number,

    /// <summary>A text in double quotes.</summary>
    Text,

    /// <summary>An operator or a bracket.</summary>
    Symbol,

    /// <summary>A word after a backtick: a directive of the preprocessor or a macro.</summary>
    Directive,

    /// <summary>Perl between <c>&lt;%</c> and <c>%&gt;</c>.</summary>
    Perl,
}
