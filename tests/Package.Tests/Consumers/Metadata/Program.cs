foreach (var type in new[] { typeof(Company.Devices.Id), typeof(Company.Secret.Id) })
    System.Console.WriteLine($"{type.FullName} {(type.IsPublic ? "public" : "internal")} {Has(type, "RegisterFile")} {Has(type, "Registers`1")}");

static bool Has(System.Type type, string suffix) =>
    System.Array.Exists(type.Assembly.GetTypes(), other => other.Namespace == type.Namespace && other.Name.EndsWith(suffix, System.StringComparison.Ordinal));
