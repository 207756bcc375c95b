using Vtd.Tool;
using Vtd.Tool.Terminals;

return VtdCommand.Run(args, Terminal.OfProcess());
