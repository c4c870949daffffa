using System.Diagnostics;
using System.Management.Automation;
using K8sOps.Engine;
using K8sOps.Host;

namespace K8sOps.PowerShell.Tests.Engine;

public class PumpTests
{
    private readonly CommandHost _host = new(typeof(TestProbeCommand).Assembly);

    [Fact]
    public void What_worker_threads_write_reaches_the_pipeline_in_order()
    {
        var result = Run(async c =>
        {
            for (var i = 0; i < 1000; i++)
            {
                await Task.Yield();
                await c.WriteAsync(i);
            }
        });
        Assert.Equal(Enumerable.Range(0, 1000), result.Of<int>());
    }

    [Fact]
    public void A_downstream_command_that_has_enough_stops_the_worker_before_the_pipeline_goes_on()
    {
        var ended = false;
        var written = 0;
        var result = Run(async c =>
        {
            try
            {
                for (; ; written++) await c.WriteAsync(written);
            }
            finally
            {
                ended = true;
            }
        }, "Test-Probe | Select-Object -First 1");
        Assert.Equal([0], result.Of<int>());
        Assert.True(ended);
        Assert.Null(result.Failure);
        // What the channel holds, and a little: a slow pipeline slows the worker down.
        Assert.InRange(written, 1, 1000);
    }

    [Fact]
    public void Stopping_cancels_the_work_and_waits_for_it()
    {
        using var stop = new CancellationTokenSource();
        var ended = false;
        var watch = Stopwatch.StartNew();
        Run(async c =>
        {
            await stop.CancelAsync();
            try
            {
                await Task.Delay(Timeout.InfiniteTimeSpan, c.Stop);
            }
            finally
            {
                ended = true;
            }
        }, stop: stop.Token);
        Assert.True(ended);
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(1));
    }

    [Fact]
    public void After_Ctrl_C_the_hosts_warning_line_says_what_was_changed_and_what_is_not_known()
    {
        using var stop = new CancellationTokenSource();
        var result = Run(async c =>
        {
            await using (var done = c.Changing(Deletion("made"))) done.Made();
            await using (var refused = c.Changing(Deletion("refused"))) refused.Refused("no");
            await using (c.Changing(Deletion("underway")))
            {
                await stop.CancelAsync();
                await Task.Delay(Timeout.InfiniteTimeSpan, c.Stop);
            }
        }, stop: stop.Token);
        Assert.Contains(result.HostWarnings, w => w.Contains("Done before: delete Pod n/made on c", StringComparison.Ordinal));
        Assert.Contains(result.HostWarnings, w => w.Contains("not known", StringComparison.Ordinal) && w.Contains("n/underway", StringComparison.Ordinal));
        Assert.DoesNotContain(result.HostWarnings, w => w.Contains("n/refused", StringComparison.Ordinal));
    }

    [Fact]
    public void Work_that_does_not_end_after_Ctrl_C_is_told_and_not_waited_for_without_end()
    {
        using var stop = new CancellationTokenSource();
        using var release = new ManualResetEventSlim();
        var watch = Stopwatch.StartNew();
        var result = Run(async c =>
        {
            await stop.CancelAsync();
            // Deaf to the cancellation, as a call into a library can be.
            release.Wait(TimeSpan.FromSeconds(30), CancellationToken.None);
        }, stop: stop.Token);
        release.Set();
        Assert.InRange(watch.Elapsed, TimeSpan.FromSeconds(2.5), TimeSpan.FromSeconds(15));
        Assert.Contains(result.HostWarnings, w => w.Contains("has not ended 3 s later", StringComparison.Ordinal));
    }

    [Fact]
    public void After_Ctrl_C_a_change_that_can_be_taken_back_says_how()
    {
        using var stop = new CancellationTokenSource();
        var result = Run(async c =>
        {
            await using (var done = c.Changing(Deletion("made") with { Verb = "patch", Compensation = "Enable-K8sNode -Name w1" })) done.Made();
            await stop.CancelAsync();
            await Task.Delay(Timeout.InfiniteTimeSpan, c.Stop);
        }, stop: stop.Token);
        Assert.Equal("To take back patch Pod n/made on c: Enable-K8sNode -Name w1", result.HostWarnings[^1]);
    }

    [Fact]
    public void What_a_dry_run_has_found_stands_under_WhatIf_and_in_the_question()
    {
        Task Work(CommandContext c) => c.ConfirmAsync("Deployment a", "Apply", ".spec.replicas: 2 -> 3", ".spec.paused: (not set) -> true");
        var told = Assert.Single(Run(Work, "Test-Probe -WhatIf").HostLines);
        Assert.Equal("What if: Performing the operation \"Apply\" on target \"Deployment a\".\n  .spec.replicas: 2 -> 3\n  .spec.paused: (not set) -> true", told);
        var asked = "";
        Run(Work, answer: question =>
        {
            asked = question.ToString();
            return ConfirmAnswer.No;
        });
        Assert.Contains(".spec.replicas: 2 -> 3", asked, StringComparison.Ordinal);
    }

    [Fact]
    public void An_operation_error_that_escapes_ends_the_call_with_our_id_category_target_and_remedy()
    {
        var error = Run(_ => throw new OperationException("NoCluster", OperationCategory.InvalidArgument, "thing", "Nothing chosen.", "Use-K8sCluster")).Failure;
        Assert.NotNull(error);
        Assert.StartsWith("NoCluster,", error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Equal(ErrorCategory.InvalidArgument, error.CategoryInfo.Category);
        Assert.Equal("thing", error.TargetObject);
        Assert.NotNull(error.ErrorDetails);
        Assert.Equal("Nothing chosen.", error.ErrorDetails.Message);
        Assert.Equal("Use-K8sCluster", error.ErrorDetails.RecommendedAction);
    }

    [Fact]
    public void Every_category_of_ours_is_one_of_the_engines()
        => Assert.All(Enum.GetNames<OperationCategory>(), name => Assert.True(Enum.TryParse<ErrorCategory>(name, out _), name));

    [Fact]
    public void An_error_about_one_object_is_not_the_end_unless_the_caller_says_so()
    {
        static async Task Work(CommandContext c)
        {
            await c.WriteErrorAsync(new OperationException("NotFound", OperationCategory.ObjectNotFound, "a", "There is no a."));
            await c.WriteAsync(1);
        }

        var goesOn = Run(Work);
        Assert.Single(goesOn.Errors);
        Assert.Equal([1], goesOn.Of<int>());
        Assert.Empty(Run(Work, "Test-Probe -ErrorAction Stop").Objects);
    }

    [Fact]
    public void Each_object_is_asked_about_once()
    {
        var asked = 0;
        var answers = new List<Consent>();
        Run(async c =>
        {
            answers.Add(await c.ConfirmAsync("Pod a", "Delete pod"));
            answers.Add(await c.ConfirmAsync("Pod b", "Delete pod"));
        }, answer: _ => asked++ == 0 ? ConfirmAnswer.Yes : ConfirmAnswer.No);
        Assert.Equal([Consent.Yes, Consent.No], answers);
        Assert.Equal(2, asked);
    }

    [Fact]
    public void Under_WhatIf_nobody_is_asked_and_the_command_is_told()
    {
        Consent? answer = null;
        var result = Run(async c => answer = await c.ConfirmAsync("Pod a", "Delete pod"), "Test-Probe -WhatIf");
        Assert.Equal(Consent.WhatIf, answer);
        Assert.Empty(result.Questions);
        Assert.Contains(result.HostLines, l => l.Contains("What if: Performing the operation \"Delete pod\" on target \"Pod a\".", StringComparison.Ordinal));
    }

    [Fact]
    public void A_rehearsal_is_honoured_like_WhatIf()
    {
        Consent? answer = null;
        using (new OperationScope { IsRehearsal = true }.Enter())
        {
            var result = Run(async c => answer = await c.ConfirmAsync("Pod a", "Delete pod"));
            Assert.Empty(result.Questions);
            Assert.Contains(result.HostLines, l => l.StartsWith("What if:", StringComparison.Ordinal));
        }

        Assert.Equal(Consent.WhatIf, answer);
    }

    [Fact]
    public void A_change_is_announced_to_the_surrounding_run_before_it_is_made_and_its_end_is_told()
    {
        var journal = new Journal();
        using (new OperationScope { Sink = journal }.Enter())
        {
            Run(async c =>
            {
                await using var change = c.Changing(Deletion("p"));
                journal.Lines.Add("sent");
                change.Made(new ChangedField(".x", "1", "2"));
            });
        }

        Assert.Equal(["announced delete Pod n/p on c", "sent", "Made"], journal.Lines);
    }

    [Fact]
    public void A_warning_stands_in_the_record_of_the_surrounding_run_and_on_the_screen_once_each()
    {
        var journal = new Journal();
        using (new OperationScope { Sink = journal }.Enter())
        {
            var result = Run(c =>
            {
                c.Operation.Sink.Warn("careful");
                c.Warned("v1beta1 is deprecated");
                return Task.CompletedTask;
            });
            Assert.Equal(["careful", "v1beta1 is deprecated"], result.Warnings);
        }

        Assert.Equal(["careful", "v1beta1 is deprecated"], journal.Lines);
    }

    [Fact]
    public void A_warning_of_the_server_is_told_once_in_a_session()
    {
        static Task Work(CommandContext c)
        {
            c.Warned("v1beta1 is deprecated");
            c.Warned("v1beta1 is deprecated");
            return Task.CompletedTask;
        }

        Assert.Single(Run(Work).Warnings);
        Assert.Empty(Run(Work).Warnings);
    }

    [Fact]
    public void Requests_are_shown_with_Debug_and_decisions_with_Verbose()
    {
        static Task Work(CommandContext c)
        {
            c.Requested("GET", "/api/v1/pods", 200, TimeSpan.FromMilliseconds(12));
            c.Decided("retrying");
            return Task.CompletedTask;
        }

        // On the engine, -Debug asks at each line; the console, and this test, let it go on.
        _host.Preferences = new CommandPreferences { DebugSwitch = ActionPreference.Continue };
        var result = Run(Work, "Test-Probe -Debug -Verbose");
        Assert.Contains("GET /api/v1/pods -> 200 in 12 ms", result.DebugLines);
        Assert.Contains("retrying", result.VerboseLines);
        Assert.Empty(Run(Work).DebugLines);
    }

    private static Change Deletion(string name) => new() { Command = "Test-Probe", Cluster = "c", Kind = "Pod", Namespace = "n", Name = name, Verb = "delete" };

    private CommandResult Run(Func<CommandContext, Task> work, string line = "Test-Probe", Func<ConfirmQuestion, ConfirmAnswer>? answer = null, CancellationToken stop = default)
    {
        TestProbeCommand.Work.Value = work;
        return _host.Invoke(line, answer: answer, stop: stop);
    }

    private sealed class Journal : IOperationSink
    {
        public List<string> Lines { get; } = [];

        public void Report(OperationProgress progress) => Lines.Add(progress.Status);

        public void Note(string text) => Lines.Add(text);

        public void Warn(string text) => Lines.Add(text);

        public PendingChange Changing(Change change)
        {
            Lines.Add("announced " + change);
            return new PendingChange(change, ended =>
            {
                Lines.Add(ended.Outcome.ToString());
                return ValueTask.CompletedTask;
            });
        }
    }
}
