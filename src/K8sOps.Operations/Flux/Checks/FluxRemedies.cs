using K8sOps.Kube;

namespace K8sOps.Flux.Checks;

/// <summary>The next command for each trouble.</summary>
internal sealed class FluxRemedies(string cluster)
{
    /// <summary>What the controllers told of it.</summary>
    public string Events(FluxFact fact) => Line("Get-FluxEvent", fact);

    public string Failing(FluxFact app) => Events(app);

    /// <summary>Once the cause is mended, a release's failures have to be counted from zero again.</summary>
    public string Stalled(FluxFact app) => app.Verdict.Reason == "RetriesExceeded" ? Line("Sync-FluxApp", app) + " -Reset" : Events(app);

    /// <summary>Tries it again at once, and says how that went.</summary>
    public string Source(FluxFact source) => Line("Sync-FluxSource", source);

    public string Drifted(FluxFact app) => Line("Compare-FluxApp", app);

    public string Behind(FluxFact app) => Line("Sync-FluxApp", app);

    public string Resume(FluxFact app) => Line("Resume-FluxApp", app);

    public string ResumeSource(FluxFact source) => Line("Resume-FluxApp", source);

    public string SuspendAnew(FluxFact app, bool withSource = false) => Line("Suspend-FluxApp", app) + (withSource ? " -WithSource" : "");

    /// <summary>From which source, and from which path of it, an object comes.</summary>
    public string Trace(FluxFact fact) => Line("Trace-FluxObject", fact);

    /// <summary>What is done at the root, or, where that is not there, where the app that names it comes from.</summary>
    public string Blocked(FluxFact app, FluxChain chain) => chain switch
    {
        { Root: FluxRoot.Missing or FluxRoot.Loop } or { At: null } => Trace(app),
        { Root: FluxRoot.Suspended } when FluxPhases.IsApp(chain.At) => Resume(chain.At),
        { Root: FluxRoot.Failing } when !FluxPhases.IsApp(chain.At) => Source(chain.At),
        _ => Events(chain.At),
    };

    private string Line(string command, FluxFact fact) => CommandText.Line(command, cluster, ("Kind", fact.Kind), ("Namespace", fact.Namespace), ("Name", fact.Name));
}
