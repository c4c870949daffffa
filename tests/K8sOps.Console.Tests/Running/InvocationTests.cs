using K8sOps.Host;

namespace K8sOps.Console.Running;

public class InvocationTests
{
    private static string Told(params string[] words)
    {
        var call = Invocation.Read(words).Calls.Single();
        return string.Join(' ', call.Arguments.Select(a => $"{a.Name}={Value(a)}"));

        static string Value(CommandArgument a) => !a.HasValue ? "!" : a.Value switch
        {
            null => "null",
            object?[] list => "(" + string.Join('|', list) + ")",
            var v => $"{v}",
        };
    }

    [Theory]
    [InlineData("Name=! =a", "-Name", "a")]
    [InlineData("Name=! =(a|b)", "-Name", "a,b")]
    [InlineData("Name=! =a, b", "-Name", "a, b")]
    [InlineData("Confirm=False", "-Confirm:$false")]
    [InlineData("Confirm=False", "-Confirm:false")]
    [InlineData("=-15m", "-15m")]
    [InlineData("=it's; a | word", "it's; a | word")]
    [InlineData("=", "")]
    [InlineData("=-", "-")]
    public void Words_of_the_shell_become_arguments(string expected, params string[] words) => Assert.Equal(expected, Told(["Get-X", .. words]));

    [Fact]
    public void A_number_keeps_its_spelling() => Assert.Equal("=007", Told("Get-X", "007"));

    [Fact]
    public void A_quoted_pipeline_is_taken_apart()
        => Assert.Equal(["Get-K8sPod", "Remove-K8sPod"], Invocation.Read(["Get-K8sPod -Unhealthy | Remove-K8sPod -WhatIf"]).Calls.Select(c => c.Name));

    [Theory]
    [InlineData(OutputFormat.Json, "-Output", "json")]
    [InlineData(OutputFormat.Yaml, "-output:YAML")]
    [InlineData(OutputFormat.Json, "-o", "json")]
    [InlineData(OutputFormat.Json, "--output", "json")]
    [InlineData(OutputFormat.Table)]
    public void The_form_of_the_output_may_stand_anywhere(OutputFormat expected, params string[] words)
    {
        Assert.Equal(expected, Invocation.Read(["Get-X", .. words]).Format);
        Assert.Equal(expected, Invocation.Read([.. words, "Get-X"]).Format);
        Assert.Equal(expected, Invocation.Read([.. words, "Get-X | Get-Y"]).Format);
    }

    [Theory]
    [InlineData("-Output", "xml")]
    [InlineData("-Output", "1")]
    [InlineData("-Output")]
    [InlineData("--namespace", "x")]
    [InlineData("-Confirm:")]
    public void What_is_not_understood_is_refused(params string[] words) => Assert.Throws<UsageException>(() => Invocation.Read(["Get-X", .. words]));

    [Fact]
    public void Nothing_is_no_command() => Assert.Throws<UsageException>(() => Invocation.Read(["-Output", "json"]));

    [Fact]
    public void Words_after_a_quoted_pipeline_are_refused() => Assert.Throws<UsageException>(() => Invocation.Read(["Get-X | Get-Y", "-WhatIf"]));
}
