using System.Text.Json;

namespace Vtd.Machine.Qmp;

/// <summary>Answers the commands of one QMP client.</summary>
/// <remarks>Whatever comes in, there is a response and never an exception.</remarks>
/// <param name="machine">The machine.</param>
/// <param name="options">Options of the machine.</param>
/// <param name="send">Sends bytes to the client.</param>
/// <param name="toAll">Calls an action for the session of every client, which is how clients hear of events.</param>
/// <param name="quit">Ends the machine.</param>
public sealed class QmpSession(Q35Machine machine, MachineOptions options, Action<byte[]> send, Action<Action<QmpSession>> toAll, Action quit)
{
    private const int Depth = 64;

    private static readonly string[] s_commands =
        ["cont", "qmp_capabilities", "qom-list-types", "query-commands", "query-machines", "query-status", "query-version", "quit", "stop", "system_reset"];

    private static readonly string[] s_devices = ["edu", "intel-iommu", "iommu-testdev"];

    private bool _isNegotiated;

    /// <summary>The greeting, which the client gets first.</summary>
    public void Greet() => Send(json =>
    {
        json.WriteStartObject("QMP");
        json.WritePropertyName("version");
        WriteVersion(json);
        json.WriteStartArray("capabilities");
        json.WriteStringValue("oob");
        json.WriteEndArray();
        json.WriteEndObject();
    });

    /// <summary>Tells the client of an event, if it has negotiated.</summary>
    /// <param name="name">The event.</param>
    /// <param name="reason">Why the host had it happen, for events that say so.</param>
    public void Tell(string name, string? reason = null)
    {
        if (!_isNegotiated)
            return;
        var now = DateTimeOffset.UtcNow;
        Send(json =>
        {
            json.WriteStartObject("timestamp");
            json.WriteNumber("seconds", now.ToUnixTimeSeconds());
            json.WriteNumber("microseconds", now.Ticks % TimeSpan.TicksPerSecond / TimeSpan.TicksPerMicrosecond);
            json.WriteEndObject();
            json.WriteString("event", name);
            if (reason is null)
                return;
            json.WriteStartObject("data");
            json.WriteBoolean("guest", false);
            json.WriteString("reason", reason);
            json.WriteEndObject();
        });
    }

    /// <summary>Answers a command.</summary>
    /// <param name="value">One JSON value, or what was to be one.</param>
    public void Answer(byte[] value)
    {
        using var document = Parse(value);
        if (document is null)
        {
            Fail(null, "GenericError", "JSON parse error, invalid value");
        }
        else
        {
            var id = document.RootElement.ValueKind == JsonValueKind.Object && document.RootElement.TryGetProperty("id", out var given) ? given : (JsonElement?)null;
            if (ErrorIn(document.RootElement, out var command) is { } error)
                Fail(id, "GenericError", error);
            else if (_isNegotiated == (command == "qmp_capabilities"))
                Fail(id, "CommandNotFound", _isNegotiated
                    ? "Capabilities negotiation is already complete, command ignored"
                    : "Expecting capabilities negotiation with 'qmp_capabilities'");
            else if (UnexpectedArgument(document.RootElement, command) is { } argument)
                Fail(id, "GenericError", $"Parameter '{argument}' is unexpected");
            else
                Execute(command, id);
        }
    }

    /// <summary>None if it is no JSON, or if a text in it is no Unicode.</summary>
    private static JsonDocument? Parse(byte[] value)
    {
        try
        {
            var reader = new Utf8JsonReader(value, new JsonReaderOptions { MaxDepth = Depth });
            while (reader.Read())
            {
                if (reader.TokenType is JsonTokenType.String or JsonTokenType.PropertyName)
                    reader.GetString();
            }

            return JsonDocument.Parse(value, new JsonDocumentOptions { MaxDepth = Depth });
        }
        catch (Exception failure) when (failure is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>The problem with the shape of a command; null if there is none.</summary>
    private static string? ErrorIn(JsonElement root, out string command)
    {
        command = "";
        if (root.ValueKind != JsonValueKind.Object)
            return "QMP input must be a JSON object";
        foreach (var member in root.EnumerateObject())
        {
            if (member.Name is not ("execute" or "exec-oob" or "arguments" or "id"))
                return $"QMP input member '{member.Name}' is unexpected";
            if (member.Name is "execute" or "exec-oob")
            {
                if (member.Value.ValueKind != JsonValueKind.String)
                    return $"QMP input member '{member.Name}' must be a string";
                command = member.Value.GetString()!;
            }
            else if (member.Name == "arguments" && member.Value.ValueKind != JsonValueKind.Object)
            {
                return "QMP input member 'arguments' must be an object";
            }
        }

        return command.Length > 0 ? null : "QMP input lacks member 'execute'";
    }

    /// <summary>An argument that a command does not take; those that only narrow down what it does mean nothing here.</summary>
    private static string? UnexpectedArgument(JsonElement root, string command)
    {
        if (command is "qmp_capabilities" or "qom-list-types" || !s_commands.Contains(command) || !root.TryGetProperty("arguments", out var arguments))
            return null;
        return arguments.EnumerateObject().Select(argument => argument.Name).FirstOrDefault();
    }

    private void Execute(string command, JsonElement? id)
    {
        switch (command)
        {
            case "qmp_capabilities":
                _isNegotiated = true;
                Return(id);
                break;
            case "system_reset":
                machine.Reset();
                toAll(session => session.Tell("RESET", "host-qmp-system-reset"));
                Return(id);
                break;
            case "stop":
                if (machine.State == RunState.Running)
                {
                    machine.Stop();
                    toAll(session => session.Tell("STOP"));
                }

                Return(id);
                break;
            case "cont":
                if (machine.State != RunState.Running)
                {
                    machine.Continue();
                    toAll(session => session.Tell("RESUME"));
                }

                Return(id);
                break;
            case "quit":
                toAll(session => session.Tell("SHUTDOWN", "host-qmp-quit"));
                Return(id);
                quit();
                break;
            case "query-status":
                Return(id, WriteStatus);
                break;
            case "query-version":
                Return(id, WriteVersion);
                break;
            case "query-machines":
                Return(id, WriteMachines);
                break;
            case "query-commands":
                Return(id, static json => WriteNames(json, s_commands));
                break;
            case "qom-list-types":
                Return(id, static json => WriteNames(json, s_devices));
                break;
            default:
                Fail(id, "CommandNotFound", $"The command {command} has not been found");
                break;
        }
    }

    private void WriteStatus(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("status", machine.State switch { RunState.Running => "running", RunState.Paused => "paused", _ => "prelaunch" });
        json.WriteBoolean("running", machine.State == RunState.Running);
        json.WriteEndObject();
    }

    private void WriteVersion(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteStartObject("qemu");
        json.WriteNumber("micro", options.Release.Micro);
        json.WriteNumber("minor", options.Release.Minor);
        json.WriteNumber("major", options.Release.Major);
        json.WriteEndObject();
        json.WriteString("package", "Vtd.Codegen");
        json.WriteEndObject();
    }

    private static void WriteMachines(Utf8JsonWriter json)
    {
        json.WriteStartArray();
        foreach (var name in (ReadOnlySpan<string>)["none", "q35"])
        {
            json.WriteStartObject();
            json.WriteString("name", name);
            json.WriteBoolean("numa-mem-supported", false);
            json.WriteBoolean("hotpluggable-cpus", false);
            json.WriteBoolean("deprecated", false);
            json.WriteNumber("cpu-max", 1);
            json.WriteBoolean("acpi", false);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteNames(Utf8JsonWriter json, string[] names)
    {
        json.WriteStartArray();
        foreach (var name in names)
        {
            json.WriteStartObject();
            json.WriteString("name", name);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private void Return(JsonElement? id, Action<Utf8JsonWriter>? value = null) => Send(json =>
    {
        json.WritePropertyName("return");
        if (value is null)
        {
            json.WriteStartObject();
            json.WriteEndObject();
        }
        else
        {
            value(json);
        }

        WriteId(json, id);
    });

    private void Fail(JsonElement? id, string kind, string text) => Send(json =>
    {
        WriteId(json, id);
        json.WriteStartObject("error");
        json.WriteString("class", kind);
        json.WriteString("desc", text);
        json.WriteEndObject();
    });

    private static void WriteId(Utf8JsonWriter json, JsonElement? id)
    {
        if (id is not { } given)
            return;
        json.WritePropertyName("id");
        given.WriteTo(json);
    }

    private void Send(Action<Utf8JsonWriter> members)
    {
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes, new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartObject();
            members(json);
            json.WriteEndObject();
        }

        bytes.Write("\r\n"u8);
        send(bytes.ToArray());
    }
}
