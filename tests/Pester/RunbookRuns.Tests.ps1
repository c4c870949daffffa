BeforeDiscovery {
    $runbooks = Get-ChildItem (Join-Path $PSScriptRoot '../../runbooks') -Filter *.md | ForEach-Object BaseName
}

BeforeAll {
    . $PSScriptRoot/common.ps1
    Import-Product
    $script:HomeBefore = $env:K8SOPS_HOME
    $env:K8SOPS_HOME = Join-Path $TestDrive 'home'
    $null = Reset-K8sSandbox -Cluster sandbox-infra -Confirm:$false

    function New-Step {
        # A step as a runbook has it, without a runbook.
        param([string] $Title, [string] $Action, [string] $Verify = '$true', [string] $Rollback, [hashtable] $With = @{})
        $step = [K8sOps.RunbookStep]::new()
        $values = @{ Id = $Title.ToLowerInvariant().Replace(' ', '-'); Title = $Title; Action = $Action; Verify = $Verify } + $With
        if ($Rollback) { $values.Rollback = $Rollback }
        foreach ($name in $values.Keys) { [K8sOps.RunbookStep].GetProperty($name).SetValue($step, $values[$name]) }
        $step
    }

    # The same function for other processes.
    $script:DefineStep = "Import-Module '$Manifest'; function New-Step { ${function:New-Step} }"

    function Invoke-Step {
        # Unattended, on the sandbox, without what goes to the screen.
        param([Parameter(ValueFromPipeline)] $Step, [hashtable] $With = @{})
        end { @($input) | Invoke-RunbookStep -Cluster sandbox-infra -Unattended -ErrorAction SilentlyContinue @With 6>$null }
    }

    function Get-WriteCount {
        $worlds = [K8sOps.Engine.ModuleInitializer].Assembly.GetType('K8sOps.Engine.SandboxWorlds')
        $worlds.GetMethod('World').Invoke($null, @('sandbox-infra')).WriteCount
    }

    function Get-Event {
        param([string] $Run)
        Get-Content (Join-Path $env:K8SOPS_HOME "runs/$Run/journal.jsonl") | ConvertFrom-Json | ForEach-Object event
    }

    Add-Type -TypeDefinition @'
using System;
using System.Collections.Generic;
using System.Collections.ObjectModel;
using System.Globalization;
using System.Management.Automation;
using System.Management.Automation.Host;
using System.Security;

// A host whose person answers from a list, by the first letters of the labels.
public class AnsweringHost : PSHost
{
    public readonly AnsweringUI Person = new AnsweringUI();
    public override string Name { get { return "AnsweringHost"; } }
    public override Version Version { get { return new Version(1, 0); } }
    public override Guid InstanceId { get; } = Guid.NewGuid();
    public override PSHostUserInterface UI { get { return Person; } }
    public override CultureInfo CurrentCulture { get { return CultureInfo.InvariantCulture; } }
    public override CultureInfo CurrentUICulture { get { return CultureInfo.InvariantCulture; } }
    public override void EnterNestedPrompt() { }
    public override void ExitNestedPrompt() { }
    public override void NotifyBeginApplication() { }
    public override void NotifyEndApplication() { }
    public override void SetShouldExit(int exitCode) { }
}

public class AnsweringUI : PSHostUserInterface
{
    public readonly Queue<string> Answers = new Queue<string>();
    public readonly List<string> Lines = new List<string>();
    public readonly List<string> Questions = new List<string>();
    public override PSHostRawUserInterface RawUI { get { return null; } }
    public override Dictionary<string, PSObject> Prompt(string caption, string message, Collection<FieldDescription> descriptions) { throw new NotImplementedException(); }
    public override int PromptForChoice(string caption, string message, Collection<ChoiceDescription> choices, int defaultChoice)
    {
        Questions.Add(caption + ": " + message);
        if (Answers.Count == 0) return -1;
        var answer = Answers.Dequeue();
        for (var i = 0; i < choices.Count; i++) if (choices[i].Label.Replace("&", "").StartsWith(answer, StringComparison.OrdinalIgnoreCase)) return i;
        throw new InvalidOperationException("There is no answer " + answer);
    }
    public override PSCredential PromptForCredential(string a, string b, string c, string d) { throw new NotImplementedException(); }
    public override PSCredential PromptForCredential(string a, string b, string c, string d, PSCredentialTypes e, PSCredentialUIOptions f) { throw new NotImplementedException(); }
    public override string ReadLine() { return Answers.Count > 0 ? Answers.Dequeue() : ""; }
    public override SecureString ReadLineAsSecureString() { throw new NotImplementedException(); }
    public override void Write(string value) { Lines.Add(value); }
    public override void Write(ConsoleColor f, ConsoleColor b, string value) { Lines.Add(value); }
    public override void WriteLine(string value) { Lines.Add(value); }
    public override void WriteDebugLine(string message) { Lines.Add(message); }
    public override void WriteErrorLine(string value) { Lines.Add(value); }
    public override void WriteProgress(long sourceId, ProgressRecord record) { }
    public override void WriteVerboseLine(string message) { Lines.Add("VERBOSE: " + message); }
    public override void WriteWarningLine(string message) { Lines.Add("WARNING: " + message); }
}
'@

    function Start-Answering {
        # Runs steps at a prompt whose person gives these answers; gives back the shell, its host and its running call.
        param([object[]] $Step, [string[]] $Answer = @(), [string] $Command = '$Steps | Invoke-RunbookStep -Cluster sandbox-infra')
        $console = [AnsweringHost]::new()
        $Answer | ForEach-Object { $console.Person.Answers.Enqueue($_) }
        $state = [initialsessionstate]::CreateDefault2()
        $state.ImportPSModule($Manifest)
        $state.Variables.Add([Management.Automation.Runspaces.SessionStateVariableEntry]::new('Steps', $Step, ''))
        $runspace = [runspacefactory]::CreateRunspace($console, $state)
        $runspace.Open()
        $shell = [powershell]::Create().AddScript($Command)
        $shell.Runspace = $runspace
        $output = [Management.Automation.PSDataCollection[psobject]]::new()
        @{ Shell = $shell; Person = $console.Person; Output = $output; Call = $shell.BeginInvoke[psobject, psobject]($null, $output); Runspace = $runspace }
    }

    function Complete-Answering {
        param([hashtable] $Run)
        $Run.Call.AsyncWaitHandle.WaitOne(30000) | Should -BeTrue
        $Run.Failure = $null
        try { $null = $Run.Shell.EndInvoke($Run.Call) } catch { $Run.Failure = $_.Exception.InnerException }
        $Run.Runspace.Dispose()
        $Run
    }

    $script:Cordon = @{
        Action = 'Disable-K8sNode -Cluster $Cluster -Name infra-wk-03'
        Verify = 'Get-K8sNode -Cluster $Cluster -Name infra-wk-03 | ForEach-Object { $_.Unschedulable }'
        Rollback = 'Enable-K8sNode -Cluster $Cluster -Name infra-wk-03'
    }

    function Test-Cordoned { (Get-K8sNode infra-wk-03 -Cluster sandbox-infra).Unschedulable }
}

AfterAll { $env:K8SOPS_HOME = $HomeBefore }

Describe 'A session of the run''s own' {
    It 'is not reached by the operator''s <What>' -ForEach @(
        @{ What = 'variables'; Code = '$mine' }
        @{ What = 'functions'; Code = 'Get-Mine' }
        @{ What = 'aliases'; Code = 'mine' }
    ) {
        $global:mine = 1
        function global:Get-Mine { 'mine' }
        Set-Alias -Name mine -Value Get-Date -Scope Global
        try { (New-Step 'A' $Code | Invoke-Step).Outcome | Should -Be Failed }
        finally { Remove-Item Variable:global:mine, Function:global:Get-Mine, Alias:mine }
    }

    It 'is not reached by $PSDefaultParameterValues' {
        $global:PSDefaultParameterValues['Get-Date:Year'] = 1999
        try { (New-Step 'A' '(Get-Date).Year' | Invoke-Step).Output | Should -BeGreaterThan 2000 }
        finally { $global:PSDefaultParameterValues.Clear() }
    }

    It 'has the cluster and the parameters as constants' {
        $parameter = [K8sOps.RunbookParameter]::new('OsdId', 'int', $null, 'The OSD')
        $step = New-Step 'A' '"$Cluster $OsdId"' -With @{ Parameters = [K8sOps.RunbookParameter[]] $parameter }
        ($step | Invoke-Step -With @{ Parameter = @{ OsdId = '3' } }).Output | Should -Be 'sandbox-infra 3'
        foreach ($code in '$Cluster = "x"', '$OsdId = 4', 'Set-Variable OsdId 4 -Force', '& { $OsdId = 4 }') {
            $result = New-Step 'A' "$code; `$OsdId" -With @{ Parameters = [K8sOps.RunbookParameter[]] $parameter } | Invoke-Step -With @{ Parameter = @{ OsdId = 3 } }
            $result.Outcome | Should -Be Failed -Because $code
        }
    }

    It 'gives steps of other values other constants' {
        $parameter = [K8sOps.RunbookParameter[]] [K8sOps.RunbookParameter]::new('OsdId', 'int', $null, '')
        $steps = 3, 5 | ForEach-Object {
            $values = [Collections.Generic.Dictionary[string, object]]::new()
            $values['OsdId'] = $_
            New-Step "Step $_" '$OsdId' -With @{ Parameters = $parameter; Arguments = $values }
        }
        ($steps | Invoke-Step).Output | Should -Be 3, 5
    }

    It 'hands nothing from block to block' {
        $results = (New-Step 'A' '$x = 1; function f { 2 }; $x' '$x -eq 1'), (New-Step 'B' 'f') | Invoke-Step
        $results[0].Outcome | Should -Be VerifyFailed
        (New-Step 'A' '$x = 1'), (New-Step 'B' '$x') | Invoke-Step | ForEach-Object Outcome | Should -Be Verified, Failed
    }

    It 'has strict mode, stops at errors, and shows the caller''s verbose lines' {
        (New-Step 'A' '$ErrorActionPreference; $PSNativeCommandUseErrorActionPreference; $ConfirmPreference' | Invoke-Step).Output | Should -Be 'Stop', $true, 'None'
        $said = New-Step 'A' 'Write-Verbose told' | Invoke-RunbookStep -Cluster sandbox-infra -Unattended -Verbose 4>&1 6>$null
        "$said" | Should -Not -BeNullOrEmpty
        (New-Step 'A' '$VerbosePreference' | Invoke-RunbookStep -Cluster sandbox-infra -Unattended -Verbose 4>$null 6>$null).Output | Should -Be 'Continue'
        (New-Step 'A' '$VerbosePreference' | Invoke-Step).Output | Should -Be 'SilentlyContinue'
    }

    It 'leaves the operator''s session as it was' {
        $before = [runspace]::DefaultRunspace.InstanceId
        $null = New-Step 'A' '$global:left = 1; Use-K8sCluster sandbox-apps' | Invoke-Step
        [runspace]::DefaultRunspace.InstanceId | Should -Be $before
        Get-Variable left -Scope Global -ErrorAction Ignore | Should -BeNullOrEmpty
        # What the module loads apart still loads after a run's copy of the module is gone.
        Get-K8sResource -Kind Namespace -Name default -Cluster sandbox-infra | Should -Not -BeNullOrEmpty
    }
}

Describe 'A block' {
    It 'has failed when it ends with <Code>' -ForEach @(
        @{ Code = 'throw "no"' }
        @{ Code = 'Write-Error no' }
        @{ Code = 'Write-Error no -ErrorAction Continue; 1' }
        @{ Code = 'Get-K8sPod -Name nosuchpod -Cluster $Cluster' }
        @{ Code = 'Get-K8sPod -Name nosuchpod -Cluster $Cluster -ErrorAction Continue; 1' }
        @{ Code = '$undefined' }
        @{ Code = '1/0' }
        @{ Code = '[int]"x"' }
        @{ Code = 'Get-NoSuchCommand' }
        @{ Code = 'if (' }
        @{ Code = '& pwsh -NoProfile -NonInteractive -Command "exit 3"' }
        @{ Code = '$PSCmdlet.ThrowTerminatingError($null)' }
    ) {
        $result = New-Step 'A' $Code | Invoke-Step
        $result.Outcome | Should -Be Failed
        $result.Errors | Should -Not -BeNullOrEmpty
        $result.Verification | Should -Be Pass -Because 'it is verified for the record'
    }

    It 'has not failed by an error that it meant to pass over' {
        (New-Step 'A' 'Write-Error no -ErrorAction SilentlyContinue; try { throw 1 } catch { 2 }' | Invoke-Step).Outcome | Should -Be Verified
    }

    It 'is judged by what it emits: <Verify> is <Outcome>' -ForEach @(
        @{ Verify = '$true'; Outcome = 'Verified' }
        @{ Verify = '1 -eq 1; Get-K8sNode infra-wk-03 -Cluster $Cluster'; Outcome = 'Verified' }
        @{ Verify = '-not (Get-K8sPod -Name nosuch* -Cluster $Cluster)'; Outcome = 'Verified' }
        @{ Verify = '$false'; Outcome = 'VerifyFailed' }
        @{ Verify = 'Get-K8sPod -Name nosuch* -Cluster $Cluster'; Outcome = 'VerifyFailed' }
        @{ Verify = '"False"'; Outcome = 'VerifyFailed' }
        @{ Verify = '1'; Outcome = 'VerifyFailed' }
        @{ Verify = '[pscustomobject]@{ Ok = $true }'; Outcome = 'VerifyFailed' }
        @{ Verify = 'Test-K8sCluster -Cluster $Cluster -Check K8S.NODE_NOT_READY'; Outcome = 'Verified' }
        @{ Verify = 'throw "x"'; Outcome = 'VerifyFailed' }
        @{ Verify = 'Get-K8sNode -Cluster $Cluster -Name infra-wk-03 | Select-Object Name'; Outcome = 'VerifyFailed' }
    ) {
        (New-Step 'A' '1' $Verify | Invoke-Step).Outcome | Should -Be $Outcome
    }

    It 'is verified again and again on the world''s clock' {
        $watch = [Diagnostics.Stopwatch]::StartNew()
        $result = New-Step 'A' '1' '$false' -With @{ VerifyTimeout = [timespan]::FromMinutes(30); VerifyEvery = [timespan]::FromMinutes(1) } | Invoke-Step
        $result.Elapsed.TotalMinutes | Should -BeGreaterOrEqual 30
        $watch.Elapsed.TotalSeconds | Should -BeLessThan 20
        @(Get-Event $result.Run | Where-Object { $_ -eq 'verification' }).Count | Should -Be 31
    }
}

Describe 'A run' {
    BeforeEach { $null = Reset-K8sSandbox -Cluster sandbox-infra -Confirm:$false }

    It 'does, proves, keeps what it changed and says so' {
        $result = New-Step 'Cordon' @Cordon | Invoke-Step
        $result.Outcome | Should -Be Verified
        $result.Changes | Should -Be 'made: patch Node infra-wk-03 on sandbox-infra'
        $result.Output[0].GetType().FullName | Should -Be 'K8sOps.K8sNode'
        Test-Cordoned | Should -BeTrue
        Get-Event $result.Run | Should -Be 'run-started', 'step-started', 'rollback-registered', 'change-announced', 'change-ended', 'output', 'action-ended', 'verification', 'step-ended', 'rollback-released', 'finished'
    }

    It 'collects its whole input before anything runs' {
        $null = & { New-Step 'Cordon' @Cordon; Test-Cordoned | Should -BeFalse; New-Step 'B' '1'; Test-Cordoned | Should -BeFalse } | Invoke-Step
        Test-Cordoned | Should -BeTrue
    }

    It 'emits results and nothing else, and an error when it has not succeeded' {
        $results = New-Step 'A' '1; "text"; throw "no"' | Invoke-RunbookStep -Cluster sandbox-infra -Unattended -ErrorVariable failed -ErrorAction SilentlyContinue 6>$null
        $results | ForEach-Object { $_.GetType().FullName } | Should -Be 'K8sOps.StepResult'
        $results.Output | Should -Be 1, 'text'
        $failed[-1].FullyQualifiedErrorId | Should -Be 'RunFailed,K8sOps.Runbooks.InvokeRunbookStepCommand'
    }

    It 'is taken back after a failure with -OnFailure Rollback' {
        $results = (New-Step 'Cordon' @Cordon), (New-Step 'B' 'throw "no"') | Invoke-Step -With @{ OnFailure = 'Rollback' }
        $results.Outcome | Should -Be RolledBack, Failed
        Test-Cordoned | Should -BeFalse
    }

    It 'takes back what a command says itself where the step does not' {
        $null = (New-Step 'Cordon' $Cordon.Action $Cordon.Verify), (New-Step 'B' 'throw "no"') | Invoke-Step -With @{ OnFailure = 'Rollback' }
        Test-Cordoned | Should -BeFalse
    }

    It 'takes a workload back to the replicas that it had, over both changes of them' {
        $scale = 5, 4 | ForEach-Object { New-Step "Scale to $_" "Set-K8sWorkload -Cluster `$Cluster -Kind Deployment -Namespace selfhosted -Name podinfo -Replicas $_ -Force" }
        $results = $scale + (New-Step 'B' 'throw "no"') | Invoke-Step -With @{ OnFailure = 'Rollback' }
        $results.Outcome | Should -Be RolledBack, RolledBack, Failed
        (Get-K8sWorkload podinfo -Namespace selfhosted -Cluster sandbox-infra).Desired | Should -Be 2
    }

    It 'takes nothing back that its own steps have undone' {
        $results = (New-Step 'Cordon' $Cordon.Action), (New-Step 'Uncordon' $Cordon.Rollback), (New-Step 'B' 'throw "no"') | Invoke-Step -With @{ OnFailure = 'Rollback' }
        $results.Outcome | Should -Be Verified, Verified, Failed
        Test-Cordoned | Should -BeFalse
    }

    It 'is not proven by a change that nothing verifies' {
        $step = [K8sOps.RunbookStep]::new()
        foreach ($value in @{ Id = 'cordon'; Title = 'Cordon'; Action = $Cordon.Action }.GetEnumerator()) { [K8sOps.RunbookStep].GetProperty($value.Key).SetValue($step, $value.Value) }
        $result = $step | Invoke-RunbookStep -Cluster sandbox-infra -Unattended -ErrorVariable failed -ErrorAction SilentlyContinue 6>$null
        "$($result.Outcome) $($result.Reason)" | Should -Match '^Unknown .*no verification'
        $failed[-1].FullyQualifiedErrorId | Should -Match '^RunFailed,'
        (Get-RunbookRun $result.Run).PendingRollbacks | Should -Be 'change:1'
        $null = Resume-RunbookRun $result.Run -Rollback -Unattended -ErrorVariable failed 6>$null
        $failed | Should -BeNullOrEmpty -Because 'all that was pending went back'
        Test-Cordoned | Should -BeFalse
    }

    It 'knows the gates that it may pass over' {
        { New-Step 'A' '1' | Invoke-RunbookStep -Cluster sandbox-infra -Unattended -Parameter @{ SkipGate = 'CEPH.NOSUCH' } } | Should -Throw -ErrorId 'UnknownGate,*'
        foreach ($command in 'Invoke-Runbook rook-ceph', 'Invoke-RunbookStep', 'Resume-RunbookRun x') {
            (TabExpansion2 "$command -SkipGate CEPH.RES").CompletionMatches.CompletionText | Should -Be 'CEPH.RESIZE_CAPACITY', 'CEPH.RESIZE_PLACES', 'CEPH.RESIZE_QUOTA'
        }
    }

    It 'leaves out what destroys, unless -Procedure names it' {
        $wipe = New-Step 'Wipe' @Cordon -With @{ Procedure = 'Wipe the node'; Number = 1; Destructive = $true; Section = [K8sOps.RunbookSection]::Procedure }
        $result = $wipe | Invoke-Step 3>$null
        $result.Outcome | Should -Be Skipped
        $result.Reason | Should -Match '-Procedure ''Wipe the node'''
        Test-Cordoned | Should -BeFalse
        ($wipe | Invoke-Step -With @{ Procedure = 'Wipe the node' }).Outcome | Should -Be Verified
    }

    It 'takes what a script was called with' {
        $parameters = @{ Cluster = 'sandbox-infra'; Procedure = 'P'; Unattended = [switch] $true; Verbose = $false; OsdId = 3; Pool = 'other' }
        $step = New-Step 'A' '$OsdId' -With @{ Parameters = [K8sOps.RunbookParameter[]] [K8sOps.RunbookParameter]::new('OsdId', 'int', $null, ''); Procedure = 'P'; Number = 1; Destructive = $true }
        ($step | Invoke-RunbookStep -Parameter $parameters 6>$null).Output | Should -Be 3
    }

    It 'runs the procedure that stands in -Parameter, and no diagnosis in its stead' {
        $values = @{ Procedure = 'Reconcile an app now'; Namespace = 'flux-system'; AppName = 'podinfo' }
        $results = Invoke-Runbook -Name flux -Cluster sandbox-infra -Parameter $values -WhatIf 6>$null
        $results.Id | Should -Match '^reconcile-an-app-now/'
        { Invoke-Runbook -Name flux -Cluster sandbox-infra -Parameter @{ Procedure = 'nosuch' } -WhatIf 6>$null } | Should -Throw -ErrorId 'NotFound,*'
    }

    It 'refuses a value that OnFailure does not have, in our words' {
        { New-Step 'A' '1' | Invoke-RunbookStep -Cluster sandbox-infra -Unattended -Parameter @{ OnFailure = 'Foo' } } | Should -Throw -ErrorId 'InvalidParameterValue,*'
    }

    It 'is refused where nobody can be asked, and the refusal names -Unattended' {
        $said = Invoke-Pwsh "$DefineStep; try { New-Step A 1 | Invoke-RunbookStep -Cluster sandbox-infra } catch { `$_.FullyQualifiedErrorId; `$_.ErrorDetails.RecommendedAction }"
        $said | Should -Match 'PromptNeeded,'
        $said | Should -Match '-Unattended'
    }

    It 'names parameters that it has no value for' {
        $step = New-Step 'A' '$OsdId' -With @{ Parameters = [K8sOps.RunbookParameter[]] [K8sOps.RunbookParameter]::new('OsdId', 'int', $null, '') }
        { $step | Invoke-RunbookStep -Cluster sandbox-infra -Unattended } | Should -Throw -ErrorId 'ParameterMissing,*'
    }
}

Describe 'A value with a name that PowerShell has for itself' {
    It 'is none: no variable of a new session is asked for as a parameter' {
        $session = [powershell]::Create([initialsessionstate]::CreateDefault2())
        try {
            $names = $session.AddScript('Get-Variable').Invoke().Name -match '^\w+$'
            $names.Count | Should -BeGreaterThan 40
            foreach ($name in $names) { (New-RunbookStep -Name A -Action ([scriptblock]::Create("`$$name"))).Parameters | Should -BeNullOrEmpty -Because $name }
        }
        finally { $session.Dispose() }
    }

    It 'ends the run before there is one: <_>' -ForEach 'ShellId', 'ConfirmPreference' {
        $runs = @(Get-ChildItem (Join-Path $env:K8SOPS_HOME 'runs') -ErrorAction Ignore).Count
        $step = New-Step 'A' '1' -With @{ Parameters = [K8sOps.RunbookParameter[]] [K8sOps.RunbookParameter]::new($_, 'string', 'x', '') }
        { $step | Invoke-RunbookStep -Cluster sandbox-infra -Unattended 6>$null } | Should -Throw -ErrorId 'UnknownParameter,*'
        @(Get-ChildItem (Join-Path $env:K8SOPS_HOME 'runs') -ErrorAction Ignore).Count | Should -Be $runs
    }
}

Describe 'A runbook of one''s own' {
    It 'is found by a path from where the session stands, not the process' {
        $null = New-Item -ItemType Directory -Path (Join-Path $TestDrive 'own')
        Push-Location (Join-Path $TestDrive 'own')
        try {
            $null = New-Runbook -Name my-own -Path .
            (Get-Runbook -Path . | ForEach-Object Name) | Should -Be 'my-own'
            $results = Invoke-Runbook -Name my-own -Path . -Step 1 -Parameter @{ Namespace = 'flux-system' } -Cluster sandbox-infra -WhatIf 6>$null
            $results | ForEach-Object { "$($_.Runbook) $($_.Outcome)" } | Should -Be 'my-own Skipped'
        }
        finally { Pop-Location }
    }
}

Describe 'A rehearsal' {
    It 'tells each change, makes none, judges nothing and leaves no journal' {
        $null = Reset-K8sSandbox -Cluster sandbox-infra -Confirm:$false
        $before = Get-WriteCount
        $runs = @(Get-ChildItem (Join-Path $env:K8SOPS_HOME 'runs') -ErrorAction Ignore).Count
        $said = Invoke-Pwsh "$DefineStep; New-Step Cordon '$($Cordon.Action)' '$($Cordon.Verify)' | Invoke-RunbookStep -Cluster sandbox-infra -WhatIf"
        $said | Should -Match 'What if: .*Cordon node'
        $results = New-Step 'Cordon' @Cordon | Invoke-RunbookStep -Cluster sandbox-infra -WhatIf 6>$null
        $results | ForEach-Object { "$($_.Outcome) $($_.Reason) $($_.Run)" } | Should -Be 'Skipped WhatIf '
        Get-WriteCount | Should -Be $before
        @(Get-ChildItem (Join-Path $env:K8SOPS_HOME 'runs') -ErrorAction Ignore).Count | Should -Be $runs
    }

    It 'of <_> writes nothing, whatever its procedures would do' -ForEach $runbooks {
        $null = Reset-K8sSandbox -Cluster sandbox-infra -Confirm:$false
        $name = $_
        $book = Get-Runbook -Name $name
        $values = @{}
        foreach ($parameter in $book.Parameters | Where-Object IsMandatory) {
            # Names of things that the sandbox has, as far as there are some; an action that finds nothing tells so and goes on.
            $values[$parameter.Name] = switch ($parameter.Type) { 'int' { 0 } 'long' { 1GB } 'size' { '10Gi' } 'duration' { '1m' } 'bool' { $true } 'double' { 1 } 'datetime' { '2026-01-15T03:00:00Z' } default { 'podinfo' } }
        }
        if ($values.ContainsKey('Namespace')) { $values.Namespace = 'flux-system' }
        if ($values.ContainsKey('AppKind')) { $values.AppKind = 'Kustomization' }
        $before = Get-WriteCount
        $results = Invoke-Runbook -Name $name -Procedure * -Parameter $values -Cluster sandbox-infra -WhatIf 6>$null
        Get-WriteCount | Should -Be $before
        @($results).Count | Should -BeGreaterThan 0
        $results | ForEach-Object { "$($_.Outcome) $($_.Reason)" } | Sort-Object -Unique | Should -Be 'Skipped WhatIf'
    }
}

Describe 'At a prompt' {
    BeforeEach { $null = Reset-K8sSandbox -Cluster sandbox-infra -Confirm:$false }

    It 'shows each step and asks before it' {
        $run = Complete-Answering (Start-Answering (New-Step 'Cordon' @Cordon), (New-Step 'B' '1') 'Run', 'Skip')
        $run.Output.Outcome | Should -Be Verified, Skipped
        $run.Person.Questions | Should -Be 'Cordon: Run this step?', 'B: Run this step?'
        $run.Person.Lines -join "`n" | Should -Match 'Disable-K8sNode -Cluster \$Cluster'
    }

    It 'asks for a value that is missing' {
        $step = New-Step 'A' '$OsdId' -With @{ Parameters = [K8sOps.RunbookParameter[]] [K8sOps.RunbookParameter]::new('OsdId', 'int', $null, 'The OSD') }
        (Complete-Answering (Start-Answering $step '7', 'Run')).Output.Output | Should -Be 7
    }

    It 'shows objects of several types each in their own table, and keeps all of them' {
        $code = 'Get-K8sNode -Cluster $Cluster -Name infra-wk-03; Get-K8sPod -Cluster $Cluster -Namespace flux-system | Select-Object -First 2; "and a text"; Get-K8sNode -Cluster $Cluster | Format-Table -Property Name; [pscustomobject]@{ A = 1 }; [pscustomobject]@{ B = 2 }'
        $run = Complete-Answering (Start-Answering (New-Step 'Look' $code) 'Run')
        $run.Output.Outcome | Should -Be Verified
        $said = $run.Person.Lines -join "`n" -replace '\e\[[0-9;]*m'
        $said | Should -Match '(?m)^Cluster +Name +Status .*\n-+'
        $said | Should -Match '(?m)^Namespace +Name +Ready .*\n-+'
        $said | Should -Match '(?m)^and a text$'
        $said | Should -Match '(?m)^A\s*\n-\s*\n1'
        $said | Should -Match '(?m)^B\s*\n-\s*\n2'
        # A list has a colon behind each name.
        $said | Should -Not -Match '(?m)^(Namespace|Phase|Uid|HostIP) +: '
        @($run.Output.Output | ForEach-Object { $_.GetType().Name } | Select-Object -First 4) | Should -Be 'K8sNode', 'K8sPod', 'K8sPod', 'String'
    }

    It 'shows what comes as it comes' {
        $run = Start-Answering (New-Step 'Slow' '"first"; Start-Sleep 20; "last"') 'Run'
        for ($i = 0; $i -lt 200 -and $run.Person.Lines -notcontains 'first'; $i++) { Start-Sleep -Milliseconds 50 }
        $run.Person.Lines | Should -Contain 'first'
        $run.Person.Lines | Should -Not -Contain 'last'
        $run.Shell.Stop()
        $null = Complete-Answering $run
    }

    It 'takes back, when told so, and not when not' {
        (Complete-Answering (Start-Answering (New-Step 'Cordon' @Cordon), (New-Step 'B' '1') 'Run', 'Roll')).Output.Outcome | Should -Be RolledBack, Skipped
        Test-Cordoned | Should -BeFalse
        $run = Complete-Answering (Start-Answering (New-Step 'Cordon' @Cordon), (New-Step 'B' '1') 'Run', 'Stop', 'Leave')
        Test-Cordoned | Should -BeTrue
        $run.Person.Lines -match 'Resume-RunbookRun .* -Rollback' | Should -Not -BeNullOrEmpty
        $null = Resume-RunbookRun $run.Output[0].Run -Rollback -Unattended -ErrorAction SilentlyContinue 6>$null
        Test-Cordoned | Should -BeFalse
    }

    It 'stops what runs at Ctrl+C, writes that down, and takes back after it' {
        $run = Start-Answering (New-Step 'Cordon' @Cordon), (New-Step 'Wait' 'Start-Sleep 60') 'Run', 'Run', 'Roll'
        for ($i = 0; $i -lt 200 -and $run.Person.Questions.Count -lt 2; $i++) { Start-Sleep -Milliseconds 50 }
        Start-Sleep -Milliseconds 500
        $watch = [Diagnostics.Stopwatch]::StartNew()
        $run.Shell.Stop()
        $watch.Elapsed.TotalSeconds | Should -BeLessThan 10
        $null = Complete-Answering $run
        $run.Person.Questions[-1] | Should -Match 'Take back what was done'
        Test-Cordoned | Should -BeFalse
        $journal = Get-ChildItem (Join-Path $env:K8SOPS_HOME 'runs') | Sort-Object LastWriteTime | Select-Object -Last 1
        Get-Event $journal.Name | Select-Object -Last 6 | Should -Be 'stopped', 'rollback-started', 'change-announced', 'change-ended', 'rollback-ended', 'finished'
    }

    It 'does not ask a person who is not there' {
        $shell = [powershell]::Create().AddScript("$DefineStep; New-Step A 1 | Invoke-RunbookStep -Cluster sandbox-infra")
        try {
            $null = $shell.Invoke()
            $shell.Streams.Error[0].FullyQualifiedErrorId | Should -Match '^PromptNeeded,'
        }
        finally { $shell.Dispose() }
    }
}

Describe 'A run that was killed' {
    It 'goes on after SIGKILL: what was verified stays done, what had begun is looked at first' {
        $null = Reset-K8sSandbox -Cluster sandbox-infra -Confirm:$false
        $script = Join-Path $TestDrive 'killed.ps1'
        Set-Content $script @"
$DefineStep
(New-Step Cordon '$($Cordon.Action)' '$($Cordon.Verify)' '$($Cordon.Rollback)'), (New-Step Wait 'Start-Sleep 120'), (New-Step Last '"last"') | Invoke-RunbookStep -Cluster sandbox-infra -Unattended
"@
        $before = Get-ChildItem (Join-Path $env:K8SOPS_HOME 'runs') -ErrorAction Ignore | ForEach-Object Name
        $process = Start-Process ([Environment]::ProcessPath) '-NoProfile', '-NonInteractive', '-File', $script -PassThru -RedirectStandardOutput (Join-Path $TestDrive 'killed.out')
        try {
            $run = $null
            for ($i = 0; $i -lt 400; $i++) {
                Start-Sleep -Milliseconds 50
                $run = Get-ChildItem (Join-Path $env:K8SOPS_HOME 'runs') -ErrorAction Ignore | Where-Object Name -NotIn $before | Select-Object -First 1
                if ($run -and (Select-String -Path (Join-Path $run 'journal.jsonl') -Pattern '"step-started","key":"wait"' -Quiet)) { break }
            }
            { Resume-RunbookRun $run.Name -Unattended } | Should -Throw -ErrorId 'RunBusy,*'
        }
        finally { $process.Kill($true); $process.WaitForExit() }

        $results = Resume-RunbookRun $run.Name -Unattended 3>$null 6>$null
        $results.Outcome | Should -Be Verified, Verified, Verified
        $results[1].Reason | Should -Match 'not run again'
        $results[2].Output | Should -Be 'last'
        # The world of this process is another: had the first step been run again, its node would be cordoned here.
        Test-Cordoned | Should -BeFalse
        { Resume-RunbookRun $run.Name -Unattended } | Should -Throw -ErrorId 'RunOver,*'
    }
}
