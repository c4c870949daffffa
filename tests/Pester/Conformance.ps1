<#
Runs the command lines of tests/Conformance/cases.json on the real engine and writes, for each, what came out of which stream.
Conformance.Tests.ps1 compares that with the table. With -Record the table is brought to what the engine does.
#>
param([string] $Cmdlets, [string] $Cases, [switch] $Record)

Set-StrictMode -Version Latest
$ErrorActionPreference = 'Stop'

class RecordingUI : System.Management.Automation.Host.PSHostUserInterface {
    [System.Collections.Generic.List[string]] $Lines = [System.Collections.Generic.List[string]]::new()
    [System.Collections.Generic.Queue[string]] $Answers = [System.Collections.Generic.Queue[string]]::new()
    [string] ReadLine() { throw 'nobody reads here' }
    [securestring] ReadLineAsSecureString() { throw 'nobody reads here' }
    [void] Write([string] $value) { $this.Lines.Add($value) }
    [void] Write([ConsoleColor] $foreground, [ConsoleColor] $background, [string] $value) { $this.Lines.Add($value) }
    [void] WriteLine([string] $value) { $this.Lines.Add($value) }
    [void] WriteErrorLine([string] $value) { }
    [void] WriteDebugLine([string] $message) { }
    [void] WriteProgress([long] $sourceId, [System.Management.Automation.ProgressRecord] $record) { }
    [void] WriteVerboseLine([string] $message) { }
    [void] WriteWarningLine([string] $message) { }
    [System.Collections.Generic.Dictionary[string, psobject]] Prompt([string] $caption, [string] $message, [System.Collections.ObjectModel.Collection[System.Management.Automation.Host.FieldDescription]] $descriptions) {
        throw [System.Management.Automation.Host.PromptingException]::new('nobody answers here')
    }
    [pscredential] PromptForCredential([string] $caption, [string] $message, [string] $userName, [string] $targetName) { throw 'nobody answers here' }
    [pscredential] PromptForCredential([string] $caption, [string] $message, [string] $userName, [string] $targetName, [System.Management.Automation.PSCredentialTypes] $types, [System.Management.Automation.PSCredentialUIOptions] $options) { throw 'nobody answers here' }
    [int] PromptForChoice([string] $caption, [string] $message, [System.Collections.ObjectModel.Collection[System.Management.Automation.Host.ChoiceDescription]] $choices, [int] $default) {
        $this.Lines.Add("? $caption | $($message -replace "`r?`n", ' / ')")
        if ($this.Answers.Count -eq 0) { throw [System.Management.Automation.PSInvalidOperationException]::new('nobody answers here') }
        $answer = $this.Answers.Dequeue()
        # In the order of the engine's own question: Yes, Yes to All, No, No to All, Suspend; "Halt" stands for its third way out.
        for ($i = 0; $i -lt $choices.Count; $i++) { if (($choices[$i].Label -replace '[& ]', '') -eq ($answer -replace 'Halt', 'HaltCommand')) { return $i } }
        throw "no choice '$answer' among $($choices.Label)"
    }
    [System.Management.Automation.Host.PSHostRawUserInterface] get_RawUI() { return $null }
}

class RecordingHost : System.Management.Automation.Host.PSHost {
    [RecordingUI] $Recorder = [RecordingUI]::new()
    [guid] $Id = [guid]::NewGuid()
    [string] get_Name() { return 'Conformance' }
    [version] get_Version() { return [version]'1.0' }
    [guid] get_InstanceId() { return $this.Id }
    [System.Management.Automation.Host.PSHostUserInterface] get_UI() { return $this.Recorder }
    [cultureinfo] get_CurrentCulture() { return [cultureinfo]::InvariantCulture }
    [cultureinfo] get_CurrentUICulture() { return [cultureinfo]::InvariantCulture }
    [void] SetShouldExit([int] $exitCode) { }
    [void] EnterNestedPrompt() { throw 'no nested prompt here' }
    [void] ExitNestedPrompt() { throw 'no nested prompt here' }
    [void] NotifyBeginApplication() { }
    [void] NotifyEndApplication() { }
}

$recorder = [RecordingHost]::new()
$state = [initialsessionstate]::CreateDefault2()
$state.ImportPSModule($Cmdlets)
$runspace = [runspacefactory]::CreateRunspace($recorder, $state)
$runspace.Open()

function Invoke-Case($case) {
    $recorder.Recorder.Lines.Clear()
    $recorder.Recorder.Answers.Clear()
    foreach ($answer in $case['answers']) { $recorder.Recorder.Answers.Enqueue($answer) }
    $shell = [powershell]::Create($runspace)
    $null = $shell.AddScript("try { $($case['line']) } catch { 'failure:' + `$_.FullyQualifiedErrorId }")
    $output = @($shell.Invoke() | ForEach-Object { if ($null -eq $_) { 'null' } else { [string]::Format([cultureinfo]::InvariantCulture, '{0}', $_) } })
    $failure = $output | Where-Object { $_.StartsWith('failure:') } | ForEach-Object { $_.Substring(8) }
    $result = [ordered]@{ name = $case['name']; line = $case['line'] }
    if ($case['answers']) { $result.answers = @($case['answers']) }
    $result.output = @($output | Where-Object { -not $_.StartsWith('failure:') })
    $errors = @($shell.Streams.Error | ForEach-Object FullyQualifiedErrorId)
    if ($errors) { $result.errors = $errors }
    if ($failure) { $result.failure = $failure }
    if ($shell.Streams.Warning.Count) { $result.warnings = @($shell.Streams.Warning | ForEach-Object Message) }
    if ($shell.Streams.Verbose.Count) { $result.verbose = @($shell.Streams.Verbose | ForEach-Object Message) }
    if ($shell.Streams.Debug.Count) { $result.debug = @($shell.Streams.Debug | ForEach-Object Message) }
    # Host lines come through the information stream too; the host's record alone is taken.
    $information = @($shell.Streams.Information | Where-Object { $_.MessageData -isnot [System.Management.Automation.HostInformationMessage] } | ForEach-Object { "$($_.MessageData)" })
    if ($information) { $result.information = $information }
    if ($shell.Streams.Progress.Count) { $result.progress = @($shell.Streams.Progress | Where-Object { $_.Activity -eq 'activity' } | ForEach-Object { "$($_.Activity) $($_.RecordType)" }) }
    if ($recorder.Recorder.Lines.Count) { $result.host = @($recorder.Recorder.Lines) }
    $shell.Dispose()
    $result
}

$table = [System.IO.File]::ReadAllText($Cases) | ConvertFrom-Json -AsHashtable
$results = @($table.cases | ForEach-Object { Invoke-Case $_ })
$runspace.Dispose()
if ($Record) {
    $lines = $results | ForEach-Object { '    ' + ($_ | ConvertTo-Json -Compress -Depth 5) }
    [System.IO.File]::WriteAllText($Cases, "{`n  `"about`": $($table.about | ConvertTo-Json),`n  `"cases`": [`n$($lines -join ",`n")`n  ]`n}`n")
} else {
    $results
}
