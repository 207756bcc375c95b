using Vtd.Machine.Serving;

return MachineServer.Run(args, Console.Error);
