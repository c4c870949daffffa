using K8sOps.Ceph.Reading;

namespace K8sOps.Ceph.Checks;

/// <summary>What Ceph itself complains of under one code, or, for <c>CEPH.OTHER</c>, under all codes that have no check of their own.</summary>
internal sealed class CephCodeCheck(CheckInfo info) : CephCheck
{
    private readonly string? _code = info.Id == "CEPH.OTHER" ? null : info.Id["CEPH.".Length..];

    public override CheckInfo Info { get; } = info;

    public override async Task<IReadOnlyList<CheckResult>> LookAsync(CephView view)
    {
        var health = await view.KnownHealthAsync().ConfigureAwait(false);
        var found = new List<CheckResult>();
        foreach (var check in health.Report.Checks.Where(c => _code is null ? !CephCodes.IsKnown(c.Code) : c.Code == _code))
        {
            foreach (var affected in CephDetails.Of(check, health.Report.Checks)) found.Add(await FindingAsync(view, health, check, affected).ConfigureAwait(false));
        }

        return found.Count > 0 ? found : Well(view, health);
    }

    private async Task<CheckResult> FindingAsync(CephView view, CephHealthView health, CephHealthCheck check, CephAffected affected)
    {
        var finding = await FindingAsync(view, Status(check), affected.Kind, affected.Name, check.IsMuted ? affected.Message + " (muted)" : affected.Message).ConfigureAwait(false);
        var parameters = Parameters([("Namespace", finding.Namespace!), .. affected.Parameters]);
        if (check.Code == "RECENT_CRASH" && await CrashAsync(view, affected).ConfigureAwait(false) is { } crash) parameters["CrashId"] = crash.CrashId;
        List<string> evidence = [];
        if (check.Summary != affected.Message) evidence.Add(check.Summary);
        evidence.AddRange(affected.Evidence);
        if (check.IsMuted) evidence.Add($"{check.Code} is muted: Ceph does not count it in its own verdict");
        if (!health.IsLive) evidence.Add(Origin(health));
        var complete = finding with
        {
            // A code that we do not know goes by its own name.
            Id = "CEPH." + check.Code,
            Parameters = parameters,
            Evidence = evidence,
            SourceAge = health.Age,
        };
        return complete with { Remedy = CephRemedies.For(complete) };
    }

    private static CheckStatus Status(CephHealthCheck check) => check.Severity switch
    {
        CephHealth.Error when !check.IsMuted => CheckStatus.Fail,
        CephHealth.Error or CephHealth.Warn => CheckStatus.Warn,
        // A complaint whose severity we cannot read is a complaint all the same.
        _ => check.IsMuted ? CheckStatus.Warn : CheckStatus.Unknown,
    };

    /// <summary>The report behind <c>osd.3 crashed on host node-c at TIME</c>.</summary>
    private static async Task<CephCrash?> CrashAsync(CephView view, CephAffected affected)
    {
        if (affected.Name is null) return null;
        try
        {
            var at = CephFields.Time(affected.Message[(affected.Message.LastIndexOf(' ') + 1)..]);
            return (await view.Crashes.ConfigureAwait(false)).FirstOrDefault(c => c.Daemon == affected.Name && (at is null || (c.Time - at)?.Duration() < TimeSpan.FromSeconds(1)));
        }
        catch (OperationException)
        {
            // Without a manager there is no list of reports; the finding stands without its id, and CEPH.MGR_DOWN says why.
            return null;
        }
    }
}
