using Vtd.Machine.Serving;

return MachineServer.Run(args, Console.Error, "qemu-system-x86_64");
