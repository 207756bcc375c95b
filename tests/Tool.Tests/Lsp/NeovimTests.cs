using System.Diagnostics;

namespace Vtd.Tool.Tests.Lsp;

/// <summary>The language server with a real client.</summary>
public sealed class NeovimTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [NeovimFact]
    public async Task AnAuthorGetsFindingsCompletionHoverAndDefinition()
    {
        var spec = _folder.Write("device.vtd.yaml",
        [
            "spec: Device", "block: { size: 0x10, access: [4] }", "registers:", "  CTRL:", "    { offset: 0, width: 32, reset: 0, reserved: [\"31:2\"], fields: {",
            "      MODE: { bits: \"1:0\", access: rw, enum: Mods, meaning: speed } } }",
        ]);
        _folder.Write("modes.vtd.yaml", ["spec: Device", "enums:", "  Mode:", "    width: 2", "    codes: { Off: 0, Slow: 1, Fast: 2, Last: 3 }"]);

        var start = new ProcessStartInfo("nvim", ["--headless", "-u", "NONE", "-i", "NONE", "-n", "-c", "luafile " + Repository.PathOf("tests/Tool.Tests/Lsp/neovim.lua")])
        {
            Environment =
            {
                ["VTD_DLL"] = Path.Combine(AppContext.BaseDirectory, "vtd.dll"), ["VTD_SPEC"] = spec, ["VTD_ANSWERS"] = _folder.PathOf("answers"),
                ["XDG_STATE_HOME"] = _folder.PathOf("state"), ["XDG_CACHE_HOME"] = _folder.PathOf("cache"),
            },
            RedirectStandardError = true,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        using var editor = Process.Start(start)!;
        editor.StandardInput.Close();
        var said = await editor.StandardError.ReadToEndAsync() + await editor.StandardOutput.ReadToEndAsync();
        await editor.WaitForExitAsync();
        Assert.True(File.Exists(_folder.PathOf("answers")), said);

        var answers = await File.ReadAllLinesAsync(_folder.PathOf("answers"));
        Assert.Equal(
            [
                "finding: 6,46 Unknown enum 'Mods'. Did you mean 'Mode'?",
                "completion: Mode, enum of 2 bits",
                "hover: **`Mode`** enum of 2 bits /  ",
                "definition: modes.vtd.yaml 3,3",
            ],
            answers.Select(static answer => answer.Split("/ ```text")[0]));
    }
}
