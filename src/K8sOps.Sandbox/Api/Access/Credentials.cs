namespace K8sOps.Sandbox;

/// <summary>Whom a world's API server takes its callers for: they bring no credentials of their own. Used under the world's lock.</summary>
internal sealed class Credentials
{
    /// <summary>The user of the context that leads to the world.</summary>
    public Requester Current { get; set; } = Requester.Administrator;
}
