# Runs of real processes, killed with SIGKILL in the middle, on a world that outlives them: a served one.
BeforeDiscovery {
    $console = Get-ChildItem (Join-Path $PSScriptRoot '../../artifacts/bin/K8sOps.Console') -Recurse -File -ErrorAction Ignore |
        Where-Object Name -In 'K8sOps.Console', 'K8sOps.Console.exe' | Sort-Object LastWriteTime | Select-Object -Last 1
}

Describe 'A run that is killed on a cluster that lives on' -Skip:($null -eq $console) -ForEach @(@{ Console = $console }) {
    BeforeAll {
        . $PSScriptRoot/common.ps1
        Import-Product
        $script:Before = $env:K8SOPS_HOME, $env:KUBECONFIG
        $env:K8SOPS_HOME = Join-Path $TestDrive 'home'
        $env:KUBECONFIG = Join-Path $TestDrive 'served.yaml'
        $script:Server = Start-Process $Console.FullName 'serve', '--kubeconfig', $env:KUBECONFIG -PassThru -RedirectStandardOutput (Join-Path $TestDrive 'serve.out') -RedirectStandardError (Join-Path $TestDrive 'serve.err')
        for ($i = 0; $i -lt 400 -and -not (Test-Path $env:KUBECONFIG); $i++) { Start-Sleep -Milliseconds 50 }
        $script:Context = (Select-String -Path $env:KUBECONFIG -Pattern '^current-context:\s*(.+)$').Matches[0].Groups[1].Value.Trim(' ', '"', "'")

        function Test-Cordoned { (Get-K8sNode infra-wk-03 -Cluster $Context).Unschedulable }

        function Get-Line {
            param([string] $Run)
            Get-Content (Join-Path $env:K8SOPS_HOME "runs/$Run/journal.jsonl") | ConvertFrom-Json
        }

        function Start-KilledRun {
            # Runs these steps in a process of its own, and kills it as soon as its journal has this text.
            param([string] $Steps, [string] $Until)
            $script = Join-Path $TestDrive 'killed.ps1'
            Set-Content $script "Import-Module '$Manifest'; $Steps | Invoke-RunbookStep -Cluster '$Context' -Unattended"
            $known = @(Get-ChildItem (Join-Path $env:K8SOPS_HOME 'runs') -ErrorAction Ignore | ForEach-Object Name)
            $process = Start-Process ([Environment]::ProcessPath) '-NoProfile', '-NonInteractive', '-File', $script -PassThru -RedirectStandardOutput (Join-Path $TestDrive 'killed.out') -RedirectStandardError (Join-Path $TestDrive 'killed.err')
            $run = $null
            try {
                for ($i = 0; $i -lt 600 -and -not $process.HasExited; $i++) {
                    Start-Sleep -Milliseconds 50
                    $run = Get-ChildItem (Join-Path $env:K8SOPS_HOME 'runs') -ErrorAction Ignore | Where-Object Name -NotIn $known | Select-Object -First 1
                    if ($run -and (Select-String -Path (Join-Path $run 'journal.jsonl') -Pattern $Until -SimpleMatch -Quiet)) { break }
                }
                $process.HasExited | Should -BeFalse -Because (Get-Content (Join-Path $TestDrive 'killed.out'), (Join-Path $TestDrive 'killed.err') -Raw)
            }
            finally { $process.Kill($true); $process.WaitForExit() }
            $run.Name
        }

        $script:Cordon = @'
New-RunbookStep -Name Cordon -Action { Disable-K8sNode -Cluster $Cluster -Name infra-wk-03; Start-Sleep -Seconds 300 } -Verify { Get-K8sNode -Cluster $Cluster -Name infra-wk-03 | ForEach-Object { $_.Unschedulable } } -Rollback { Enable-K8sNode -Cluster $Cluster -Name infra-wk-03 }
'@
        $script:Last = 'New-RunbookStep -Name Last -Action { Get-K8sNode -Cluster $Cluster -Name infra-wk-01 } -Verify { $true }'
    }

    AfterAll {
        $Server.Kill($true)
        $Server.WaitForExit()
        $env:K8SOPS_HOME, $env:KUBECONFIG = $Before
    }

    BeforeEach { if (Test-Cordoned) { $null = Enable-K8sNode infra-wk-03 -Cluster $Context -Confirm:$false } }

    It 'had made its change: that is kept, its step is proven and not done again' {
        $run = Start-KilledRun "($Cordon), ($Last)" '"event":"change-ended"'
        Test-Cordoned | Should -BeTrue
        $seen = Get-RunbookRun $run
        "$($seen.State) $($seen.Verified) $($seen.Unknown) $($seen.Changes) $($seen.PendingRollbacks)" | Should -Be 'Interrupted 0 1 1 cordon'
        $seen.Unclear | Should -Match 'had begun, and has no end'

        $watch = [Diagnostics.Stopwatch]::StartNew()
        $results = Resume-RunbookRun $run -Unattended 3>$null 6>$null
        $watch.Elapsed.TotalSeconds | Should -BeLessThan 60
        $results.Outcome | Should -Be Verified, Verified
        $results[0].Changes | Should -Be "made: patch Node infra-wk-03 on $Context"
        $lines = Get-Line $run
        @($lines | Where-Object event -EQ 'change-announced').Count | Should -Be 1
        @($lines | Where-Object { $_.event -eq 'step-started' -and $_.key -eq 'cordon' }).Count | Should -Be 1
        (Get-RunbookRun $run).State | Should -Be Succeeded

        $report = Export-RunbookReport $run -Path $TestDrive -Format Html -PassThru | Get-Content -Raw
        $report | Should -Match 'Resumed'
        $report | Should -Match (Get-RunbookRun $run).Head
    }

    It 'had not got to its change: none is claimed, and the step is done by the resume' {
        $marker = Join-Path $TestDrive 'again'
        $slow = "New-RunbookStep -Name Cordon -Action { if (-not (Test-Path '$marker')) { Start-Sleep -Seconds 300 }; Disable-K8sNode -Cluster `$Cluster -Name infra-wk-03 } -Verify { Get-K8sNode -Cluster `$Cluster -Name infra-wk-03 | ForEach-Object { `$_.Unschedulable } }"
        $run = Start-KilledRun $slow '"event":"step-started"'
        Test-Cordoned | Should -BeFalse
        (Get-RunbookRun $run).Changes | Should -Be 0
        $null = New-Item $marker
        $results = Resume-RunbookRun $run -Unattended 3>$null 6>$null
        $results.Outcome | Should -Be Verified
        Test-Cordoned | Should -BeTrue
        $verifications = Get-Line $run | Where-Object event -EQ 'verification'
        $verifications.status | Should -Be Fail, Pass
    }

    It 'had ended its action and waited for it to show: it is waited for, and not done twice' {
        $done, $looks = 'done', 'looks' | ForEach-Object { Join-Path $TestDrive $_ }
        $slow = "New-RunbookStep -Name Slow -Action { Add-Content '$done' 'once' } -Verify { Add-Content '$looks' 'x'; @(Get-Content '$looks').Count -ge 8 } -VerifyTimeout 5m -VerifyEvery 1s"
        $run = Start-KilledRun $slow '"event":"verification"'
        @(Get-Content $looks).Count | Should -BeLessThan 7
        (Resume-RunbookRun $run -Unattended 3>$null 6>$null).Outcome | Should -Be Verified
        Get-Content $done | Should -Be 'once'
        @(Get-Line $run | Where-Object event -EQ 'step-started').Count | Should -Be 1
    }

    It 'is taken back by -Rollback, once' {
        $run = Start-KilledRun $Cordon '"event":"change-ended"'
        Test-Cordoned | Should -BeTrue
        $results = Resume-RunbookRun $run -Rollback -Unattended -ErrorVariable failed 3>$null 6>$null
        $failed | Should -BeNullOrEmpty
        $results.Outcome | Should -Be RolledBack
        Test-Cordoned | Should -BeFalse
        $seen = Get-RunbookRun $run
        $seen.State | Should -Be Failed
        $seen.PendingRollbacks | Should -BeNullOrEmpty
        { Resume-RunbookRun $run -Rollback -Unattended } | Should -Throw -ErrorId 'NothingToRollBack,*'
    }

    It 'was cut in the middle of a line: that line is dropped with a note, and the others stand' {
        $run = Start-KilledRun $Cordon '"event":"change-ended"'
        $journal = Join-Path $env:K8SOPS_HOME "runs/$run/journal.jsonl"
        $bytes = [IO.File]::ReadAllBytes($journal)
        [IO.File]::WriteAllBytes($journal, $bytes[0..($bytes.Length - 20)])
        $seen = Get-RunbookRun $run
        "$($seen.Unclear)" | Should -Match 'last line was cut'
        $seen.Changes | Should -Be 0
        # What the cut line said is not claimed; the announcement is, and the verification tells.
        "$($seen.Unclear)" | Should -Match 'no outcome came'
        (Resume-RunbookRun $run -Unattended 3>$null 6>$null).Outcome | Should -Be Verified
        "$((Get-Line $run | Where-Object event -EQ 'run-resumed').unclear)" | Should -Match 'last line was cut'
    }
}
