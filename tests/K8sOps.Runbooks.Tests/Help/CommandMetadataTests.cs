using K8sOps.Runbooks.Help;

namespace K8sOps.Runbooks.Tests.Help;

public class CommandMetadataTests
{
    private static ParameterMetadata Parameter(string name) => Fixture.Get.Parameters.Single(p => p.Name == name);

    [Fact]
    public void Every_public_command_is_found_and_no_engine_is_loaded()
    {
        Assert.Equal(["Get-Thing", "Remove-Thing", "Wait-Thing"], Fixture.Commands.Select(c => c.Name));
        Assert.DoesNotContain(AppDomain.CurrentDomain.GetAssemblies(), a => a.GetName().Name is "System.Management.Automation" or "HelpFixture");
    }

    [Fact]
    public void Parameters_are_the_class_own_then_those_of_its_bases() =>
        Assert.Equal(
            ["Id", "Name", "Place", "Status", "Not", "Type", "All", "Timeout", "Pause", "Limit", "Share", "Home", "Kind", "Cluster", "ThrottleLimit"],
            Fixture.Get.Parameters.Select(p => p.Name));

    [Theory]
    [InlineData("Name", "String[]", "*, a b")]
    [InlineData("Id", "String", null)]
    [InlineData("Place", "String", null)]
    [InlineData("Status", "CheckStatus", "Warn")]
    [InlineData("Not", "CheckStatus[]", null)]
    [InlineData("All", "SwitchParameter", "False")]
    [InlineData("Timeout", "TimeSpan", "10m")]
    [InlineData("Pause", "TimeSpan", "1s500ms")]
    [InlineData("Limit", "Int32", "500")]
    [InlineData("Share", "Double", "0.5")]
    [InlineData("Home", "String", null)]
    [InlineData("ThrottleLimit", "Int32", "8")]
    public void Types_and_defaults_come_from_the_metadata(string name, string type, string? value) =>
        Assert.Equal((type, value), (Parameter(name).ShortType, Parameter(name).Default));

    [Fact]
    public void Sets_positions_aliases_wildcards_and_pipeline_input_come_from_the_metadata()
    {
        Assert.Equal(["ByName", "ById"], Fixture.Get.ParameterSets);
        var id = Parameter("Id");
        Assert.Equal(["uid", "guid"], id.Aliases);
        Assert.Equal(new ParameterSetMetadata { Name = "ById", IsMandatory = true, FromPipeline = true, FromPipelineByPropertyName = true }, Assert.Single(id.Sets));
        Assert.Equal(0, Parameter("Name").In("ByName")!.Position);
        Assert.True(Parameter("Name").SupportsWildcards);
        Assert.False(id.SupportsWildcards);
        Assert.Null(Parameter("Name").In("ById"));
        Assert.NotNull(Parameter("Place").In("ById"));
        Assert.True(Parameter("Kind").IsHidden);
    }

    [Fact]
    public void Values_come_from_an_enumeration_beside_the_assembly_or_from_what_a_string_is_held_to()
    {
        Assert.Equal(["Pass", "Warn", "Fail", "Skip"], Parameter("Status").Values.Where(v => v != "Unknown"));
        Assert.Equal(Parameter("Status").Values, Parameter("Not").Values);
        Assert.Equal(["Normal", "Warning"], Parameter("Type").Values);
        Assert.Empty(Parameter("Place").Values);
    }

    [Fact]
    public void A_command_that_asks_has_WhatIf_and_Confirm()
    {
        var remove = Fixture.Commands.Single(c => c.Name == "Remove-Thing");
        Assert.Equal(["Name", "WhatIf", "Confirm"], remove.Parameters.Select(p => p.Name));
        Assert.Equal((true, "High", (string?)null), (remove.SupportsShouldProcess, remove.ConfirmImpact, remove.ParameterSets.Single()));
        Assert.Equal(["System.Void"], remove.OutputTypes);
        Assert.Equal((false, "Medium"), (Fixture.Get.SupportsShouldProcess, Fixture.Get.ConfirmImpact));
        Assert.Equal(["K8sOps.CheckResult", "System.Boolean"], Fixture.Get.OutputTypes);
    }

    [Fact]
    public void The_syntax_shows_positions_first_then_what_is_mandatory()
    {
        var byId = Fixture.Get.SyntaxOf("ById").Select(m => m.Parameter.Name).ToList();
        Assert.Equal(["Place", "Id", "Status"], byId.Take(3));
        Assert.DoesNotContain("Kind", byId);
        Assert.Equal(["Name", "Place", "Status"], Fixture.Get.SyntaxOf("ByName").Select(m => m.Parameter.Name).Take(3));
    }

    [Fact]
    public void A_file_that_is_missing_or_no_assembly_is_refused()
    {
        Assert.Throws<FileNotFoundException>(() => CommandMetadataReader.Read("/nowhere/x.dll"));
        var file = Path.GetTempFileName();
        try
        {
            File.WriteAllText(file, "not an assembly");
            Assert.Throws<BadImageFormatException>(() => CommandMetadataReader.Read(file));
        }
        finally
        {
            File.Delete(file);
        }
    }
}
