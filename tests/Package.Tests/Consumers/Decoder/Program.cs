using Vtd.Architecture;

var cap = new Cap(0xd2008c222f0606);
Console.WriteLine($"{cap.NFR + 1} fault recording registers at {cap.FRO * 16:x}h, widths {cap.SAGAW}");

var wait = new WaitDescriptor() with { SW = true, STDATA = 1 };
Span<byte> bytes = stackalloc byte[WaitDescriptor.SizeInBytes];
wait.CopyTo(bytes);
Console.WriteLine(Convert.ToHexString(bytes));
