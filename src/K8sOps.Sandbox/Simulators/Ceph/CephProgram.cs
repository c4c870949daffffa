using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using K8sOps.Sandbox.Containers;
using K8sOps.Sandbox.Controllers;

namespace K8sOps.Sandbox.Simulators.Ceph;

/// <summary>
/// <c>ceph</c>, as the toolbox and the operator's image have it. It reaches the monitors as the real one does: not at all without
/// quorum, and what the manager answers waits for ever when there is none.
/// </summary>
internal sealed class CephProgram(CephWorld ceph) : IContainerProgram
{
    private static readonly string[] WithValue = ["-f", "--format", "--connect-timeout", "-c", "--conf", "-n", "--name", "--id", "--cluster", "-k", "--keyring", "-m"];
    private static readonly JsonSerializerOptions Pretty = new() { WriteIndented = true, IndentSize = 4, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private static readonly JsonSerializerOptions Compact = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public bool Has(ProgramContainer container, string name) => name == "ceph" && IsInImageOf(container);

    /// <summary>Whether a container's image has Ceph's tools.</summary>
    public static bool IsInImageOf(ProgramContainer container) => container.Repository is "quay.io/ceph/ceph" or "docker.io/rook/ceph" or "rook/ceph";

    public bool IsReading(IReadOnlyList<string> argv) => !CephCommands.IsChange(Parse(argv.Skip(1)).Words);

    public async Task<int> RunAsync(ProgramCall call, CancellationToken cancellationToken)
    {
        var (words, options, problem) = Parse(call.Arguments);
        if (problem is not null) return await call.FailAsync(2, problem, cancellationToken).ConfigureAwait(false);
        if (words is ["--version"]) return await PrintAsync(call, CephWorld.Version + "\n", cancellationToken).ConfigureAwait(false);
        if (WhyNoAccess(call.Container, options) is var (code, message)) return await call.FailAsync(code, message, cancellationToken).ConfigureAwait(false);
        var format = options.GetValueOrDefault("-f", "plain");

        var (reply, isReached) = CephCommands.IsChange(words) ? call.Container.Change(_ => Answer(words, format)) : call.Container.Read(_ => Answer(words, format));
        if (reply is null)
        {
            var limit = !isReached && options.TryGetValue("--connect-timeout", out var seconds) ? TimeSpan.FromSeconds(double.Parse(seconds, CultureInfo.InvariantCulture)) : Timeout.InfiniteTimeSpan;
            await call.DelayAsync(limit, cancellationToken).ConfigureAwait(false);
            return await call.FailAsync(1, "timed out", cancellationToken).ConfigureAwait(false);
        }

        if (reply.Error.Length > 0) await call.Error.WriteAsync(Encoding.UTF8.GetBytes(reply.Error), cancellationToken).ConfigureAwait(false);
        await call.WriteAsync(Rendered(reply, format), cancellationToken).ConfigureAwait(false);
        return reply.ExitCode;
    }

    /// <summary>What is answered; nothing where nobody answers, and whether the monitors were reached.</summary>
    private (CephReply? Reply, bool IsReached) Answer(string[] words, string format)
    {
        ceph.Settle();
        if (!ceph.IsThere || !ceph.HasQuorum) return (null, false);
        return CephCommands.NeedsManager(words) && ceph.ActiveManager is null ? (null, true) : (new CephCommands(ceph, format != "plain").Answer(words), true);
    }

    private static string Rendered(CephReply reply, string format)
    {
        if (format == "plain") return reply.Text ?? (reply.Json is null ? "" : reply.Json.ToJsonString(Pretty) + "\n");
        if (reply.Json is null) return "\n" + reply.Text;
        return "\n" + reply.Json.ToJsonString(format == "json-pretty" || reply.IsPretty ? Pretty : Compact) + (format == "json-pretty" || reply.IsPretty ? "\n" : "");
    }

    private static async Task<int> PrintAsync(ProgramCall call, string text, CancellationToken cancellationToken)
    {
        await call.WriteAsync(text, cancellationToken).ConfigureAwait(false);
        return 0;
    }

    public static (string[] Words, Dictionary<string, string> Options, string? Problem) Parse(IEnumerable<string> arguments)
    {
        var words = new List<string>();
        var options = new Dictionary<string, string>(StringComparer.Ordinal);
        var left = new Queue<string>(arguments);
        while (left.TryDequeue(out var word))
        {
            var at = word.IndexOf('=', StringComparison.Ordinal);
            var name = word.StartsWith("--", StringComparison.Ordinal) && at > 0 ? word[..at] : word;
            if (WithValue.Contains(name))
            {
                var value = name != word ? word[(at + 1)..] : left.TryDequeue(out var next) ? next : null;
                if (value is null) return ([], options, $"usage: ceph [-h] [-c CEPHCONF] ...\nceph: error: argument {name}: expected one argument");
                options[name switch { "--format" => "-f", "-c" => "--conf", _ => name }] = value;
            }
            else words.Add(word switch { "-s" or "--status" => "status", "-v" or "--version" => "--version", _ => word });
        }

        // Several words in one argument are split, as Ceph's own client does.
        string[] all = [.. words.SelectMany(static word => word.Split(' ', StringSplitOptions.RemoveEmptyEntries))];
        return options.TryGetValue("-f", out var format) && format is not ("json" or "json-pretty" or "xml" or "xml-pretty" or "plain" or "yaml")
            ? (all, options, $"usage: ceph [-h] [-c CEPHCONF] ...\nceph: error: argument -f/--format: invalid choice: '{format}' (choose from json, json-pretty, xml, xml-pretty, plain, yaml)")
            : (all, options, null);
    }

    /// <summary>Only the toolbox has a configuration and a key in the usual place; the operator has them where Rook puts them.</summary>
    public static (int Code, string Message)? WhyNoAccess(ProgramContainer container, Dictionary<string, string> options)
    {
        var app = container.Pod.Label("app");
        if (options.TryGetValue("--conf", out var file))
        {
            if (app == "rook-ceph-operator" && file == $"/var/lib/rook/{CephWorld.Namespace}/{CephWorld.Namespace}.config") return null;
            if (app == "rook-ceph-tools" && file == "/etc/ceph/ceph.conf") return null;
            return (1, "Error initializing cluster client: ObjectNotFound('RADOS object not found (error calling conf_read_file)')");
        }

        return app switch
        {
            "rook-ceph-tools" => null,
            "rook-ceph-operator" => (1, "Error initializing cluster client: ObjectNotFound('RADOS object not found (error calling conf_read_file)')"),
            _ => (13, "monclient: authenticate NOTE: no keyring found; disabled cephx authentication\n[errno 13] RADOS permission denied (error connecting to the cluster)"),
        };
    }
}
