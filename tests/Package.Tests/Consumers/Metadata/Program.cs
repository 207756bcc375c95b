foreach (var type in new[] { typeof(Company.Devices.Id), typeof(Company.Secret.Id) })
    System.Console.WriteLine($"{type.FullName} {(type.IsPublic ? "public" : "internal")}");
