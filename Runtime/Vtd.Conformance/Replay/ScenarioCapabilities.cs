using Vtd.Architecture;
using Vtd.Runtime;
using Vtd.Traces;

namespace Vtd.Conformance.Replay;

/// <summary>Extends <see cref="Scenario"/> with the capabilities of its unit.</summary>
internal static class ScenarioCapabilities
{
    extension(Scenario scenario)
    {
        /// <summary>Capabilities of the recorded unit.</summary>
        public VtdCapabilities Capabilities => new GivenRegisters(scenario.Cap, scenario.Ecap).ToCapabilities();
    }
}
