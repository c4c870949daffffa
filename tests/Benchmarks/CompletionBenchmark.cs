using System.Net;
using System.Net.Sockets;

namespace K8sOps.Benchmarks;

/// <summary>How long Tab takes when the server accepts and never answers, and when nothing listens.</summary>
internal static class CompletionBenchmark
{
    public static void Run(Bench bench)
    {
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        var address = new Uri($"http://127.0.0.1:{((IPEndPoint)silent.LocalEndpoint).Port}");
        int closed;
        using (var gone = new TcpListener(IPAddress.Loopback, 0))
        {
            gone.Start();
            closed = ((IPEndPoint)gone.LocalEndpoint).Port;
        }

        using var contexts = new Contexts(("silent", address), ("closed", new Uri($"http://127.0.0.1:{closed}")));
        // The first Tab of a session also loads what completion needs; the worst of all is what a user feels.
        var times = bench.Numbers($$"""
            Import-Module '{{bench.Manifest}}'
            foreach ($cluster in 'silent', 'closed') {
                $t = foreach ($i in 1..3) { foreach ($p in 'Name', 'Namespace') {
                    $line = "Get-K8sPod -Cluster $cluster -$p x"
                    $w = [Diagnostics.Stopwatch]::StartNew(); $null = TabExpansion2 $line $line.Length; $w.Elapsed.TotalMilliseconds
                } }
                ($t | Measure-Object -Maximum).Maximum.ToString([cultureinfo]::InvariantCulture)
            }
            """, contexts.Variables);
        Bench.Line($"completion: against a silent server {times[0]:0} ms at worst, against a closed port {times[1]:0} ms (aim: under 500)");
    }
}
