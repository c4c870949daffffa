using System.Text;
using K8sOps.Kube;
using K8sOps.Kubernetes;
using K8sOps.Operations.Tests.Support;

namespace K8sOps.Operations.Tests.Pods;

public sealed class ExecServiceTests
{
    private static readonly PodCommand s_command = new() { Namespace = "media", Name = "a", Container = "app", Command = ["sh", "-c", "echo hi"] };
    private readonly ScriptedServer _server = new();
    private readonly RecordingSink _sink = new();

    [Fact]
    public async Task The_result_has_both_outputs_and_the_exit_code()
    {
        Runs(new ScriptedProgram().Says(1, "out\n").Says(2, "err\n").Says(1, "more\n").Says(3, ScriptedProgram.ExitCode(7)));
        var result = await RunAsync(s_command);
        Assert.Equal(("out\nmore\n", "err\n", 7, false, false), (result.Output, result.Error, result.ExitCode, result.Succeeded, result.IsCut));
        var error = ExecService.Failed(result);
        Assert.Equal("CommandFailed", error.Id);
        Assert.EndsWith("ended with exit code 7: err", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_is_announced_with_its_arguments_before_it_is_sent()
    {
        var announcedFirst = false;
        _sink.OnAnnounced = () => announcedFirst = !_server.Requests.Any(r => r.StartsWith("UPGRADE", StringComparison.Ordinal));
        Runs(new ScriptedProgram().Says(3, ScriptedProgram.Success));
        Assert.True((await RunAsync(s_command)).Succeeded);
        var pending = Assert.Single(_sink.Changes);
        Assert.True(announcedFirst);
        Assert.Equal(("exec", ChangeOutcome.Made), (pending.Change.Verb, pending.Outcome));
        Assert.Equal(["sh", "-c", "echo hi"], pending.Change.Argv);
    }

    [Fact]
    public async Task A_cut_connection_is_an_unknown_outcome_and_never_a_result()
    {
        Runs(new ScriptedProgram().Says(1, "half").IsCut());
        var error = await Assert.ThrowsAsync<OperationException>(() => RunAsync(s_command));
        Assert.Equal("OutcomeUnknown", error.Id);
        Assert.Equal(ChangeOutcome.Unknown, Assert.Single(_sink.Changes).Outcome);
    }

    [Theory]
    [InlineData("not json")]
    [InlineData("""{"status":"Failure","reason":"NonZeroExitCode","details":{"causes":[]}}""")]
    public async Task An_outcome_that_cannot_be_read_is_unknown(string outcome)
    {
        Runs(new ScriptedProgram().Says(3, outcome));
        Assert.Equal("OutcomeUnknown", (await Assert.ThrowsAsync<OperationException>(() => RunAsync(s_command))).Id);
        Assert.Equal(ChangeOutcome.Unknown, Assert.Single(_sink.Changes).Outcome);
    }

    [Fact]
    public async Task What_the_runtime_cannot_start_was_not_run()
    {
        Runs(new ScriptedProgram().Says(3, """{"status":"Failure","reason":"InternalError","code":500,"message":"exec: \"nosuch\": executable file not found in $PATH"}"""));
        var error = await Assert.ThrowsAsync<OperationException>(() => RunAsync(s_command));
        Assert.Equal("CommandNotRun", error.Id);
        Assert.Contains("executable file not found", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_refused_upgrade_is_a_refused_change()
    {
        var body = """{"kind":"Status","apiVersion":"v1","status":"Failure","reason":"Forbidden","code":403,"message":"pods \"a\" is forbidden: User \"viewer\" cannot create resource \"pods/exec\""}""";
        _server.Upgrades.Enqueue(() => new KubeUpgrade(new KubeResponse(403, new Dictionary<string, IReadOnlyList<string>> { ["Content-Type"] = ["application/json"] }, new MemoryStream(Encoding.UTF8.GetBytes(body)))));
        Assert.Equal("Forbidden", (await Assert.ThrowsAsync<OperationException>(() => RunAsync(s_command))).Id);
        Assert.Equal(ChangeOutcome.Refused, Assert.Single(_sink.Changes).Outcome);
    }

    [Fact]
    public async Task Only_so_much_is_kept_and_that_is_told()
    {
        var program = new ScriptedProgram();
        // A character of two bytes lies across the limit.
        program.Says(1, "x");
        for (var i = 0; i < ExecService.KeptBytes / (1024 * 1024) + 1; i++) program.Says(1, Encoding.UTF8.GetBytes(new string('ü', 512 * 1024)));
        Runs(program.Says(3, ScriptedProgram.Success));
        var result = await RunAsync(s_command);
        Assert.True(result.IsCut);
        Assert.Equal(ExecService.KeptBytes / 2, result.Output.Length);
        Assert.DoesNotContain('\uFFFD', result.Output);
        Assert.Contains(_sink.Notes, n => n.Contains("16 MiB", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Lines_are_handed_out_as_they_come_whole_whatever_the_pieces_are()
    {
        Runs(new ScriptedProgram().Says(1, "on").Says(2, "err\n").Says(1, [(byte)'e', (byte)'\r', (byte)'\n', 0xC3]).Says(1, [0xBC, (byte)'\n']).Says(1, "rest").Says(3, ScriptedProgram.Success));
        var lines = new List<K8sCommandLine>();
        var result = await new ExecService(_server.Cluster()).RunAsync(s_command, _sink.Context, line =>
        {
            lines.Add(line);
            return ValueTask.CompletedTask;
        });
        Assert.Equal(["Error err", "Output one", "Output ü", "Output rest"], lines.Select(l => $"{l.Stream} {l.Text}"));
        Assert.Equal("", result.Output);
    }

    [Fact]
    public async Task The_container_is_the_default_the_only_one_or_must_be_named()
    {
        var two = Sample.Pod("a", Statuses.Running, spec: """{"containers":[{"name":"app"},{"name":"web"}]}""");
        _server.Pods(two, Sample.Healthy("b"));
        var exec = new ExecService(_server.Cluster());
        var error = await Assert.ThrowsAsync<OperationException>(() => exec.ResolveAsync(s_command with { Container = null }));
        Assert.Equal(("ContainerAmbiguous", "Add -Container app"), (error.Id, error.Remedy));
        Assert.Equal("NotFound", (await Assert.ThrowsAsync<OperationException>(() => exec.ResolveAsync(s_command with { Container = "wbe" }))).Id);
        Assert.Equal("app", (await exec.ResolveAsync(s_command with { Name = "b", Container = null })).Container);
        two["metadata"]!["annotations"]!["kubectl.kubernetes.io/default-container"] = "web";
        Assert.Equal("web", (await exec.ResolveAsync(s_command with { Container = null })).Container);
    }

    [Fact]
    public async Task A_pod_that_took_the_name_of_another_is_refused()
    {
        _server.Pods(Sample.Healthy("a"));
        Assert.Equal("Conflict", (await Assert.ThrowsAsync<OperationException>(() => new ExecService(_server.Cluster()).ResolveAsync(s_command with { Uid = "another" }))).Id);
    }

    private void Runs(ScriptedProgram program) => _server.Upgrades.Enqueue(program.Begin);

    private Task<K8sCommandResult> RunAsync(PodCommand command) => new ExecService(_server.Cluster()).RunAsync(command, _sink.Context);
}
