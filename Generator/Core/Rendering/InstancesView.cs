using Scriban.Runtime;
using Vtd.Codegen.Outputs;

namespace Vtd.Codegen.Rendering;

/// <summary>The addresses of the instances of a block.</summary>
internal static class InstancesView
{
    public static FileTemplate Fill(ScriptObject view, GeneratedInstances output)
    {
        view["type"] = output.TypeName;
        view["block_name"] = output.Block.Name.Length == 0 ? "" : " " + output.Block.Name;
        view["size"] = CSharp.Hex(output.Block.Size);
        view["instances"] = new ScriptArray(output.Block.Instances.Select(static instance => new ScriptObject
        {
            ["name"] = instance.Name,
            ["address"] = CSharp.ShortHex(instance.Address, 64),
        }));
        return FileTemplate.Instances;
    }
}
