# The block language is read without an engine. Here the engine's own parser says whether we read it as PowerShell does.
BeforeDiscovery {
    $root = (Resolve-Path (Join-Path $PSScriptRoot '..' '..')).Path
    $snippets = (Get-Content -Raw -LiteralPath (Join-Path $root 'tests' 'Conformance' 'block-language.json') | ConvertFrom-Json).accepted |
        ForEach-Object { @{ Code = $_ } }
    $runbooks = Get-ChildItem -Path (Join-Path $root 'runbooks') -Filter *.md | ForEach-Object { @{ Name = $_.BaseName; File = $_.FullName } }
}

BeforeAll {
    . (Join-Path $PSScriptRoot 'common.ps1')
    Import-Product

    function Read-WithEngine {
        # What the engine makes of code: commands, their parameters, and variables, each with line and column.
        param([string] $Code)
        $tokens = $errors = $null
        $ast = [System.Management.Automation.Language.Parser]::ParseInput($Code, [ref] $tokens, [ref] $errors)
        $all = $ast.FindAll({ $true }, $true)
        $commands = @($all | Where-Object { $_ -is [System.Management.Automation.Language.CommandAst] } |
                Sort-Object { $_.Extent.StartOffset } |
                ForEach-Object {
                    $parameters = @($_.CommandElements | Where-Object { $_ -is [System.Management.Automation.Language.CommandParameterAst] } | ForEach-Object ParameterName)
                    '{0}:{1} {2} {3}' -f $_.Extent.StartLineNumber, $_.Extent.StartColumnNumber, $_.GetCommandName(), ($parameters -join ',')
                })
        $variables = @($all | Where-Object { $_ -is [System.Management.Automation.Language.VariableExpressionAst] } |
                Sort-Object { $_.Extent.StartOffset } |
                ForEach-Object { '{0}:{1} {2}' -f $_.Extent.StartLineNumber, $_.Extent.StartColumnNumber, $_.VariablePath.UserPath })
        @{ Errors = @($errors | ForEach-Object Message); Commands = $commands; Variables = $variables }
    }

    function Read-WithOurs {
        param([string] $Code)
        $reading = [K8sOps.Runbooks.Blocks.BlockReader]::Read($Code, 1, 1)
        @{
            Problems = @($reading.Problems | ForEach-Object Message)
            Commands = @($reading.Commands | ForEach-Object {
                    $parameters = @($_.Arguments | Where-Object { $null -ne $_.Parameter } | ForEach-Object Parameter)
                    '{0}:{1} {2} {3}' -f $_.Line, $_.Column, $_.Name, ($parameters -join ',')
                })
            # A compound assignment is a use and an assignment to us, and one variable to the engine.
            Variables = @($reading.Variables | ForEach-Object { '{0}:{1} {2}' -f $_.Line, $_.Column, $_.Name } | Select-Object -Unique)
        }
    }

    function Compare-Reading {
        param([string] $Code)
        $engine = Read-WithEngine -Code $Code
        $ours = Read-WithOurs -Code $Code
        $ours.Problems | Should -BeNullOrEmpty -Because $Code
        $engine.Errors | Should -BeNullOrEmpty -Because $Code
        ($ours.Commands -join "`n") | Should -BeExactly ($engine.Commands -join "`n") -Because $Code
        ($ours.Variables -join "`n") | Should -BeExactly ($engine.Variables -join "`n") -Because $Code
    }
}

Describe 'The block language' {
    It 'reads as PowerShell does: <Code>' -ForEach $snippets { Compare-Reading -Code $Code }

    It 'reads every block of <Name> as PowerShell does' -ForEach $runbooks {
        $reading = [K8sOps.Runbooks.RunbookReader]::Read($Name, $File, (Get-Content -Raw -LiteralPath $File))
        $blocks = @($reading.Blocks | Where-Object Kind -NE 'Manual')
        $blocks.Count | Should -BeGreaterThan 20
        foreach ($block in $blocks) { Compare-Reading -Code $block.Code }
    }

    It 'knows a manual block of <Name> that PowerShell could not show' -ForEach $runbooks {
        # Manual blocks are never run; those that are all remarks must at least be remarks to PowerShell as well.
        $reading = [K8sOps.Runbooks.RunbookReader]::Read($Name, $File, (Get-Content -Raw -LiteralPath $File))
        foreach ($block in $reading.Blocks | Where-Object Kind -EQ 'Manual') { (Read-WithEngine -Code $block.Code).Errors | Should -BeNullOrEmpty -Because $block.Code }
    }

    It 'allows only commands and parameters that PowerShell has' {
        $table = [K8sOps.Runbooks.RunbookReader].Assembly.GetType('K8sOps.Runbooks.Lint.HostCommands').GetProperty('All').GetValue($null)
        @($table).Count | Should -BeGreaterThan 20
        foreach ($entry in $table) {
            $command = Get-Command -Name $entry.Name -CommandType Cmdlet -ErrorAction Stop
            foreach ($parameter in $entry.Parameters) { $command.Parameters.Keys | Should -Contain $parameter -Because $entry.Name }
        }
    }
}

Describe 'Runbooks at a prompt' {
    It 'lists them, with a view that fits' {
        $text = Get-Runbook | Out-String -Width 120
        $text | Should -Match 'kubernetes\s+Kubernetes itself'
        $text -split "`n" | ForEach-Object { $_.TrimEnd().Length | Should -BeLessOrEqual 120 }
    }

    It 'shows all of one without its whole text' {
        $text = Get-Runbook flux | Format-List | Out-String -Width 120
        $text | Should -Match 'Procedures\s+: Reconcile an app now,'
        $text | Should -Match 'Text\s+: \d+ lines'
    }

    It 'finds what is wrong with a file of one''s own' {
        $file = Join-Path $TestDrive 'mine.md'
        Set-Content -LiteralPath $file -Value "# My Runbook`n`n## Overview`n`nIt is.`n"
        $found = Test-Runbook -Path $file
        $found.Status | Select-Object -Unique | Should -Be 'Fail'
        $found.Evidence | Should -Contain "${file}:1:1"
        Test-Runbook -Path $file -Quiet | Should -BeFalse
    }

    It 'reads and lints them fast' {
        Test-Runbook | Out-Null
        (Measure-Command { Test-Runbook | Out-Null }).TotalSeconds | Should -BeLessThan 5
    }
}
