using System.Diagnostics;
using K8sOps.Runbooks.Help;

namespace K8sOps.Runbooks.Tests.Help;

public class HelpTextTests
{
    private static readonly IReadOnlyList<CommandHelp> s_help = Help();

    private static IReadOnlyList<CommandHelp> Help()
    {
        using var docs = Fixture.GoodDocs();
        return MamlReader.Read(HelpBuild.Make(Fixture.Assembly, docs.Path).Files["HelpFixture.dll-Help.xml"]);
    }

    private static string Text(string name, int width = 80) => HelpTextWriter.Write(s_help.Single(h => h.Name == name), width);

    [Fact]
    public void A_command_s_help_looks_as_PowerShell_shows_it() => Assert.Equal(
        """
        NAME
            Remove-Thing

        SYNOPSIS
            Removes a thing.


        SYNTAX
            Remove-Thing [-Name] <String> [-WhatIf] [-Confirm] [<CommonParameters>]


        DESCRIPTION
            It is gone then.


        PARAMETERS
            -Name <String>
                The name.

                Required?                    true
                Position?                    0
                Default value                None
                Accept pipeline input?       False
                Aliases                      none
                Accept wildcard characters?  false

            -Confirm
                Asks before each change. -Confirm:$false does not ask.

                Required?                    false
                Position?                    named
                Default value                False
                Accept pipeline input?       False
                Aliases                      cf
                Accept wildcard characters?  false

            -WhatIf
                Tells what the command would do, and changes nothing.

                Required?                    false
                Position?                    named
                Default value                False
                Accept pipeline input?       False
                Aliases                      wi
                Accept wildcard characters?  false

            <CommonParameters>
                This cmdlet supports the common parameters: Verbose, Debug,
                ErrorAction, ErrorVariable, WarningAction, WarningVariable,
                OutBuffer, PipelineVariable, and OutVariable. For more information, see
                about_CommonParameters (https://go.microsoft.com/fwlink/?LinkID=113216).

        INPUTS
            None


        OUTPUTS
            None


            ---------- Example 1: Remove one ----------

            PS> Remove-Thing -Name x



        RELATED LINKS

        """.ReplaceLineEndings("\n"),
        Text("Remove-Thing"));

    [Fact]
    public void Syntax_tells_what_may_be_left_out()
    {
        var lines = Text("Get-Thing", 400).Split('\n');
        Assert.Contains(lines, l => l.StartsWith("    Get-Thing [[-Name] <String[]>] [[-Place] <String>] [-Status {", StringComparison.Ordinal) && l.Contains("[-All] [-Timeout <TimeSpan>]", StringComparison.Ordinal));
        Assert.Contains(lines, l => l.StartsWith("    Get-Thing [[-Place] <String>] -Id <String> ", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(80)]
    [InlineData(60)]
    public void Lines_fit_the_window_where_they_have_blanks(int width)
    {
        foreach (var line in Text("Get-Thing", width).Split('\n').Where(l => !l.Contains("https://", StringComparison.Ordinal)))
        {
            // The words on common parameters are PowerShell's own, and are as wide as it prints them.
            Assert.True(line.Length <= Math.Max(width, 80), line);
        }
    }

    [PwshFact]
    public void The_real_Get_Help_shows_the_same()
    {
        using var docs = Fixture.GoodDocs();
        var folder = Directory.CreateTempSubdirectory("k8sops-help-module").FullName;
        try
        {
            var build = HelpBuild.Make(Fixture.Assembly, docs.Path);
            Directory.CreateDirectory(Path.Combine(folder, "Fixture", "en-US"));
            foreach (var file in Directory.EnumerateFiles(Path.GetDirectoryName(Fixture.Assembly)!)) File.Copy(file, Path.Combine(folder, "Fixture", Path.GetFileName(file)));
            foreach (var (name, text) in build.Files) File.WriteAllText(Path.Combine(folder, "Fixture", "en-US", name), text);
            var manifest = Path.Combine(folder, "Fixture", "Fixture.psd1");
            File.WriteAllText(manifest, "@{ RootModule = 'HelpFixture.dll'; ModuleVersion = '1.0'; GUID = '0e3f6f2e-57ab-4d0a-8f0c-7f2b6f0f3c55'; CmdletsToExport = '*' }");
            var real = Pwsh($"$PSStyle.OutputRendering = 'PlainText'; Import-Module '{manifest}'; foreach ($c in 'Get-Thing', 'Remove-Thing') {{ '#' + $c; Get-Help $c -Full | Out-String -Width 400 }}; '#about'; (Get-Help about_Thing -Category HelpFile).Synopsis; @((Get-Help Remove-Thing).examples.example).Count");
            foreach (var name in new[] { "Get-Thing", "Remove-Thing" })
            {
                var shown = real[(real.IndexOf($"#{name}\n", StringComparison.Ordinal) + name.Length + 2)..].Split("\n#")[0];
                Assert.Equal(Normal(shown), Normal(Text(name, 400)));
            }

            Assert.EndsWith("#about\nThings, and what one does with them & others.\n1\n", real.Replace(" \n", "\n", StringComparison.Ordinal), StringComparison.Ordinal);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>PowerShell leaves blanks at the ends of lines, and closes with a few empty ones.</summary>
    private static string Normal(string text) => string.Join('\n', text.ReplaceLineEndings("\n").Split('\n').Select(l => l.TrimEnd())).Trim('\n');

    private static string Pwsh(string script)
    {
        var start = new ProcessStartInfo(PwshFactAttribute.Path!, ["-NoProfile", "-NonInteractive", "-Command", script]) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        start.Environment["NO_COLOR"] = "1";
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.Equal("", errors.Result);
        return output.ReplaceLineEndings("\n");
    }
}
