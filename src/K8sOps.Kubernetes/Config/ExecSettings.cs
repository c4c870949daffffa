using System.Text.Json.Nodes;

namespace K8sOps.Kubernetes;

/// <summary>A credential plugin of a user entry (<c>exec</c>), checked.</summary>
internal sealed record ExecSettings
{
    private static readonly string[] s_versions = ["client.authentication.k8s.io/v1", "client.authentication.k8s.io/v1beta1"];

    public required string ApiVersion { get; init; }

    public required string Command { get; init; }

    public IReadOnlyList<string> Arguments { get; init; } = [];

    public IReadOnlyList<KeyValuePair<string, string>> Environment { get; init; } = [];

    /// <summary><c>Never</c>, <c>IfAvailable</c> or <c>Always</c>.</summary>
    public required string InteractiveMode { get; init; }

    public bool ProvideClusterInfo { get; init; }

    public string? InstallHint { get; init; }

    public static ExecSettings From(JsonObject exec, KubeConfigEntry user, string where)
    {
        var command = KubeConfigEntry.Text(exec, "command") ?? throw new KubeConfigException($"{where} has an exec without a command.");
        var version = KubeConfigEntry.Text(exec, "apiVersion") ?? throw new KubeConfigException($"{where} has an exec without an apiVersion; write '{s_versions[0]}'.");
        if (!s_versions.Contains(version))
        {
            throw new KubeConfigException($"{where} has an exec with the apiVersion '{version}', which is no longer served; write '{s_versions[0]}' if the plugin supports it.");
        }

        var mode = KubeConfigEntry.Text(exec, "interactiveMode");
        if (mode is null && version == s_versions[0]) throw new KubeConfigException($"{where} has an exec of v1 without interactiveMode; write IfAvailable, Never or Always.");
        if (mode is not (null or "Never" or "IfAvailable" or "Always")) throw new KubeConfigException($"{where} has an exec with the interactiveMode '{mode}'; write IfAvailable, Never or Always.");
        return new ExecSettings
        {
            ApiVersion = version,
            // A bare name is looked up on the PATH; one with a folder in it starts from the file it stands in.
            Command = command.Contains('/') || command.Contains(Path.DirectorySeparatorChar) ? user.Resolve(command) : command,
            Arguments = [.. (exec["args"] as JsonArray)?.Select(a => a?.ToString() ?? "") ?? []],
            Environment = [.. (exec["env"] as JsonArray)?.OfType<JsonObject>().Select(e => new KeyValuePair<string, string>(KubeConfigEntry.Text(e, "name") ?? "", KubeConfigEntry.Text(e, "value") ?? "")).Where(e => e.Key.Length > 0) ?? []],
            InteractiveMode = mode ?? "IfAvailable",
            ProvideClusterInfo = exec["provideClusterInfo"] is JsonValue provide && provide.ToString() == "true",
            InstallHint = KubeConfigEntry.Text(exec, "installHint"),
        };
    }
}
