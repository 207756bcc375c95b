namespace Vtd.Package.Tests;

/// <summary>The one package for all classes of tests, which run at the same time; the last of them throws it away.</summary>
public sealed class SharedPackage : IDisposable
{
    private static readonly Lock s_lock = new();
    private static PackedGenerator? s_package;
    private static int s_users;

    public SharedPackage()
    {
        lock (s_lock)
        {
            Package = s_package ??= new PackedGenerator();
            s_users++;
        }
    }

    internal PackedGenerator Package { get; }

    public void Dispose()
    {
        lock (s_lock)
        {
            s_users--;
            if (s_users > 0)
                return;
            s_package = null;
            Package.Dispose();
        }
    }
}
