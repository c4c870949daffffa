namespace K8sOps.Kubernetes.Tests;

/// <summary>The faults that TLS adds, with every verb; and those of the connection, which must be told alike beneath it.</summary>
public sealed class TlsFaultTests : FaultMatrixTests
{
    [Theory]
    [InlineData("reset before the head")]
    [InlineData("cut within the head")]
    [InlineData("reset after the head")]
    [InlineData("cut within the body")]
    [InlineData("cut after whole items")]
    [InlineData("half a document")]
    [InlineData("garbage for HTTP")]
    [InlineData("503")]
    [InlineData("silence after the head")]
    public Task A_fault_that_passes_is_told_as_without_TLS(string fault) => HoldsAsync(fault, isForEver: false, TransportTest.Loopback);

    [Theory]
    [InlineData("cut within the body")]
    [InlineData("cut after whole items")]
    public Task A_fault_that_lasts_is_told_as_without_TLS(string fault) => HoldsAsync(fault, isForEver: true, TransportTest.Loopback);

    [Theory]
    [InlineData("another name", "it is for api.example.com, not for localhost")]
    [InlineData("expired", "it is valid from")]
    [InlineData("self-signed", "not signed by the kubeconfig's certificate-authority")]
    [InlineData("another authority", "not signed by the kubeconfig's certificate-authority")]
    public async Task A_certificate_that_does_not_fit_ends_every_verb_before_it_is_sent(string kind, string why)
    {
        using var own = TestCertificates.Authority("localhost");
        using var certificate = kind switch
        {
            "another name" => TestCertificates.Signed(TransportTest.Authority, ["api.example.com"]),
            "expired" => TestCertificates.Signed(TransportTest.Authority, ["localhost"], expired: true),
            "self-signed" => TestCertificates.SelfSigned("localhost"),
            _ => TestCertificates.Signed(own, ["localhost"]),
        };
        var asked = 0;
        await using var server = new RawServer((_, _) =>
        {
            Interlocked.Increment(ref asked);
            return Task.CompletedTask;
        }, certificate);
        foreach (var verb in Verb.All)
        {
            await using var client = SecureClient(server.Port);
            var (outcome, error) = await OutcomeAsync(verb, client);
            Assert.Equal((verb.Name, "Certificate"), (verb.Name, outcome));
            Assert.Contains(why, error!.Message, StringComparison.Ordinal);
        }

        Assert.Equal(0, asked);
    }

    [Theory]
    [InlineData("reset")]
    [InlineData("reset after the hello")]
    [InlineData("closed after the hello")]
    public async Task A_handshake_that_is_cut_is_no_certificate_that_is_refused(string how)
    {
        var met = 0;
        await using var server = new RawServer((_, _) => Task.CompletedTask)
        {
            ResetsOnAccept = how == "reset" ? int.MaxValue : 0,
            Protocol = async connection =>
            {
                Assert.True(await connection.Stream.ReadAsync(new byte[4096]) > 0);
                Interlocked.Increment(ref met);
                if (how.StartsWith("reset", StringComparison.Ordinal)) connection.Reset();
                else connection.Close();
            },
        };
        foreach (var verb in Verb.All)
        {
            await using var client = SecureClient(server.Port);
            var (outcome, error) = await OutcomeAsync(verb, client);
            Assert.Equal((verb.Name, "Unreachable"), (verb.Name, outcome));
            Assert.DoesNotContain("certificate", error!.Message, StringComparison.OrdinalIgnoreCase);
        }

        Assert.Empty(server.Faults);
        if (how != "reset") Assert.True(met >= Verb.All.Count);
    }
}
