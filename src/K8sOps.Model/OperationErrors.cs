using K8sOps.Kubernetes;

namespace K8sOps;

/// <summary>The one table from what Kubernetes says to what an operator is told (docs/errors.md lists the ids).</summary>
public static class OperationErrors
{
    /// <summary>Translates a client's exception. The verb is that of the sentence: <c>list pods</c>, <c>delete pod media/sonarr-0</c>.</summary>
    public static OperationException From(KubeException exception, string cluster, string action, string? target = null)
    {
        var what = $"Cannot {action} on {cluster}: ";
        return exception switch
        {
            KubeApiException api => From(api, cluster, what, target),
            KubeConnectionException { Failure: KubeConnectionFailure.Certificate } c => new("CertificateRejected", OperationCategory.SecurityError, target ?? cluster, what + c.Message,
                "Check certificate-authority and tls-server-name of this context in the kubeconfig.", c),
            KubeConnectionException { Failure: KubeConnectionFailure.Timeout } c => new("Timeout", OperationCategory.OperationTimeout, target ?? cluster, what + c.Message,
                $"Get-K8sCluster -Name '{cluster}'", c),
            KubeConnectionException { Failure: KubeConnectionFailure.Malformed } c => new("MalformedResponse", OperationCategory.InvalidResult, target ?? cluster, what + c.Message,
                "Check that the server of this context is a Kubernetes API server, and not a proxy's login page.", c),
            KubeConnectionException c => new("ConnectionFailed", OperationCategory.ConnectionError, target ?? cluster, what + c.Message, $"Get-K8sCluster -Name '{cluster}'", c),
            KubeCredentialException c => new("CredentialFailed", OperationCategory.AuthenticationError, cluster, what + c.Message, c.Hint, c),
            KubeConfigException c => new("InvalidKubeConfig", OperationCategory.InvalidData, cluster, c.Message, "Get-K8sCluster", c),
            _ => new("Failed", OperationCategory.NotSpecified, target ?? cluster, what + exception.Message, null, exception),
        };
    }

    private static OperationException From(KubeApiException e, string cluster, string what, string? target)
    {
        target ??= e.Name ?? cluster;
        OperationException Make(string id, OperationCategory category, string? remedy = null) => new(id, category, target, what + e.Message, remedy, e);
        return e.Reason switch
        {
            "NotFound" when !e.HasStatus => Make("ApiNotInstalled", OperationCategory.NotInstalled, $"Get-K8sCluster -Name '{cluster}'"),
            "NotFound" => Make("NotFound", OperationCategory.ObjectNotFound),
            "AlreadyExists" => Make("AlreadyExists", OperationCategory.ResourceExists),
            "Conflict" when e.Causes.Any(c => c.Reason == "FieldManagerConflict") => Make("FieldManagerConflict", OperationCategory.WriteError),
            "Conflict" => Make("Conflict", OperationCategory.ResourceBusy, "Read the object again and repeat the command."),
            "Forbidden" => Make("Forbidden", OperationCategory.PermissionDenied, "Ask for the rule named in the message; the command's help lists all that it needs."),
            "Unauthorized" => Make("Unauthorized", OperationCategory.AuthenticationError, "Renew the credential of this context in the kubeconfig."),
            "Invalid" => Make("Invalid", OperationCategory.InvalidData),
            "BadRequest" => Make("Invalid", OperationCategory.InvalidArgument),
            "Timeout" or "ServerTimeout" => Make("Timeout", OperationCategory.OperationTimeout),
            "TooManyRequests" when e.Causes.Any(c => c.Reason == "DisruptionBudget") => Make("EvictionRefused", OperationCategory.ResourceBusy),
            "TooManyRequests" => Make("Throttled", OperationCategory.LimitsExceeded),
            "Gone" or "Expired" => Make("Expired", OperationCategory.InvalidResult, "Repeat the command."),
            _ when e.StatusCode >= 500 => Make("ApiUnavailable", OperationCategory.ResourceUnavailable, $"Get-K8sCluster -Name '{cluster}'"),
            _ => Make("ApiRefused", OperationCategory.WriteError),
        };
    }
}
