namespace Vtd.Spec.Tools.Decode;

/// <summary>Reads fields and registers that are known: <c>ECAP.PT=1</c>, <c>RTADDR.TTM=Scalable</c>, <c>CAP=0xd2008c40660462</c>.</summary>
public static class GivenFields
{
    /// <summary>Puts together what is given.</summary>
    /// <exception cref="UndecodableException">Something names no register or field, or holds no value of it.</exception>
    public static KnownRegisters Read(IEnumerable<string> texts, Catalog catalog)
    {
        var known = new KnownRegisters();
        foreach (var text in texts)
            Add(known, text, catalog);

        return known;
    }

    private static void Add(KnownRegisters known, string text, Catalog catalog)
    {
        if (text.Split('=') is not [var name, var value])
            throw new UndecodableException($"--given takes REGISTER.FIELD=VALUE or REGISTER=VALUE, not '{PrintableText.Text(text)}'.");

        var parts = name.Split('.', 2);
        var thing = catalog.FindRegister(parts[0].Trim());
        if (parts.Length == 1)
        {
            known.Add(thing.Spec, thing.Register, GivenValue.OfWords([value.Trim()]).Of(thing.Register.Width, thing.Name));
            return;
        }

        var layout = thing.Layouts[0];
        var field = FieldValue.Find(layout, parts[1].Trim());
        known.Add(thing.Spec, thing.Register, field, FieldValue.Raw(layout, field, value.Trim()));
    }
}
