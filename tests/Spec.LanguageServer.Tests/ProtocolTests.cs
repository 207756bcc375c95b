using System.IO.Pipelines;
using System.Text;
using System.Text.Json;
using StreamJsonRpc;
using Vtd.Spec.LanguageServer.Protocol;

namespace Vtd.Spec.LanguageServer.Tests;

/// <summary>The server as a client sees it.</summary>
public sealed class ProtocolTests : IDisposable
{
    private const string Main = "spec: Device\nblock: { size: 0x100, access: [4] }\nregisters:\n  A: { offset: 0, width: 32, reset: 0, fields: { F: { bits: \"31:0\", access: rw, enum: Mode } } }\n";
    private const string Enums = "spec: Device\nenums:\n  Mode: { width: 32, open: true, codes: { One: 1 } }\n";

    private readonly TemporaryFolder _folder = new();
    private readonly string _root;
    private readonly string _main;
    private readonly string _enums;

    public ProtocolTests()
    {
        _root = Path.GetDirectoryName(_folder.PathOf("x"))!;
        _main = Write("device.vtd.yaml", Main);
        _enums = Write("enums/mode.vtd.yaml", Enums);
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task FindingsAreThoseOfTheWholeSpecWithTheTextsOfOpenDocuments()
    {
        await using var editor = await Editor.InAsync(_root, _main);
        Assert.Empty((await editor.FindingsAsync(_main)).Diagnostics);

        // The enum is in a file that is not open; then it is open and has another name.
        await editor.OpenAsync(_enums, Enums.Replace("Mode", "Made", StringComparison.Ordinal));
        var findings = await editor.FindingsAsync(_main);
        var unknown = Assert.Single(findings.Diagnostics, static finding => finding.Severity == Diagnostic.Error);
        Assert.Equal(("VTD0206", "vtd", new TextRange(new Position(3, 86), new Position(3, 90))), (unknown.Code, unknown.Source, unknown.Range));
        Assert.Contains("Did you mean 'Made'?", unknown.Message, StringComparison.Ordinal);

        // Closed without being saved, the file counts as it is on disk.
        await editor.TellAsync("textDocument/didClose", new { textDocument = new { uri = Editor.UriOf(_enums) } });
        Assert.DoesNotContain((await editor.FindingsAsync(_main)).Diagnostics, static finding => finding.Severity == Diagnostic.Error);
    }

    [Fact]
    public async Task AnAnswerIsAboutTheTextOfTheLastChange()
    {
        await using var editor = await Editor.InAsync(_root, _main);
        await editor.ChangeAsync(_main, 2, "# a comment\n" + Main);
        var hover = await editor.AskAsync<JsonElement>("textDocument/hover", At(_main, 4, 90));
        Assert.Contains("enum of 32 bits", hover.GetProperty("contents").GetProperty("value").GetString(), StringComparison.Ordinal);
        var definition = await editor.AskAsync<Location>("textDocument/definition", At(_main, 4, 90));
        Assert.Equal(new Location(Editor.UriOf(_enums), new TextRange(new Position(2, 2), new Position(2, 6))), definition);
        var completion = await editor.AskAsync<JsonElement>("textDocument/completion", At(_main, 4, 90));
        Assert.Equal("Mode", completion.GetProperty("items")[0].GetProperty("label").GetString());
        var edit = await editor.AskAsync<JsonElement>("textDocument/rename", new { textDocument = new { uri = Editor.UriOf(_main) }, position = new { line = 4, character = 90 }, newName = "Speed" });
        Assert.Equal(2, edit.GetProperty("changes").EnumerateObject().Count());
    }

    [Fact]
    public async Task AFloodOfChangesGivesTheFindingsOfTheLast()
    {
        await using var editor = await Editor.InAsync(_root, _main);
        await editor.FindingsAsync(_main);
        for (var version = 2; version < 2000; version++)
            await editor.ChangeAsync(_main, version, Main[..(version % Main.Length)]);
        await editor.ChangeAsync(_main, 2000, Main.Replace("enum: Mode", "enum: Mods", StringComparison.Ordinal));

        var count = 0;
        PublishDiagnosticsParams findings;
        do
        {
            findings = await editor.FindingsAsync(_main);
            count++;
        }
        while (findings.Version != 2000);
        Assert.Contains("VTD0206", Errors(findings));
        Assert.InRange(count, 1, 1000);
    }

    [Fact]
    public async Task ATextThatIsNoYamlIsReportedAndAnswered()
    {
        await using var editor = await Editor.InAsync(_root, _main);
        await editor.FindingsAsync(_main);
        await editor.ChangeAsync(_main, 2, Main + "  B: { offset: ");
        Assert.Equal(["VTD0001"], Errors(await editor.FindingsAsync(_main)));
        var completion = await editor.AskAsync<JsonElement>("textDocument/completion", At(_main, 4, 7));
        Assert.Contains(completion.GetProperty("items").EnumerateArray(), static item => item.GetProperty("label").GetString() == "width");
    }

    [Fact]
    public async Task ADocumentOfMegabytesIsAnswered()
    {
        await using var editor = await Editor.InAsync(_root);
        var text = new StringBuilder("spec: Device\nenums:\n");
        for (var number = 0; text.Length < 5 << 20; number++)
            text.Append("  E").Append(number).Append(": { width: 8, codes: { A: 0 } }\n");
        await editor.OpenAsync(_main, text.ToString());
        Assert.Contains("VTD0005", Errors(await editor.FindingsAsync(_main)));
        await editor.AskAsync<JsonElement?>("textDocument/hover", At(_main, 20, 3));
    }

    [Fact]
    public async Task DocumentsThatAreNoFilesAreCheckedAlone()
    {
        await using var editor = await Editor.InAsync(_root);
        await editor.TellAsync("textDocument/didOpen", new { textDocument = new { uri = "untitled:one.vtd.yaml", languageId = "yaml", version = 1, text = "spec: device\n" } });
        var completion = await editor.AskAsync<JsonElement>("textDocument/completion", new { textDocument = new { uri = "untitled:one.vtd.yaml" }, position = new { line = 1, character = 0 } });
        Assert.Contains(completion.GetProperty("items").EnumerateArray(), static item => item.GetProperty("label").GetString() == "registers");
    }

    [Fact]
    public async Task OtherYamlIsLeftAlone()
    {
        await using var editor = await Editor.InAsync(_root, Write("settings.yaml", "a: [\n"));
        Assert.Equal(JsonValueKind.Null, (await editor.AskAsync<JsonElement>("textDocument/hover", At(_folder.PathOf("settings.yaml"), 0, 0))).ValueKind);
    }

    [Fact]
    public async Task PathsOfTheCommandLineAreOneSet()
    {
        var other = Write("elsewhere/other.vtd.yaml", "spec: Device\nenums:\n  Other: { width: 1, codes: { Two: 0 } }\n");
        await using var editor = Editor.Start(_main, other);
        await editor.InitializeAsync(_root);
        await editor.OpenAsync(_main, Main.Replace("enum: Mode", "enum: Odher", StringComparison.Ordinal));
        Assert.Contains((await editor.FindingsAsync(_main)).Diagnostics, static finding => finding.Message.Contains("Did you mean 'Other'?", StringComparison.Ordinal));
    }

    [Fact]
    public async Task PathsThatCannotBeReadAreTold()
    {
        await using var editor = Editor.Start(_folder.PathOf("missing.csproj"));
        await editor.InitializeAsync(_root);
        await editor.OpenAsync(_main, Main);
        Assert.Contains("missing.csproj: no such file or folder", await editor.LogAsync(), StringComparison.Ordinal);
        Assert.Empty((await editor.FindingsAsync(_main)).Diagnostics);
    }

    [Fact]
    public async Task FilesThatChangeOnDiskCount()
    {
        await using var editor = await Editor.InAsync(_root, _main);
        await editor.FindingsAsync(_main);
        await File.WriteAllTextAsync(_enums, Enums.Replace("Mode", "Made", StringComparison.Ordinal));
        await editor.TellAsync("workspace/didChangeWatchedFiles", new { changes = new[] { new { uri = Editor.UriOf(_enums), type = 2 } } });
        Assert.Contains("VTD0206", Errors(await editor.FindingsAsync(_main)));
        await File.WriteAllTextAsync(_enums, Enums);
        await editor.TellAsync("textDocument/didSave", new { textDocument = new { uri = Editor.UriOf(_main) } });
        Assert.DoesNotContain("VTD0206", Errors(await editor.FindingsAsync(_main)));
    }

    [Fact]
    public async Task OnlyARunningServerAnswers()
    {
        await using var editor = Editor.Start();
        Assert.Equal(-32002, (await Assert.ThrowsAsync<RemoteInvocationException>(() => editor.AskAsync<JsonElement>("textDocument/hover", At(_main, 0, 0)))).ErrorCode);
        var capabilities = (await editor.InitializeAsync(_root)).GetProperty("capabilities");
        Assert.Equal(1, capabilities.GetProperty("textDocumentSync").GetProperty("change").GetInt32());
        Assert.Equal(-32600, (await Assert.ThrowsAsync<RemoteInvocationException>(() => editor.InitializeAsync(_root))).ErrorCode);
        await Assert.ThrowsAsync<RemoteMethodNotFoundException>(() => editor.AskAsync<JsonElement>("textDocument/foldingRange", At(_main, 0, 0)));
        await editor.TellAsync("$/setTrace", new { value = "off" });
        Assert.Equal(JsonValueKind.Null, (await editor.AskAsync<JsonElement>("textDocument/hover", At(_main, 0, 0))).ValueKind);
        await editor.AskAsync<object?>("shutdown");
        Assert.Equal(-32600, (await Assert.ThrowsAsync<RemoteInvocationException>(() => editor.AskAsync<JsonElement>("textDocument/hover", At(_main, 0, 0)))).ErrorCode);
        await editor.TellAsync("exit");
        Assert.True(await editor.Server.WaitAsync(Editor.Patience));
    }

    [Fact]
    public async Task AnEndWithoutShutdownIsTold()
    {
        await using var editor = await Editor.InAsync(_root, _main);
        await editor.TellAsync("exit");
        Assert.False(await editor.Server.WaitAsync(Editor.Patience));
    }

    [Theory]
    [InlineData("nonsense\r\n\r\n")]
    [InlineData("Content-Length: x\r\n\r\n{}")]
    [InlineData("Content-Length: -5\r\n\r\n{}")]
    [InlineData("Content-Length: 99999999999\r\n\r\n{}")]
    [InlineData("Content-Length: 2000000000\r\n\r\n{}")]
    [InlineData("Content-Length: 5\r\n\r\n{{{{{")]
    [InlineData("Content-Length: 2\r\n\r\n[]")]
    [InlineData("Content-Length: 4\r\n\r\nnull")]
    [InlineData("Content-Length: 100\r\n\r\n{}")]
    [InlineData("")]
    public async Task WhatIsNoMessageEndsTheConnection(string sent)
    {
        var input = new Pipe();
        await input.Writer.WriteAsync(Encoding.UTF8.GetBytes(sent));
        await input.Writer.CompleteAsync();
        using var output = new MemoryStream();
        Assert.False(await SpecLanguageServer.RunAsync(input.Reader.AsStream(), output, []).WaitAsync(Editor.Patience));
    }

    [Fact]
    public async Task ParametersOfAnotherFormAreRefused()
    {
        await using var editor = await Editor.InAsync(_root, _main);
        await Assert.ThrowsAnyAsync<RemoteRpcException>(() => editor.AskAsync<JsonElement>("textDocument/hover", new { textDocument = 1 }));
        await Assert.ThrowsAnyAsync<RemoteRpcException>(() => editor.AskAsync<JsonElement>("textDocument/hover", new { }));
        await editor.TellAsync("textDocument/didOpen", new { textDocument = new { } });
        await editor.TellAsync("textDocument/didChange", new { textDocument = new { uri = (string?)null, version = 1 }, contentChanges = (object?)null });
        Assert.Equal(JsonValueKind.Object, (await editor.AskAsync<JsonElement>("textDocument/hover", At(_main, -5, int.MaxValue))).ValueKind);
    }

    private string Write(string name, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_folder.PathOf(name))!);
        File.WriteAllText(_folder.PathOf(name), text);
        return _folder.PathOf(name);
    }

    private static object At(string path, int line, int character) => new { textDocument = new { uri = Editor.UriOf(path) }, position = new { line, character } };

    private static IReadOnlyList<string> Errors(PublishDiagnosticsParams findings) => [.. findings.Diagnostics.Select(static finding => finding.Code)];
}
