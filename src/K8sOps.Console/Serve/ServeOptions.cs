using System.Globalization;
using K8sOps.Sandbox;

namespace K8sOps.Console.Serve;

/// <summary>The options of <c>k8sops serve</c>.</summary>
internal sealed record ServeOptions
{
    /// <summary>The sandbox.</summary>
    public string World { get; private init; } = SandboxWorld.Names[0];

    /// <summary>The port; 0 for any that is free.</summary>
    public int Port { get; private init; }

    /// <summary>How many seconds the world lives in one of ours.</summary>
    public double Speed { get; private init; } = 1;

    /// <summary>Pods to put in besides the platform's own, for load.</summary>
    public int Pods { get; private init; }

    /// <summary>Where to write the kubeconfig; null for stdout.</summary>
    public string? KubeConfigPath { get; private init; }

    /// <summary>Reads them.</summary>
    /// <exception cref="FormatException">An option is unknown, or its value is none.</exception>
    public static ServeOptions Parse(string[] args)
    {
        var options = new ServeOptions();
        for (var i = 0; i < args.Length; i += 2)
        {
            var value = i + 1 < args.Length ? args[i + 1] : throw new FormatException($"{args[i]} needs a value.");
            options = args[i] switch
            {
                "--world" when SandboxWorld.Names.Contains(value) => options with { World = value },
                "--world" => throw new FormatException($"There is no sandbox '{value}'; there is {string.Join(", ", SandboxWorld.Names)}."),
                "--port" => options with { Port = (int)Number(args[i], value, 0, 65535) },
                "--speed" => options with { Speed = Number(args[i], value, 0.001, 100_000) },
                "--pods" => options with { Pods = (int)Number(args[i], value, 0, 1_000_000) },
                "--kubeconfig" => options with { KubeConfigPath = Path.GetFullPath(value) },
                _ => throw new FormatException($"serve has no option '{args[i]}'."),
            };
        }

        return options;
    }

    private static double Number(string option, string value, double least, double most)
        => double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most
            ? number
            : throw new FormatException($"{option} takes a number from {least.ToString(CultureInfo.InvariantCulture)} to {most.ToString(CultureInfo.InvariantCulture)}, not '{value}'.");
}
