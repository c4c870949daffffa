using System.Text.RegularExpressions;

namespace K8sOps.Kubernetes.Tests;

/// <summary>Waiting for a task while holding a thread starves the pool, and can hang a session: only a few places may, each for a reason.</summary>
public sealed partial class WaitingSourceTests
{
    private static readonly Dictionary<string, string> s_allowed = new()
    {
        ["src/K8sOps.PowerShell/Engine/K8sCmdlet.cs"] = "the pump itself: PowerShell's pipeline thread waits for the command",
        ["src/K8sOps.PowerShell/Engine/CommandContext.cs"] = "a request to the pump from code that PowerShell calls synchronously",
        ["src/K8sOps.PowerShell/Runbooks/RunningCmdlet.cs"] = "a run is driven by the pipeline thread, which asks who runs it once, at its start; Ctrl+C ends the wait",
        ["src/K8sOps.Runbooks/Running/StepRunner.cs"] = "a run is driven by the pipeline thread, which waits between two verifications; Ctrl+C ends the wait",
        ["src/K8sOps.PowerShell/Completers/NameCompleter.cs"] = "completion is synchronous; the wait is bounded to half a second",
        ["src/K8sOps.Operations/Kubernetes/ClusterService.cs"] = "results of tasks that Task.WhenAll has awaited",
        ["src/K8sOps.Sandbox/Api/WatchStream.cs"] = "Stream.Read of a body that lives in memory",
        ["src/K8sOps.Sandbox/Containers/LogStream.cs"] = "Stream.Read of a body that lives in memory",
        ["src/K8sOps.Sandbox/Containers/ChannelStream.cs"] = "Stream.Write to a channel in memory",
        ["src/K8sOps.Sandbox/Containers/DuplexStream.cs"] = "Stream.Read and Write between two ends in memory",
    };

    [Fact]
    public void No_source_waits_for_a_task_while_holding_a_thread_except_where_it_says_why()
    {
        var root = Checkout.Root;
        var found = Directory.EnumerateFiles(Path.Combine(root, "src"), "*.cs", SearchOption.AllDirectories)
            .Where(f => !f.Split(Path.DirectorySeparatorChar).Contains("obj"))
            .Where(f => File.ReadLines(f).Any(l => !l.TrimStart().StartsWith("//", StringComparison.Ordinal) && Blocking().IsMatch(l)))
            .Select(f => Path.GetRelativePath(root, f).Replace('\\', '/'))
            .Order(StringComparer.Ordinal).ToList();
        Assert.Empty(found.Except(s_allowed.Keys));
        // What has gone must go from the list as well.
        Assert.Empty(s_allowed.Keys.Except(found));
    }

    [Theory]
    [InlineData("var x = task.Result;", true)]
    [InlineData("return reading.Wait(budget) ? 1 : 0;", true)]
    [InlineData("Task.WaitAll(a, b);", true)]
    [InlineData("x.AsTask().GetAwaiter().GetResult();", true)]
    [InlineData("await one.WaitAsync(token);", false)]
    [InlineData("container.Wait(\"ErrImagePull\", why);", false)]
    [InlineData("public Answer Result { get; }", false)]
    public void The_pattern_tells_a_wait_from_what_looks_like_one(string line, bool expected) => Assert.Equal(expected, Blocking().IsMatch(line));

    [GeneratedRegex(@"\.Result\b(?!\s*[({=])|\.Wait\((?!"")|\.GetAwaiter\(\)\.GetResult\(\)|\bTask\.Wait(All|Any)\(")]
    private static partial Regex Blocking();
}
