BeforeDiscovery {
    . $PSScriptRoot/common.ps1
    $runbooks = Get-ChildItem (Join-Path $Root runbooks) -Filter *.md | ForEach-Object { @{ Name = $_.BaseName; Script = Join-Path $Root module scripts "$($_.BaseName).ps1" } }
}

BeforeAll {
    . $PSScriptRoot/common.ps1
    Import-Product
    $null = Reset-K8sSandbox -Cluster sandbox-infra

    function Get-ScriptAst {
        param([string] $Path)
        $errors = $null
        $ast = [System.Management.Automation.Language.Parser]::ParseFile($Path, [ref] $null, [ref] $errors)
        $errors | Should -BeNullOrEmpty -Because "$Path parses"
        $ast
    }

    function Get-ScriptStep {
        # The steps of a script, made by its own New-RunbookStep lines; nothing of it runs.
        param([string] $Path, [string] $Procedure)
        $switch = (Get-ScriptAst $Path).Find({ $args[0] -is [System.Management.Automation.Language.SwitchStatementAst] -and $args[0].Parent -is [System.Management.Automation.Language.AssignmentStatementAst] -and $args[0].Extent.Text -match 'New-RunbookStep' }, $true)
        $clause = $switch.Clauses | Where-Object { $_.Item1.Value -eq $Procedure }
        & ([scriptblock]::Create($clause.Item2.Extent.Text.Trim('{', '}')))
    }

    function Get-Flat {
        # Words, whatever stands between them.
        param([object] $Text)
        ("$Text" -replace '\s+', ' ').Trim()
    }
}

Describe 'The script of <Name>' -ForEach $runbooks {
    It 'parses, and is what Export-RunbookScript writes but for where the module is' {
        $null = Get-ScriptAst $Script
        $ours = (Get-Content -Raw $Script) -replace 'Import-Module -Name .*', 'Import-Module'
        # Compared as one: a difference of a thousand lines tells nobody anything.
        $ours -ceq ((Export-RunbookScript $Name -ErrorAction Stop) -replace 'Import-Module -Name .*', 'Import-Module') | Should -BeTrue
    }

    It 'has help that one can work from' {
        $help = Get-Help $Script -Full
        $help.Synopsis | Should -Not -BeNullOrEmpty
        $help.Synopsis | Should -Not -Match ([regex]::Escape("$Name.ps1"))
        $text = $help | Out-String
        foreach ($procedure in (Get-RunbookStep $Name -Section Procedure).Procedure | Select-Object -Unique) { Get-Flat $text | Should -Match ([regex]::Escape((Get-Flat $procedure))) }
        $parameters = $help.parameters.parameter
        foreach ($parameter in 'Procedure', 'Step', 'Cluster', 'Unattended', 'OnFailure') {
            ($parameters | Where-Object name -eq $parameter).description.Text | Should -Not -BeNullOrEmpty -Because "-$parameter has a description"
        }
        foreach ($parameter in (Get-Runbook $Name).Parameters) {
            Get-Flat ($parameters | Where-Object name -eq $parameter.Name).description.Text | Should -Match ([regex]::Escape((Get-Flat $parameter.Description).TrimEnd('.'))) -Because "-$($parameter.Name) has the runbook's words"
        }
        # A number that was not given is none, and not the 0 that PowerShell makes of it.
        foreach ($parameter in (Get-Runbook $Name).Parameters | Where-Object { $_.IsMandatory -and $_.Type -eq 'int' }) { ($parameters | Where-Object name -eq $parameter.Name).defaultValue | Should -Be 'none' }
        $text | Should -Not -Match 'requires -Version'
        @($help.examples.example).Count | Should -BeGreaterThan 3
        # A prompt that eats the line leaves no code.
        $help.examples.example.code | ForEach-Object { $_ | Should -Match '^(\./|[A-Z][a-z]+-)' }
    }

    It 'has the steps of the runbook, block by block' {
        $names = @('Diagnosis') + @((Get-RunbookStep $Name -Section Procedure).Procedure | Select-Object -Unique)
        foreach ($procedure in $names) {
            $expected = @($procedure -eq 'Diagnosis' ? (Get-RunbookStep $Name -Section Diagnosis) : (Get-RunbookStep $Name -Procedure ([WildcardPattern]::Escape($procedure))))
            $actual = @(Get-ScriptStep $Script $procedure)
            $actual.Count | Should -Be $expected.Count -Because $procedure
            # One assertion for all: thousands of them take longer than what they look at.
            $different = for ($i = 0; $i -lt $expected.Count; $i++) {
                foreach ($property in 'Runbook', 'Procedure', 'Number', 'Title', 'Destructive', 'Action', 'Manual', 'Verify', 'VerifyTimeout', 'Rollback', 'ProcedureRollback', 'Target') {
                    if ($actual[$i].$property -cne $expected[$i].$property) { "$procedure, step $($i + 1): $property" }
                }
                foreach ($property in 'Warning', 'Text', 'VerifyText', 'Expected', 'IfAbnormal') {
                    if ((Get-Flat $actual[$i].$property) -cne (Get-Flat $expected[$i].$property)) { "$procedure, step $($i + 1): $property" }
                }
                if ("$($actual[$i].Parameters | ForEach-Object Name | Sort-Object)" -ne "$($expected[$i].Parameters | ForEach-Object Name | Sort-Object)") { "$procedure, step $($i + 1): Parameters" }
            }
            $different | Should -BeNullOrEmpty
        }
    }

    It 'takes Tab for its procedures and their steps' {
        $procedure = (Get-RunbookStep $Name -Section Procedure)[0].Procedure
        Complete-Text "$Script -Procedure " | Should -Contain "'$($procedure -replace "'", "''")'"
        Complete-Text "$Script -Procedure " | Should -Contain 'Diagnosis'
        $line = "$Script -Procedure '$($procedure -replace "'", "''")' -Step "
        $words = (TabExpansion2 -inputScript $line -cursorColumn $line.Length).CompletionMatches
        $words.Count | Should -Be @(Get-RunbookStep $Name -Procedure ([WildcardPattern]::Escape($procedure))).Count
        $words[0].CompletionText | Should -Be '1'
        $words[0].ListItemText | Should -Be "1. $((Get-RunbookStep $Name -Procedure ([WildcardPattern]::Escape($procedure)))[0].Title)"
        Complete-Text "$Script -Step " | Should -Contain "$(@(Get-RunbookStep $Name -Section Diagnosis).Count)"
    }

    It 'answers to its name in the help' {
        $topic = Get-Help "about_Runbook_$Name" | Out-String
        $topic | Should -Match "(?m)^TOPIC\r?\n    about_Runbook_$Name"
        $topic | Should -Match '(?m)^PROCEDURE: '
        (Get-Help "about_Runbook_$Name*").Synopsis | Should -Not -BeNullOrEmpty
    }

    It 'breaks no rule of strict mode where the module is loaded' {
        # The parameters bind and the steps are made; a step that is not there runs nothing.
        (Get-ScriptAst $Script).Find({ $args[0] -is [System.Management.Automation.Language.CommandAst] -and $args[0].GetCommandName() -eq 'Invoke-RunbookStep' }, $true) | Should -Not -BeNullOrEmpty
        (Get-ScriptAst $Script).FindAll({ $args[0] -is [System.Management.Automation.Language.CommandAst] }, $true) |
            ForEach-Object { $_.GetCommandName() } | Select-Object -Unique | Where-Object { $_ } |
            ForEach-Object { Get-Command $_ -ErrorAction SilentlyContinue | Should -Not -BeNullOrEmpty -Because "$_ is a command" }
    }
}

Describe 'A script in a shell where nothing is loaded' {
    It 'imports its module, rehearses, and runs with proof' {
        $script = Join-Path $Root module scripts flux.ps1
        $arguments = "-Procedure 'Reconcile an app now' -Cluster sandbox-infra -Namespace flux-system -AppName podinfo"
        $said = Invoke-Pwsh @"
`$env:K8SOPS_HOME = '$TestDrive'
(& '$script' $arguments -WhatIf).Outcome
(& '$script' $arguments -Unattended).Outcome
(& '$script' $arguments -Unattended -Step 7 -ErrorAction SilentlyContinue).Outcome
"@
        @($said -split '\r?\n' | Where-Object { $_ -in 'Skipped', 'Verified', 'Failed' }) | Should -Be 'Skipped', 'Verified'
    }
}

Describe 'Get-Help with the name of a runbook' {
    It 'opens the topic where nothing else has that name' { Get-Help rook-ceph | Out-String | Should -Match '(?m)^TOPIC\r?\n    about_Runbook_rook-ceph' }
}

Describe 'Get-RunbookStep' {
    BeforeAll { $null = Start-K8sScenario crash-loop -Cluster sandbox-infra }
    AfterAll { $null = Reset-K8sSandbox -Cluster sandbox-infra }

    It 'leads from findings to steps, filled in' {
        $steps = @(Test-K8sPlatform -Cluster sandbox-infra | Where-Object Status -ne Pass | Get-RunbookStep)
        $look = $steps | Where-Object Title -eq 'Look at the pod'
        @($look).Count | Should -Be 1
        $look.Arguments['PodName'] | Should -BeLike 'paperless-*'
        $look.Findings[0].Id | Should -Be 'K8S.POD_CRASHING'
        $look.Missing | Should -BeNullOrEmpty
    }

    It 'takes findings that went through JSON' {
        $direct = @(Test-K8sCluster -Cluster sandbox-infra -Check K8S.POD_CRASHING | Get-RunbookStep)
        $json = @(Test-K8sCluster -Cluster sandbox-infra -Check K8S.POD_CRASHING | ConvertTo-Json -Depth 5 | Get-RunbookStep)
        $objects = @(Test-K8sCluster -Cluster sandbox-infra -Check K8S.POD_CRASHING | ConvertTo-Json -Depth 5 | ConvertFrom-Json | Get-RunbookStep)
        $direct.Count | Should -BeGreaterThan 0
        $json.Id | Should -Be $direct.Id
        $objects.Id | Should -Be $direct.Id
        $objects[0].Arguments['Namespace'] | Should -Be $direct[0].Arguments['Namespace']
    }

    It 'takes alerts as JSON, as objects, and by name' {
        $json = '[{ "labels": { "alertname": "KubePodCrashLooping", "namespace": "media", "pod": "sonarr-0" }, "status": { "state": "active" } }, { "labels": { "alertname": "Watchdog" } }]'
        $text = @($json | Get-RunbookStep)
        $text | Where-Object Title -eq 'Look at the pod' | ForEach-Object { $_.Arguments['PodName'] } | Should -Be 'sonarr-0'
        @($json | ConvertFrom-Json | Get-RunbookStep).Id | Should -Be $text.Id
        @($json -split '(?<=,)' | Get-RunbookStep).Id | Should -Be $text.Id
        @('KubePodCrashLooping' | Get-RunbookStep).Id | Should -Be $text.Id
        @(Find-Runbook -Alert KubePodCrashLooping | Get-RunbookStep).Id | Should -Be $text.Id
    }

    It 'has lists that scripts can index' {
        $runbook = Get-Runbook flux
        @($runbook.Procedures[0]).Count | Should -Be 1
        @((Get-RunbookStep flux -Procedure 'Suspend an app').Parameters[0]).Count | Should -Be 1
        @($runbook.Symptoms[0].GoTo[0]).Count | Should -Be 1
    }

    It 'reads like help, and as a table, and as a list' {
        $step = Get-RunbookStep flux -Procedure 'Suspend an app'
        $text = ($step | Out-String -Width 120) -replace "`e\[[0-9;]*m"
        $text | Should -Match '(?m)^flux: Suspend an app\r?\n1\. Suspend it, with all that it applies'
        $text | Should -Match '(?m)^    VERIFY\r?\n'
        ($step | Format-Table | Out-String -Width 120) | Should -Match 'Suspend an app\s+1 Suspend it'
        ($step | Format-List | Out-String) | Should -Match '(?m)^IfAbnormal\s+:'
    }

    It 'completes the procedures of the runbook that is named' {
        Complete-Text 'Get-RunbookStep ' | Should -Contain 'rook-ceph'
        Complete-Text 'Get-RunbookStep flux -Procedure ' | Should -Contain "'Suspend an app'"
        Complete-Text 'Get-RunbookStep kubernetes -Procedure ' | Should -Not -Contain "'Suspend an app'"
        Complete-Text "Get-RunbookStep flux -Procedure 'Susp" | Should -Be "'Suspend an app'"
        Complete-Text "Get-RunbookStep flux -Procedure 'Suspend an app' -Step " | Should -Be '1'
        Complete-Text 'Find-Runbook -Alert KubePodCrash' | Should -Contain 'KubePodCrashLooping'
    }
}

Describe 'New-RunbookStep' {
    It 'takes script blocks, and knows the types of the variables that they use, not their values' {
        [int] $OsdId = 7
        $step = New-RunbookStep '3. Stop it' {
            $found = Get-K8sNode -Cluster $Cluster
            $found | Where-Object { $_.Name -eq "osd-$OsdId" -and $Reason }
        } -Verify { $true } -VerifyTimeout 30s -VerifyEvery 5s
        $step.Action | Should -BeExactly "`$found = Get-K8sNode -Cluster `$Cluster`n`$found | Where-Object { `$_.Name -eq `"osd-`$OsdId`" -and `$Reason }"
        $step.Parameters.Name | Should -Be 'OsdId', 'Reason'
        $step.Parameters[0].Type | Should -Be 'int'
        $step.Arguments.Count | Should -Be 0
        $step.VerifyTimeout | Should -Be ([timespan]::FromSeconds(30))
    }
}

Describe 'A runbook of one''s own' {
    It 'is found by all commands, passes the lint, and becomes a script that parses' {
        $folder = Join-Path TestDrive: books
        $runbook = New-Runbook my-service -Path $folder
        $runbook.Path | Should -Exist
        Test-Runbook -Path $folder -Quiet | Should -BeTrue
        (Get-RunbookStep my-service -Path $folder).Title | Should -Contain 'Restart the workload'
        $file = $runbook | Export-RunbookScript -Path (Join-Path TestDrive: out) -PassThru
        $null = Get-ScriptAst $file.FullName
        (Get-Help $file.FullName).Synopsis | Should -Match 'is what this runbook is about'
        New-Runbook other -Path $folder -WhatIf
        Join-Path $folder other.md | Should -Not -Exist
    }
}
