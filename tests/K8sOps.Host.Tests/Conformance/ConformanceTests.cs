using K8sOps.Conformance;

namespace K8sOps.Host.Conformance;

/// <summary>The one table that the real engine is held against too (tests/Pester/Conformance.Tests.ps1).</summary>
public class ConformanceTests
{
    private static readonly IReadOnlyDictionary<string, ConformanceCase> s_cases = ConformanceCase.Read().ToDictionary(c => c.Name, StringComparer.Ordinal);

    public static TheoryData<string> Names => [.. s_cases.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void The_stand_in_does_what_the_engine_does(string name)
    {
        var expected = s_cases[name];
        var host = new CommandHost(typeof(GetThingCommand).Assembly);
        var output = new CaseOutput(expected.Answers);
        var end = host.Invoke(CommandLineParser.Parse(expected.Line), output);
        Assert.Equal(expected.Told(), output.Told(expected, end).Told());
    }

    [Fact]
    public void There_are_enough_cases() => Assert.True(s_cases.Count >= 200, $"{s_cases.Count} cases");
}
