namespace K8sOps.Runbooks.Tests.Steps;

/// <summary>A runbook made by hand: a diagnosis and two procedures, one of which destroys.</summary>
internal static class Books
{
    public static readonly RunbookParameter Namespace = new("Namespace", "string", "db", "Where it runs");
    public static readonly RunbookParameter OsdId = new("OsdId", "int", null, "The OSD's number");
    public static readonly RunbookParameter Pool = new("Pool", "string", null, "The pool");

    public static Runbook Thing { get; } = new()
    {
        Name = "thing",
        Title = "Thing Runbook",
        Synopsis = "Things hold data.",
        Overview = "Things hold data. Use this runbook when they do not.",
        Text = "",
        Hash = "",
        Parameters = [Namespace, OsdId, Pool],
        QuickReference = [new RunbookReference("Get-Thing -Cluster $Cluster", "All things"), new RunbookReference("thing get all", "The same")],
        Symptoms =
        [
            new RunbookSymptom { Runbook = "thing", Name = "Thing down", Indicators = ["A thing does not answer"], Alerts = ["ThingDown"], Checks = ["THING.DOWN"], GoTo = ["step-1-look", "procedure-replace-it"] },
            new RunbookSymptom { Runbook = "thing", Name = "Pool full", Indicators = ["No space is left"], Alerts = ["ThingDown", "PoolFull"], Checks = ["THING.FULL"], GoTo = ["procedure-grow", "common-issues"] },
        ],
        Diagnosis = [new RunbookStep { Runbook = "thing", Id = "step-1-look", Section = RunbookSection.Diagnosis, Number = 1, Title = "Look", Action = "Get-Thing -Cluster $Cluster", Expected = "nothing.", IfAbnormal = "it is broken." }],
        Procedures =
        [
            new RunbookProcedure
            {
                Name = "Replace it",
                Anchor = "procedure-replace-it",
                WhenToUse = "it's broken",
                Warning = "its data is lost.",
                Steps =
                [
                    Step("replace-it/1", "Replace it", 1, "Stop it", "Stop-Thing -Id $OsdId", [OsdId]),
                    Step("replace-it/2", "Replace it", 2, "Wait", "Wait-Thing -Namespace $Namespace", [Namespace]),
                ],
            },
            new RunbookProcedure { Name = "Grow", Anchor = "procedure-grow", Steps = [Step("grow/1", "Grow", 1, "Grow it", "Resize-Thing -Pool $Pool", [Pool])] },
        ],
        CommonIssues = [new RunbookIssue("It is slow", "The disk", "A new disk")],
    };

    public static CheckResult Finding(string id, params (string Name, object Value)[] parameters) => new()
    {
        Cluster = "infra",
        System = "Thing",
        Id = id,
        Status = CheckStatus.Fail,
        Message = id + " is broken",
        Runbook = "thing",
        Parameters = parameters.ToDictionary(p => p.Name, p => p.Value, StringComparer.OrdinalIgnoreCase),
        ObservedAt = DateTimeOffset.UnixEpoch,
    };

    private static RunbookStep Step(string id, string procedure, int number, string title, string action, IReadOnlyList<RunbookParameter> parameters) => new()
    {
        Runbook = "thing",
        Id = id,
        Section = RunbookSection.Procedure,
        Procedure = procedure,
        Number = number,
        Title = title,
        Action = action,
        Verify = "Get-Thing -Cluster $Cluster",
        VerifyText = "it is done.",
        VerifyTimeout = TimeSpan.FromMinutes(90),
        VerifyEvery = TimeSpan.FromSeconds(15),
        Target = TimeSpan.FromMinutes(10),
        Rollback = number == 1 ? "Start-Thing -Id $OsdId" : null,
        Destructive = procedure == "Replace it",
        Warning = procedure == "Replace it" ? "its data is lost." : null,
        Parameters = parameters,
    };
}
