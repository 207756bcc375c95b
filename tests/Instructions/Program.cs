using System.Globalization;
using Vtd.Instructions;

switch (args)
{
    case ["check"]:
        return InstructionCheck.Run();
    case [var name, var number] when UnitOperation.Find(name) is { } operation && int.TryParse(number, CultureInfo.InvariantCulture, out var repetitions):
        operation.Prepare()(repetitions);
        return 0;
    default:
        Console.Error.WriteLine($"usage: Instructions check, or Instructions {string.Join('|', UnitOperation.All.Select(operation => operation.Name))} NUMBER");
        return 2;
}
