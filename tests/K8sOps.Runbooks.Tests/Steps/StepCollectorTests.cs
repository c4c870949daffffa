namespace K8sOps.Runbooks.Tests.Steps;

public class StepCollectorTests
{
    private readonly StepCollector _collected = new();
    private readonly List<string> _told = [];

    private void Add(string[] anchors, CheckResult finding) => _collected.Add(Books.Thing, StepFinder.At(Books.Thing, anchors), finding.Cluster, finding.Parameters, finding, _told.Add);

    [Fact]
    public void Steps_come_in_the_order_of_the_symptom_and_a_procedure_with_all_of_its_steps()
    {
        Add(["step-1-look", "procedure-replace-it"], Books.Finding("THING.DOWN", ("OsdId", 3)));
        Assert.Equal(["step-1-look", "replace-it/1", "replace-it/2"], _collected.Steps.Select(s => s.Id));
        Assert.All(_collected.Steps, s => Assert.Equal("infra", s.Cluster));
    }

    [Fact]
    public void A_step_for_the_same_arguments_comes_once_with_all_its_findings()
    {
        Add(["step-1-look", "procedure-replace-it"], Books.Finding("THING.DOWN", ("OsdId", 3)));
        Add(["step-1-look", "procedure-replace-it"], Books.Finding("THING.SLOW", ("OsdId", 3L)));
        Assert.Equal(3, _collected.Steps.Count);
        Assert.All(_collected.Steps, s => Assert.Equal(["THING.DOWN", "THING.SLOW"], s.Findings.Select(f => f.Id)));
    }

    [Fact]
    public void A_procedure_for_two_objects_comes_twice_as_a_whole_and_what_only_looks_at_all_comes_once()
    {
        Add(["step-1-look", "procedure-replace-it"], Books.Finding("THING.DOWN", ("OsdId", 3)));
        Add(["step-1-look", "procedure-replace-it"], Books.Finding("THING.DOWN", ("OsdId", 4)));
        Assert.Equal(["step-1-look", "replace-it/1", "replace-it/2", "replace-it/1", "replace-it/2"], _collected.Steps.Select(s => s.Id));
        // Also of the step that does not use the number itself: the procedure runs as one.
        Assert.Equal([3, 3, 4, 4], _collected.Steps.Skip(1).Select(s => s.Arguments["osdid"]));
        Assert.Empty(_collected.Steps[0].Arguments);
    }

    [Fact]
    public void Another_cluster_is_another_step()
    {
        Add(["step-1-look"], Books.Finding("THING.DOWN"));
        Add(["step-1-look"], Books.Finding("THING.DOWN") with { Cluster = "apps" });
        Assert.Equal(["infra", "apps"], _collected.Steps.Select(s => s.Cluster));
    }

    [Fact]
    public void Values_are_of_the_declared_type_and_what_does_not_fit_is_told_once_and_missing()
    {
        Add(["procedure-replace-it"], Books.Finding("THING.DOWN", ("OsdId", "three"), ("Namespace", 7), ("Stranger", 1)));
        Assert.Contains("'three' is no value for the parameter OsdId, which is a whole number", Assert.Single(_told), StringComparison.Ordinal);
        Assert.Equal(["OsdId"], _collected.Steps[0].Missing);
        Assert.Equal([KeyValuePair.Create<string, object>("Namespace", "7")], _collected.Steps[1].Arguments);
    }

    [Fact]
    public void An_anchor_that_is_no_step_leads_nowhere()
        => Assert.Equal(["grow/1"], StepFinder.At(Books.Thing, ["common-issues", "procedure-grow", "nowhere"]).Select(s => s.Id));

    [Theory]
    [InlineData("2", true)]
    [InlineData("wait", true)]
    [InlineData("replace-it/2", true)]
    [InlineData("1", false)]
    [InlineData("-2", false)]
    public void A_step_is_named_by_number_title_or_id(string name, bool expected) => Assert.Equal(expected, StepFinder.IsNamed(Books.Thing.Procedures[0].Steps[1], name));

    [Theory]
    [InlineData("int", "3", 3)]
    [InlineData("size", "1Ki", 1024L)]
    [InlineData("bool", "$true", true)]
    public void A_value_is_converted(string type, string text, object expected) => Assert.Equal(expected, RunbookArguments.Convert(new RunbookParameter("X", type, null, "x"), text));

    [Theory]
    [InlineData("int", "3.5")]
    [InlineData("int", null)]
    [InlineData("duration", "10")]
    [InlineData("colour", "red")]
    public void What_is_no_value_of_the_type_is_refused(string type, string? text)
        => Assert.Equal("InvalidParameterValue", Assert.Throws<OperationException>(() => RunbookArguments.Convert(new RunbookParameter("X", type, null, "x"), text)).Id);

    [Fact]
    public void A_secret_object_and_a_list_are_refused_instead_of_running_with_the_name_of_their_type()
    {
        var parameter = new RunbookParameter("ApiPassword", "string", null, "The password");
        using var secure = new System.Security.SecureString();
        foreach (var value in new object[] { secure, new System.Management.Automation.PSCredential(), new[] { "a", "b" } })
        {
            var error = Assert.Throws<OperationException>(() => RunbookArguments.Convert(parameter, value));
            Assert.Equal("InvalidParameterValue", error.Id);
            Assert.StartsWith($"A {value.GetType().Name} is no value for the parameter ApiPassword, which is text", error.Message, StringComparison.Ordinal);
        }
    }
}
