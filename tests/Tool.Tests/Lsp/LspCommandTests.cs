using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Vtd.Tool.Tests.Lsp;

/// <summary>The language server as a process.</summary>
public class LspCommandTests
{
    private const string Initialize = """{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"processId":null,"rootUri":null,"capabilities":{}}}""";
    private const string Shutdown = """{"jsonrpc":"2.0","id":2,"method":"shutdown"}""";
    private const string Exit = """{"jsonrpc":"2.0","method":"exit"}""";

    [Theory]
    [InlineData(0, Initialize, Shutdown, Exit)]
    [InlineData(1, Initialize, Exit)]
    [InlineData(1, Initialize)]
    [InlineData(1, "nonsense")]
    [InlineData(1)]
    public async Task TheExitCodeTellsWhetherTheClientShutItDown(int exitCode, params string[] messages)
    {
        using var process = Process.Start(new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "vtd.dll"), "lsp", "--stdio"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var error = process.StandardError.ReadToEndAsync();
        foreach (var message in messages)
        {
            await process.StandardInput.WriteAsync($"Content-Length: {Encoding.UTF8.GetByteCount(message)}\r\n\r\n{message}");
            await process.StandardInput.FlushAsync();
            if (message.Contains("\"id\"", StringComparison.Ordinal))
                await ReadAnswerAsync(process.StandardOutput);
        }

        // After exit the server ends by itself: clients keep its input open.
        if (!messages.Contains(Exit))
            process.StandardInput.Close();
        await process.WaitForExitAsync();
        Assert.Equal((exitCode, "", ""), (process.ExitCode, await process.StandardOutput.ReadToEndAsync(), await error));
    }

    /// <summary>The output has messages and nothing else.</summary>
    private static async Task ReadAnswerAsync(StreamReader output)
    {
        var header = await output.ReadLineAsync();
        Assert.StartsWith("Content-Length: ", header, StringComparison.Ordinal);
        Assert.Equal("", await output.ReadLineAsync());
        var body = new char[int.Parse(header!["Content-Length: ".Length..], CultureInfo.InvariantCulture)];
        await output.ReadBlockAsync(body);
        Assert.Equal("2.0", JsonDocument.Parse(body).RootElement.GetProperty("jsonrpc").GetString());
    }
}
