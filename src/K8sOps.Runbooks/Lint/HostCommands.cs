namespace K8sOps.Runbooks.Lint;

/// <summary>
/// The commands of PowerShell that a runbook may use: those that sort, choose, count and show. What reads or writes files,
/// asks the operator or starts something is not among them. Pester holds the table to the engine.
/// </summary>
internal static class HostCommands
{
    private static readonly Dictionary<string, HostCommand> s_all = Make();

    public static IEnumerable<HostCommand> All => s_all.Values;

    public static HostCommand? Find(string name) => s_all.GetValueOrDefault(name);

    private static Dictionary<string, HostCommand> Make()
    {
        var commands = new List<HostCommand>
        {
            Command("Where-Object", "FilterScript Property Value InputObject EQ CEQ NE CNE GT CGT GE CGE LT CLT LE CLE Like CLike NotLike CNotLike Match CMatch NotMatch CNotMatch Contains CContains NotContains CNotContains In CIn NotIn CNotIn Not", HostEmission.Input),
            Command("ForEach-Object", "Process MemberName InputObject", HostEmission.Block),
            Command("Select-Object", "Property ExpandProperty ExcludeProperty First Last Skip SkipLast Index SkipIndex Unique CaseInsensitive InputObject", HostEmission.Input),
            Command("Sort-Object", "Property Descending Unique Top Bottom Stable CaseSensitive InputObject", HostEmission.Input),
            Command("Group-Object", "Property NoElement AsHashTable AsString CaseSensitive InputObject", HostEmission.Other),
            Command("Measure-Object", "Property Sum Average Minimum Maximum AllStats StandardDeviation Line Word Character InputObject", HostEmission.Other),
            Command("Compare-Object", "ReferenceObject DifferenceObject Property IncludeEqual ExcludeDifferent PassThru CaseSensitive", HostEmission.Other),
            Command("Get-Unique", "InputObject AsString OnType", HostEmission.Input),
            Command("Get-Member", "Name MemberType InputObject", HostEmission.Other),
            Command("Select-String", "Pattern SimpleMatch NotMatch AllMatches CaseSensitive Quiet InputObject", HostEmission.Other),
            Command("Format-List", "Property GroupBy View Expand InputObject", HostEmission.Other),
            Command("Format-Table", "Property AutoSize Wrap GroupBy HideTableHeaders View Expand InputObject", HostEmission.Other),
            Command("Format-Wide", "Property AutoSize Column GroupBy View InputObject", HostEmission.Other),
            Command("Out-String", "Width Stream NoNewline InputObject", HostEmission.Other),
            Command("Out-Null", "InputObject", HostEmission.Nothing),
            Command("Out-Host", "Paging InputObject", HostEmission.Nothing),
            Command("Write-Output", "InputObject NoEnumerate", HostEmission.Input),
            Command("Write-Host", "Object NoNewline Separator ForegroundColor BackgroundColor", HostEmission.Nothing),
            Command("Write-Warning", "Message", HostEmission.Nothing),
            Command("Write-Verbose", "Message", HostEmission.Nothing),
            Command("Write-Information", "MessageData Tags", HostEmission.Nothing),
            Command("Start-Sleep", "Seconds Milliseconds Duration", HostEmission.Nothing),
            Command("Get-Date", "Date Format UFormat AsUTC UnixTimeSeconds", HostEmission.Other),
            Command("New-TimeSpan", "Start End Days Hours Minutes Seconds Milliseconds", HostEmission.Other),
            Command("Test-Path", "Path LiteralPath PathType", HostEmission.Boolean),
            Command("Join-Path", "Path ChildPath AdditionalChildPath", HostEmission.Other),
            Command("Split-Path", "Path LiteralPath Parent Leaf LeafBase Extension", HostEmission.Other),
            Command("ConvertTo-Json", "InputObject Depth Compress AsArray", HostEmission.Other),
            Command("ConvertFrom-Json", "InputObject Depth AsHashtable", HostEmission.Other),
            Command("ConvertTo-Csv", "InputObject Delimiter UseQuotes", HostEmission.Other),
        };
        return commands.ToDictionary(c => c.Name, StringComparer.OrdinalIgnoreCase);
    }

    private static HostCommand Command(string name, string parameters, HostEmission emits) => new(name, parameters.Split(' '), emits);
}
