using System.Text.Json.Nodes;

namespace K8sOps.Sandbox.Simulators.Ceph;

/// <summary>What a command of Ceph answers.</summary>
internal sealed record CephReply
{
    /// <summary>What it prints when JSON is asked for, and, in many lines, where it has no text of its own.</summary>
    public JsonNode? Json { get; init; }

    /// <summary>What it prints when no format is asked for.</summary>
    public string? Text { get; init; }

    /// <summary>What it says on standard error.</summary>
    public string Error { get; init; } = "";

    public int ExitCode { get; init; }

    /// <summary>It prints its JSON in many lines, whatever is asked for: so do the manager's modules.</summary>
    public bool IsPretty { get; init; }

    public static CephReply Of(JsonNode json, string? text = null) => new() { Json = json, Text = text };

    /// <summary>Nothing but a word on standard error, as what changes something answers.</summary>
    public static CephReply Done(string said = "") => new() { Error = said.Length > 0 ? said + "\n" : "" };

    public static CephReply Fail(int exitCode, string code, string message) => new() { ExitCode = exitCode, Error = $"Error {code}: {message}\n" };

    public static CephReply NotFound(string message) => Fail(2, "ENOENT", message);

    public static CephReply Invalid(string message) => Fail(22, "EINVAL", message);
}
