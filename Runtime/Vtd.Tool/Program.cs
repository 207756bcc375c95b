using Vtd.Tool;

return VtdCommand.Run(args, Terminal.OfProcess());
