BeforeAll {
    . $PSScriptRoot/common.ps1
    Import-Product
    $null = Reset-K8sSandbox -Cluster sandbox-infra
}

Describe 'What an operator types first' {
    It 'finds nothing wrong on a healthy platform' {
        Test-K8sPlatform -Cluster sandbox-infra | Where-Object Status -NE Pass | Should -BeNullOrEmpty
        Test-K8sCluster -Cluster sandbox-infra -Quiet | Should -BeTrue
    }

    It 'finds <Scenario>, names the object, the cause and the next command' -ForEach @(
        @{ Scenario = 'crash-loop'; Id = 'K8S.POD_CRASHING' }
        @{ Scenario = 'claim-pending'; Id = 'K8S.CLAIM_UNBOUND' }
        @{ Scenario = 'node-not-ready'; Id = 'K8S.NODE_NOT_READY' }
    ) {
        $null = Reset-K8sSandbox -Cluster sandbox-infra
        Start-K8sScenario $Scenario -Cluster sandbox-infra | ForEach-Object Phase | Should -Be Active
        $findings = Test-K8sPlatform -Cluster sandbox-infra | Where-Object Status -NE Pass
        $finding = $findings | Where-Object Id -EQ $Id | Select-Object -First 1
        $finding | Should -Not -BeNullOrEmpty
        $finding.TargetName | Should -Not -BeNullOrEmpty
        $finding.Remedy | Should -Match '^[A-Z][a-z]+-K8s'
        $finding.Runbook | Should -Be kubernetes
        if (Test-K8sCluster -Cluster sandbox-infra -Quiet) { throw 'A broken platform was called well.' }
    }

    It 'tells with -WhatIf which pods would be removed, and removes none' {
        $null = Reset-K8sSandbox -Cluster sandbox-infra
        $null = Start-K8sScenario crash-loop -Cluster sandbox-infra
        $before = @((Get-K8sPod -Cluster sandbox-infra -Unhealthy).Uid)
        $before.Count | Should -BeGreaterThan 0
        $said = Invoke-Pwsh @"
Import-Module '$Manifest'
`$null = Start-K8sScenario crash-loop -Cluster sandbox-infra
Get-K8sPod -Cluster sandbox-infra -Unhealthy | Remove-K8sPod -WhatIf
"@
        $said | Should -Match 'What if: .*Delete pod.*Pod .*/.* on sandbox-infra'
        Get-K8sPod -Cluster sandbox-infra -Unhealthy | Remove-K8sPod -WhatIf
        @((Get-K8sPod -Cluster sandbox-infra -Unhealthy).Uid) | Should -Be $before
    }

    It 'refuses a node that is piped into a command for pods' {
        $count = @(Get-K8sPod -Cluster sandbox-infra).Count
        Get-K8sNode -Cluster sandbox-infra | Remove-K8sPod -Confirm:$false -ErrorVariable refused -ErrorAction SilentlyContinue
        $refused[0].FullyQualifiedErrorId | Should -Be 'KindMismatch,K8sOps.Kube.RemoveK8sPodCommand'
        @(Get-K8sPod -Cluster sandbox-infra).Count | Should -Be $count
    }

    It 'stops after the first object that is asked for' {
        $watch = [Diagnostics.Stopwatch]::StartNew()
        @(Get-K8sPod -Cluster sandbox-infra | Select-Object -First 1).Count | Should -Be 1
        $watch.Elapsed.TotalSeconds | Should -BeLessThan 1
    }

    It 'gives an error for a literal name that is not there, and silence for a pattern' {
        Get-K8sPod nosuchpod -Cluster sandbox-infra -ErrorVariable missing -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $missing[0].FullyQualifiedErrorId | Should -Be 'NotFound,K8sOps.Kube.GetK8sPodCommand'
        $missing[0].CategoryInfo.Category | Should -Be ObjectNotFound
        Get-K8sPod 'nosuch*' -Cluster sandbox-infra -ErrorVariable none | Should -BeNullOrEmpty
        $none | Should -BeNullOrEmpty
    }

    It 'goes on with the other clusters when one is not there' {
        $pods = Get-K8sPod -Cluster nosuchcluster, sandbox-infra -ErrorVariable missing -ErrorAction SilentlyContinue
        $pods.Count | Should -BeGreaterThan 10
        $missing[0].FullyQualifiedErrorId | Should -Be 'ClusterNotFound,K8sOps.Kube.GetK8sPodCommand'
    }

    It 'keeps the chosen cluster to its runspace' {
        Use-K8sCluster sandbox-infra
        @(Get-K8sNode).Count | Should -BeGreaterThan 0
        $elsewhere = 1 | ForEach-Object -Parallel {
            Import-Module $using:Manifest
            $env:KUBECONFIG = '/nonexistent/config'
            try { Get-K8sNode -ErrorAction Stop; 'found' } catch { $_.FullyQualifiedErrorId }
        }
        $elsewhere | Should -Be 'NoCluster,K8sOps.Kube.GetK8sNodeCommand'
    }

    It 'binds what a record carries, also after it went through JSON' {
        $pod = Get-K8sPod -Cluster sandbox-infra | Select-Object -First 1 | ConvertTo-Json -Depth 4 | ConvertFrom-Json
        ($pod | Get-K8sPod).Uid | Should -Be $pod.Uid
    }

    It 'takes durations in the short form' {
        $from = (Step-K8sSandbox 1s -Cluster sandbox-infra).Now
        # PowerShell itself reads 90s and 2d as numbers with a type suffix.
        foreach ($step in { Step-K8sSandbox 90s -Cluster sandbox-infra }, { Step-K8sSandbox 1m30s -Cluster sandbox-infra }) { $null = & $step }
        ((Step-K8sSandbox 1s -Cluster sandbox-infra).Now - $from).TotalSeconds | Should -BeGreaterOrEqual 180
    }
}

Describe 'Completion' {
    It 'offers clusters after -Cluster' { Complete-Text 'Get-K8sPod -Cluster ' | Should -Contain 'sandbox-infra' }
    It 'offers live pod names after -Name' {
        $name = (Get-K8sPod -Cluster sandbox-infra | Select-Object -First 1).Name
        Complete-Text "Get-K8sPod -Cluster sandbox-infra -Name $($name.Substring(0, 4))" | Should -Contain $name
    }
    It 'offers only the names of the namespace that is named before' {
        $system = (Get-K8sPod -Cluster sandbox-infra -Namespace kube-system).Name
        Complete-Text 'Get-K8sPod -Cluster sandbox-infra -Namespace kube-system -Name ' | Where-Object { $_ -notin $system } | Should -BeNullOrEmpty
    }
    It 'offers scenarios, nodes, namespaces and check ids' {
        Complete-Text 'Start-K8sScenario -Cluster sandbox-infra -Name cr' | Should -Contain 'crash-loop'
        (Complete-Text 'Get-K8sNode -Cluster sandbox-infra -Name ').Count | Should -BeGreaterThan 3
        Complete-Text 'Get-K8sPod -Cluster sandbox-infra -Namespace flux' | Should -Contain 'flux-system'
        Complete-Text 'Test-K8sCluster -Check K8S.NODE' | Should -Contain 'K8S.NODE_NOT_READY'
    }
    It 'offers what flags are set on, and never the files of the folder' {
        $null = Set-CephFlag noscrub -Cluster sandbox-infra
        Complete-Text 'Clear-CephFlag noscrub -Cluster sandbox-infra -Scope ' | Should -Be 'cluster'
        Clear-CephFlag noscrub -Cluster sandbox-infra
        foreach ($line in 'Remove-CephOsd 2 -ConfirmId ', 'Invoke-CephCommand ', 'Invoke-CephCommand osd, ', 'Invoke-CephCommand -Command ') {
            Complete-Text $line | Should -BeNullOrEmpty -Because $line
        }
    }
    It 'is silent, and back within a second, when the server does not answer' {
        $config = Join-Path $TestDrive 'config'
        Set-Content $config "apiVersion: v1`nkind: Config`nclusters: [{name: dead, cluster: {server: 'http://127.0.0.1:1'}}]`ncontexts: [{name: dead, context: {cluster: dead}}]"
        $env:KUBECONFIG = $config
        try {
            $watch = [Diagnostics.Stopwatch]::StartNew()
            Complete-Text 'Get-K8sPod -Cluster dead -Namespace kube' | Where-Object { $_ -like 'kube*' } | Should -BeNullOrEmpty
            $watch.Elapsed.TotalSeconds | Should -BeLessThan 1
        }
        finally { Remove-Item Env:KUBECONFIG }
    }
}

Describe 'Stopping' {
    It 'ends a waiting command within a second of Ctrl+C' {
        # A listener that accepts and never answers.
        $listener = [Net.Sockets.TcpListener]::new([Net.IPAddress]::Loopback, 0)
        $listener.Start()
        try {
            $config = Join-Path $TestDrive 'silent'
            Set-Content $config "apiVersion: v1`nkind: Config`nclusters: [{name: silent, cluster: {server: 'http://127.0.0.1:$($listener.LocalEndpoint.Port)'}}]`ncontexts: [{name: silent, context: {cluster: silent}}]"
            $env:KUBECONFIG = $config
            $shell = [PowerShell]::Create().AddScript("Import-Module '$Manifest'; Get-K8sPod -Cluster silent")
            $running = $shell.BeginInvoke()
            Start-Sleep -Milliseconds 1500
            $running.IsCompleted | Should -BeFalse
            $watch = [Diagnostics.Stopwatch]::StartNew()
            $shell.Stop()
            $watch.Elapsed.TotalSeconds | Should -BeLessThan 1
            $shell.InvocationStateInfo.State | Should -Be Stopped
        }
        finally { $listener.Stop(); Remove-Item Env:KUBECONFIG; $shell.Dispose() }
    }
}
