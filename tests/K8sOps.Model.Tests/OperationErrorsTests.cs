using K8sOps.Kubernetes;

namespace K8sOps.Model.Tests;

public sealed class OperationErrorsTests
{
    [Theory]
    [InlineData("NotFound", 404, true, "NotFound", OperationCategory.ObjectNotFound)]
    [InlineData("NotFound", 404, false, "ApiNotInstalled", OperationCategory.NotInstalled)]
    [InlineData("AlreadyExists", 409, true, "AlreadyExists", OperationCategory.ResourceExists)]
    [InlineData("Conflict", 409, true, "Conflict", OperationCategory.ResourceBusy)]
    [InlineData("Forbidden", 403, true, "Forbidden", OperationCategory.PermissionDenied)]
    [InlineData("Unauthorized", 401, true, "Unauthorized", OperationCategory.AuthenticationError)]
    [InlineData("Invalid", 422, true, "Invalid", OperationCategory.InvalidData)]
    [InlineData("BadRequest", 400, true, "Invalid", OperationCategory.InvalidArgument)]
    [InlineData("ServerTimeout", 504, true, "Timeout", OperationCategory.OperationTimeout)]
    [InlineData("TooManyRequests", 429, true, "Throttled", OperationCategory.LimitsExceeded)]
    [InlineData("Expired", 410, true, "Expired", OperationCategory.InvalidResult)]
    [InlineData("ServiceUnavailable", 503, false, "ApiUnavailable", OperationCategory.ResourceUnavailable)]
    [InlineData("MethodNotAllowed", 405, true, "ApiRefused", OperationCategory.WriteError)]
    public void What_a_server_refuses_has_an_id_and_a_category(string reason, int code, bool hasStatus, string id, OperationCategory category)
    {
        var error = OperationErrors.From(new KubeApiException("the server says so", code, reason) { HasStatus = hasStatus }, "infra", "list pods");

        Assert.Equal((id, category), (error.Id, error.Category));
        Assert.Equal("Cannot list pods on infra: the server says so", error.Message);
    }

    [Theory]
    [InlineData(KubeConnectionFailure.Unreachable, "ConnectionFailed")]
    [InlineData(KubeConnectionFailure.Interrupted, "ConnectionFailed")]
    [InlineData(KubeConnectionFailure.Certificate, "CertificateRejected")]
    [InlineData(KubeConnectionFailure.Timeout, "Timeout")]
    [InlineData(KubeConnectionFailure.Malformed, "MalformedResponse")]
    public void What_fails_on_the_way_has_an_id(KubeConnectionFailure failure, string id)
        => Assert.Equal(id, OperationErrors.From(new KubeConnectionException("broken", failure), "infra", "list pods").Id);

    [Fact]
    public void A_budget_that_refuses_an_eviction_is_not_throttling()
    {
        var refusal = new KubeApiException("Cannot evict pod", 429, "TooManyRequests") { HasStatus = true, Causes = [new("DisruptionBudget", "needs 2 healthy pods", null)] };
        Assert.Equal("EvictionRefused", OperationErrors.From(refusal, "infra", "evict pod a").Id);
    }
}
