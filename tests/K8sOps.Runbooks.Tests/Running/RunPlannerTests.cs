using K8sOps.Runbooks.Running;

namespace K8sOps.Tests.Running;

public class RunPlannerTests
{
    private static readonly RunbookParameter s_osd = new("OsdId", "int", null, "The OSD");
    private static readonly RunbookParameter s_namespace = new("Namespace", "string", "rook-ceph", "Where");

    private static RunbookStep Step(int number, string procedure = "Replace", object? osd = null, bool destructive = false) => new()
    {
        Runbook = "rook-ceph",
        Id = $"{procedure.ToLowerInvariant()}/{number}",
        Section = RunbookSection.Procedure,
        Procedure = procedure,
        Number = number,
        Title = $"{procedure} {number}",
        Action = "x",
        Verify = "y",
        Destructive = destructive,
        Parameters = [s_osd, s_namespace],
        Arguments = osd is null ? new Dictionary<string, object>(StringComparer.OrdinalIgnoreCase) : new Dictionary<string, object>(StringComparer.OrdinalIgnoreCase) { ["OsdId"] = osd },
    };

    private static RunbookStep Look(int number, params RunbookParameter[] parameters)
        => new() { Runbook = "rook-ceph", Id = $"step-{number}-look", Section = RunbookSection.Diagnosis, Number = number, Title = $"Look {number}", Action = "x", Parameters = parameters };

    private static CheckResult Finding(string id) => new() { Cluster = "infra", System = "Ceph", Id = id, Status = CheckStatus.Fail, Message = "m", ObservedAt = default };

    private static PlanRequest Request(params RunbookStep[] steps) => new() { Steps = steps, Cluster = "infra", Arguments = Values(("OsdId", 3)) };

    private static Dictionary<string, object> Values(params (string, object)[] values) => values.ToDictionary(v => v.Item1, v => v.Item2, StringComparer.OrdinalIgnoreCase);

    private static OperationException Refused(PlanRequest request) => Assert.Throws<OperationException>(() => RunPlanner.Plan(request));

    [Fact]
    public void A_run_without_steps_is_an_error()
    {
        Assert.Equal("NothingToRun", Refused(Request()).Id);
        Assert.Equal("NothingToRun", Refused(Request(Step(1)) with { Procedures = ["Nosuch*"] }).Id);
        Assert.Equal("NothingToRun", Refused(Request(Step(1)) with { Selection = ["9"] }).Id);
    }

    [Fact]
    public void A_procedure_is_taken_whole_or_not_at_all()
    {
        var error = Refused(Request(Step(1), Step(3)));
        Assert.Equal("ProcedureNotWhole", error.Id);
        Assert.Contains("step 2", error.Message, StringComparison.Ordinal);
        Assert.Contains("-Step 1, 3", error.Remedy, StringComparison.Ordinal);
        Assert.Equal([1, 3], RunPlanner.Plan(Request(Step(1), Step(3)) with { Selection = ["1", "3"] }).Items.Select(i => i.Step.Number));
    }

    [Fact]
    public void That_the_end_of_a_procedure_did_not_come_is_known_from_its_runbook()
    {
        var runbook = new Runbook { Name = "rook-ceph", Title = "t", Text = "", Hash = "h", Procedures = [new RunbookProcedure { Name = "Replace", Anchor = "replace", Steps = [Step(1), Step(2)] }], Parameters = [s_osd, s_namespace] };
        Assert.Equal("ProcedureNotWhole", Refused(Request(Step(1)) with { Runbook = _ => runbook }).Id);
        Assert.Equal(2, RunPlanner.Plan(Request(Step(2), Step(1)) with { Runbook = _ => runbook }).Items.Count);
    }

    [Fact]
    public void Steps_of_a_procedure_run_in_its_order_whatever_the_order_they_came_in()
        => Assert.Equal([1, 2, 3], RunPlanner.Plan(Request(Step(2), Step(3), Step(1))).Items.Select(i => i.Step.Number));

    [Fact]
    public void What_takes_the_procedure_back_goes_with_its_first_step_that_is_taken()
    {
        var first = Step(1) with { ProcedureRollback = "undo" };
        var runbook = new Runbook { Name = "rook-ceph", Title = "t", Text = "", Hash = "h", Procedures = [new RunbookProcedure { Name = "Replace", Anchor = "replace", Steps = [first, Step(2)] }], Parameters = [s_osd, s_namespace] };
        var item = Assert.Single(RunPlanner.Plan(Request(first, Step(2)) with { Selection = ["2"], Runbook = _ => runbook }).Items);
        Assert.Equal("undo", item.Step.ProcedureRollback);
    }

    [Fact]
    public void Steps_are_named_by_number_id_or_title()
    {
        foreach (var word in new[] { "2", "replace/2", "Replace 2", "*2" })
        {
            Assert.Equal(2, Assert.Single(RunPlanner.Plan(Request(Step(1), Step(2)) with { Selection = [word] }).Items).Step.Number);
        }
    }

    [Fact]
    public void The_same_step_with_the_same_values_comes_once_with_all_its_findings()
    {
        var plan = RunPlanner.Plan(Request(Step(1, osd: 3) with { Findings = [Finding("A")] }, Step(1, osd: 3) with { Findings = [Finding("B")] }) with { Arguments = Values() });
        Assert.Equal(["A", "B"], Assert.Single(plan.Items).Step.Findings.Select(f => f.Id));
    }

    [Fact]
    public void The_same_procedure_for_two_OSDs_comes_twice_and_each_of_its_steps_has_a_key_of_its_own()
    {
        var plan = RunPlanner.Plan(Request(Step(1, osd: 3), Step(2, osd: 3), Step(1, osd: 5), Step(2, osd: 5)) with { Arguments = Values() });
        Assert.Equal(["replace/1", "replace/2", "replace/1~2", "replace/2~2"], plan.Items.Select(i => i.Key));
        Assert.Equal([1, 1, 2, 2], plan.Items.Select(i => i.Group));
    }

    [Fact]
    public void Steps_of_a_procedure_belong_together_though_each_uses_other_parameters()
    {
        var plan = RunPlanner.Plan(Request(Step(1) with { Parameters = [s_osd] }, Step(2) with { Parameters = [s_namespace] }));
        Assert.Equal([1, 1], plan.Items.Select(i => i.Group));
    }

    [Fact]
    public void Mixed_findings_do_not_mix_the_steps_of_two_occurrences()
        => Assert.Equal([3, 3, 5, 5], RunPlanner.Plan(Request(Step(1, osd: 3), Step(1, osd: 5), Step(2, osd: 3), Step(2, osd: 5)) with { Arguments = Values() }).Items.Select(i => i.Step.Arguments["OsdId"]));

    [Fact]
    public void Two_steps_composed_by_hand_may_bear_one_name()
    {
        var step = new RunbookStep { Id = "a", Title = "A", Action = "x" };
        Assert.Equal(["a", "a~2"], RunPlanner.Plan(Request(step, step)).Items.Select(i => i.Key));
    }

    [Fact]
    public void A_value_that_was_typed_comes_before_the_one_of_a_finding_and_has_the_declared_type()
    {
        var step = Assert.Single(RunPlanner.Plan(Request(Step(1, osd: 5)) with { Arguments = Values(("osdid", "7")) }).Items).Step;
        Assert.Equal(7, step.Arguments["OsdId"]);
        Assert.Equal("rook-ceph", step.Arguments["Namespace"]);
    }

    [Fact]
    public void A_value_that_does_not_fit_is_an_error_that_says_so()
        => Assert.Equal("InvalidParameterValue", Refused(Request(Step(1)) with { Arguments = Values(("OsdId", "three")) }).Id);

    [Fact]
    public void A_missing_value_is_asked_for_once_in_a_procedure()
    {
        var asked = new List<string>();
        var plan = RunPlanner.Plan(Request(Step(1), Step(2)) with { Arguments = Values() }, (p, why) =>
        {
            asked.Add($"{why}: {p.Name}");
            return "4";
        });
        Assert.Equal(["Replace: OsdId"], asked);
        Assert.All(plan.Items, i => Assert.Equal(4, i.Step.Arguments["OsdId"]));
    }

    [Fact]
    public void Without_a_prompt_a_missing_value_is_an_error_that_names_it()
    {
        var error = Refused(Request(Step(1)) with { Arguments = Values() });
        Assert.Equal("ParameterMissing", error.Id);
        Assert.Contains("OsdId", error.Message, StringComparison.Ordinal);
        Assert.Contains("-Parameter @{ OsdId", error.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public void The_step_that_lacks_a_value_is_the_one_that_is_named()
    {
        var error = Refused(Request(Look(1), Look(2, s_osd)) with { Arguments = Values(), Selection = ["1", "2"] });
        Assert.StartsWith("Look 2 needs OsdId, and nothing says what it is", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_a_whole_diagnosis_what_lacks_a_value_is_left_out_and_said_and_nobody_is_asked()
    {
        var plan = RunPlanner.Plan(Request(Look(1), Look(2, s_osd), Look(3)) with { Arguments = Values() }, (_, _) => throw new InvalidOperationException("asked"));
        Assert.Equal([1, 3], plan.Items.Select(i => i.Step.Number));
        Assert.Equal("Left out: Look 2, which needs OsdId: -Parameter @{ OsdId = … }", plan.Lines().Last());
        Assert.Equal(3, RunPlanner.Plan(Request(Look(1), Look(2, s_osd), Look(3))).Items.Count);
    }

    [Fact]
    public void A_step_of_a_diagnosis_that_came_without_the_others_needs_its_values()
    {
        Assert.Equal("ParameterMissing", Refused(Request(Look(2, s_osd)) with { Arguments = Values() }).Id);
        Assert.Equal("ParameterMissing", Refused(Request(Look(1, s_osd)) with { Arguments = Values() }).Id);
        var runbook = new Runbook { Name = "rook-ceph", Title = "t", Text = "", Hash = "h", Diagnosis = [Look(1), Look(2, s_osd), Look(3)] };
        Assert.Equal("ParameterMissing", Refused(Request(Look(1), Look(2, s_osd)) with { Arguments = Values(), Runbook = _ => runbook }).Id);
    }

    [Fact]
    public void Each_word_that_takes_no_step_is_reported_and_a_pattern_may_match_nothing()
    {
        var error = Refused(Request(Step(1), Step(2)) with { Selection = ["2", "9", "Nope"] });
        Assert.Equal("NotFound", error.Id);
        Assert.Contains("no step '9' and 'Nope'", error.Message, StringComparison.Ordinal);
        Assert.Single(RunPlanner.Plan(Request(Step(1), Step(2)) with { Selection = ["2", "Nope*"] }).Items);
    }

    [Fact]
    public void A_name_that_no_parameter_has_is_a_slip_where_all_names_are_known()
    {
        var runbook = new Runbook { Name = "rook-ceph", Title = "t", Text = "", Hash = "h", Parameters = [s_osd, s_namespace] };
        Assert.Equal("UnknownParameter", Refused(Request(Step(1)) with { Arguments = Values(("OsdIdd", 3)), Runbook = _ => runbook }).Id);
        // A script hands over the parameters of all its procedures.
        Assert.Single(RunPlanner.Plan(Request(Step(1)) with { Arguments = Values(("OsdId", 3), ("Pool", "rbd")) }).Items);
    }

    [Theory]
    [InlineData("ConfirmPreference")]
    [InlineData("psscriptroot")]
    public void A_step_is_not_given_what_PowerShell_has_for_itself(string name)
        => Assert.Equal("UnknownParameter", Refused(Request(Step(1) with { Runbook = null, Arguments = Values((name, "x"), ("OsdId", 3)) })).Id);

    [Fact]
    public void A_run_works_on_one_cluster()
    {
        Assert.Equal("SeveralClusters", Refused(Request(Step(1) with { Cluster = "apps" })).Id);
        Assert.Equal("infra", Assert.Single(RunPlanner.Plan(Request(Step(1))).Items).Step.Cluster);
    }

    [Fact]
    public void Unattended_a_destructive_procedure_is_left_out_unless_it_is_named()
    {
        var request = Request(Step(1, "Wipe", 3, destructive: true), Step(1, "Look", 3)) with { Unattended = true };
        var plan = RunPlanner.Plan(request);
        Assert.Contains("-Procedure 'Wipe'", plan.Items[0].Refusal, StringComparison.Ordinal);
        Assert.Null(plan.Items[1].Refusal);
        Assert.Null(RunPlanner.Plan(request with { Named = ["wipe"] }).Items[0].Refusal);
        // A pattern selects, and names nothing.
        Assert.NotNull(RunPlanner.Plan(request with { Procedures = ["W*"], Named = ["W*"] }).Items[0].Refusal);
        Assert.Null(RunPlanner.Plan(request with { Unattended = false }).Items[0].Refusal);
        Assert.Null(RunPlanner.Plan(request with { IsRehearsal = true }).Items[0].Refusal);
    }

    [Fact]
    public void The_plan_says_what_will_run_with_which_values()
    {
        var lines = string.Join('\n', RunPlanner.Plan(Request(Step(1, "Wipe", 3, destructive: true) with { Target = TimeSpan.FromMinutes(90) }, Step(2, "Wipe", 3, destructive: true) with { Action = null, Manual = "swap" }) with { Unattended = true }).Lines());
        Assert.Contains("Wipe (destructive) with Namespace = 'rook-ceph', OsdId = 3", lines, StringComparison.Ordinal);
        Assert.Contains("1. Wipe 1 (target 1h30m; left out", lines, StringComparison.Ordinal);
        Assert.Contains("2. Wipe 2 (by hand", lines, StringComparison.Ordinal);
    }

    [Fact]
    public void The_plan_does_not_show_a_value_that_is_a_secret_by_its_name()
    {
        var step = Step(1) with { Parameters = [new RunbookParameter("ApiPassword", "string", null, "")] };
        var lines = string.Join('\n', RunPlanner.Plan(Request(step) with { Arguments = Values(("ApiPassword", "correct-horse-battery")) }).Lines());
        Assert.StartsWith("Replace with ApiPassword = (redacted)", lines, StringComparison.Ordinal);
    }
}
