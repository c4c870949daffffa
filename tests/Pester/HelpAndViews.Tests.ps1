BeforeDiscovery {
    . $PSScriptRoot/common.ps1
    Import-Product
    $commands = (Get-Command -Module K8sOps).Name | ForEach-Object { @{ Command = $_ } }
}

BeforeAll {
    . $PSScriptRoot/common.ps1
    Import-Product
    $null = Reset-K8sSandbox -Cluster sandbox-infra
    # Examples write files where they stand, and runs into the user's own folder.
    $script:HomeBefore = $env:K8SOPS_HOME
    $env:K8SOPS_HOME = Join-Path $TestDrive 'home'
    Push-Location $TestDrive
}

AfterAll {
    Pop-Location
    $env:K8SOPS_HOME = $HomeBefore
}

Describe 'Get-Help <Command>' -ForEach $commands {
    BeforeAll { $help = Get-Help $Command -Full }

    It 'has a synopsis and a description' {
        $help.Synopsis | Should -Not -BeNullOrEmpty
        $help.Synopsis | Should -Not -Match "^\s*$Command"
        $help.description.Text | Should -Not -BeNullOrEmpty
    }

    It 'describes every parameter' {
        $common = [System.Management.Automation.PSCmdlet]::CommonParameters + [System.Management.Automation.PSCmdlet]::OptionalCommonParameters
        $shown = (Get-Command $Command).Parameters.Values | Where-Object { $_.Name -notin $common -and -not ($_.Attributes | Where-Object { $_ -is [Parameter] -and $_.DontShow }) }
        foreach ($parameter in $shown) {
            (Get-Help $Command -Parameter $parameter.Name).description.Text | Should -Not -BeNullOrEmpty -Because "-$($parameter.Name) of $Command is a parameter"
        }
    }

    It 'has at least two examples, and they run on the sandbox' {
        $examples = @($help.examples.example)
        $examples.Count | Should -BeGreaterOrEqual 2
        $null = Start-K8sScenario crash-loop -Cluster sandbox-infra
        foreach ($example in $examples) {
            $code = $example.code -replace '(?m)^PS> ', ''
            try { $null = [scriptblock]::Create("`$ConfirmPreference = 'None'; `$ErrorActionPreference = 'Stop'; $code").Invoke() }
            catch {
                # An example that asks before it acts has got as far as a session without a terminal lets it.
                $failure = $_.Exception.InnerException ?? $_.Exception
                "$($failure.ErrorRecord.FullyQualifiedErrorId): $($failure.Message)" | Should -BeLike 'PromptNeeded,*' -Because $code
            }
        }
        $null = Reset-K8sSandbox -Cluster sandbox-infra
    }
}

Describe 'Help topics' {
    It 'has about_<_>' -ForEach 'K8sOps', 'K8sOps_Sandbox' { (Get-Help "about_$_" | Out-String).Length | Should -BeGreaterThan 500 }
}

Describe 'Views' {
    It 'shows <Type> as a table of at most seven columns that fits 120' -ForEach @(
        @{ Type = 'K8sOps.K8sPod'; Script = { Get-K8sPod -Cluster sandbox-infra } }
        @{ Type = 'K8sOps.K8sNode'; Script = { Get-K8sNode -Cluster sandbox-infra } }
        @{ Type = 'K8sOps.K8sEvent'; Script = { Get-K8sEvent -Cluster sandbox-infra } }
        @{ Type = 'K8sOps.K8sClusterInfo'; Script = { Get-K8sCluster sandbox-infra } }
        @{ Type = 'K8sOps.K8sScenario'; Script = { Get-K8sScenario -Cluster sandbox-infra } }
        @{ Type = 'K8sOps.K8sClock'; Script = { Step-K8sSandbox 1s -Cluster sandbox-infra } }
        @{ Type = 'K8sOps.K8sResource'; Script = { Get-K8sResource deploy -Cluster sandbox-infra } }
        @{ Type = 'K8sOps.K8sWorkload'; Script = { Get-K8sWorkload -Cluster sandbox-infra } }
        @{ Type = 'K8sOps.K8sRollout'; Script = { Get-K8sRollout coredns -Namespace kube-system -Cluster sandbox-infra } }
        @{ Type = 'K8sOps.FluxApp'; Script = { Get-FluxApp -Cluster sandbox-infra } }
        @{ Type = 'K8sOps.FluxSource'; Script = { Get-FluxSource -Cluster sandbox-infra } }
        @{ Type = 'K8sOps.FluxTreeNode'; Script = { Get-FluxTree -Cluster sandbox-infra } }
        @{ Type = 'K8sOps.FluxTrace'; Script = { Trace-FluxObject deploy -Name sonarr,podinfo -Cluster sandbox-infra } }
        @{ Type = 'K8sOps.FluxLogLine'; Last = 'Raw'; Script = { Get-FluxLog -Tail 5 -Cluster sandbox-infra } }
        @{ Type = 'K8sOps.CheckResult'; Script = { Test-K8sPlatform -Cluster sandbox-infra } }
    ) {
        $objects = @(& $Script)
        $objects.Count | Should -BeGreaterThan 0
        $objects[0].PSTypeNames[0] | Should -Be $Type
        (Get-FormatData $Type -PowerShellVersion 7.6).FormatViewDefinition.Control.ForEach({ $_.GetType().Name }) | Should -Contain TableControl
        $table = @(($objects | Select-Object -First 5 | Format-Table | Out-String -Width 120) -split "`n" | Where-Object { $_.Trim() })
        $table.Count | Should -BeGreaterThan 2
        # A cell that failed shows as '#ERR'.
        $table -join "`n" | Should -Not -Match '#ERR'
        ($objects | Select-Object -First 1 | Format-List | Out-String) | Should -Match ($_.Contains('Last') ? $_.Last : 'ObservedAt')
    }

    It 'has no colour where NO_COLOR is set' {
        $env:NO_COLOR = '1'
        try {
            Invoke-Pwsh "Import-Module '$Manifest'; Get-K8sPod -Cluster sandbox-infra | Out-String" | Should -Not -Match "`e\["
        }
        finally { Remove-Item Env:NO_COLOR }
    }
}
