namespace Broken;

public static class Use
{
    // The register without a mistake is there all the same.
    public static int Offset => Good.Offset;
}
