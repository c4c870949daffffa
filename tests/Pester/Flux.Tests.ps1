BeforeAll {
    . $PSScriptRoot/common.ps1
    Import-Product
    foreach ($world in 'sandbox-infra', 'sandbox-apps') { $null = Reset-K8sSandbox -Cluster $world -Confirm:$false }
}

Describe 'Flux at a prompt' {
    It 'finds every app of a healthy platform ready, and nothing to remark' {
        $apps = Get-FluxApp -Cluster sandbox-infra
        $apps | Where-Object Ready -EQ $false | Should -BeNullOrEmpty
        @($apps | Where-Object Kind -EQ Kustomization).Count | Should -BeGreaterThan 5
        @($apps | Where-Object Kind -EQ HelmRelease).Count | Should -BeGreaterThan 0
        Get-FluxSource -Cluster sandbox-infra | Where-Object Ready -EQ $false | Should -BeNullOrEmpty
        Test-Flux -Cluster sandbox-infra | Where-Object Status -NE Pass | Should -BeNullOrEmpty
        Test-Flux -Cluster sandbox-infra -Quiet | Should -BeTrue
    }

    It 'completes live names of apps and sources' {
        Complete-Text 'Suspend-FluxApp -Cluster sandbox-infra -Name podi' | Should -Contain 'podinfo'
        Complete-Text 'Get-FluxSource -Cluster sandbox-infra -Name flux-s' | Should -Contain 'flux-system'
        Complete-Text 'Get-FluxApp -Kind Kus' | Should -Contain 'Kustomization'
    }

    It 'tells with -WhatIf what a suspension would change, and changes nothing' {
        $said = Invoke-Pwsh "Import-Module '$Manifest'; Suspend-FluxApp podinfo -Kind Kustomization -Reason 'disk swap' -Recurse -WhatIf -Cluster sandbox-infra; (Get-FluxApp podinfo -Kind Kustomization -Cluster sandbox-infra).Suspended"
        $said | Should -Match 'What if: .*Kustomization flux-system/podinfo on sandbox-infra'
        $said | Should -Match '\.spec\.suspend: .*true'
        $said | Should -Match 'disk swap'
        $said.TrimEnd() | Should -Match 'False$'
    }

    It 'suspends with a reason that is shown later, refuses to sync, and resumes' {
        $null = Suspend-FluxApp podinfo -Kind Kustomization -Reason 'disk swap' -Cluster sandbox-infra -Confirm:$false
        $app = Get-FluxApp -Suspended -Cluster sandbox-infra
        $app.Name | Should -Be podinfo
        $app.SuspendedReason | Should -Be 'disk swap'
        $app.SuspendedBy | Should -Match '@'
        $app | Sync-FluxApp -ErrorVariable refused -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $refused[0].FullyQualifiedErrorId | Should -Match '^AppSuspended,'
        $refused[0].ErrorDetails.RecommendedAction | Should -Match 'Resume-FluxApp'
        ($app | Resume-FluxApp -Confirm:$false).Suspended | Should -BeFalse
        Get-FluxApp -Suspended -Cluster sandbox-infra | Should -BeNullOrEmpty
    }

    It 'freezes a tree and thaws exactly what it froze' {
        $null = Suspend-FluxApp homepage -Kind Kustomization -Reason 'frozen before' -Cluster sandbox-infra -Confirm:$false
        $null = Suspend-FluxApp cluster-apps -Recurse -Reason 'maintenance' -Cluster sandbox-infra -Confirm:$false 3>$null
        @(Get-FluxApp -Suspended -Cluster sandbox-infra).Count | Should -BeGreaterThan 5
        $null = Resume-FluxApp cluster-apps -Cluster sandbox-infra -Confirm:$false 3>$null
        (Get-FluxApp -Suspended -Cluster sandbox-infra).Name | Should -Be homepage
        $null = Resume-FluxApp homepage -Kind Kustomization -Cluster sandbox-infra -Confirm:$false
    }

    It 'walks from what is broken to what is cured in one pipeline' {
        $null = Start-K8sScenario flux-bad-revision -Cluster sandbox-infra
        $broken = Get-FluxApp -Cluster sandbox-* | Where-Object Ready -EQ $false
        $broken | Should -Not -BeNullOrEmpty
        $finding = Test-Flux -Cluster sandbox-infra | Where-Object Status -EQ Fail | Select-Object -First 1
        $finding.Message | Should -Not -BeNullOrEmpty
        $finding.Remedy | Should -Match '^[A-Z][a-z]+-'
        $finding.Runbook | Should -Be flux
        Get-FluxApp -Cluster sandbox-* | Where-Object Ready -EQ $false | Sync-FluxApp -WithSource | ForEach-Object Ready | Should -Not -Contain $false
        # The new revision is on its way to the other apps too, dependencies first.
        $null = Get-FluxApp -Cluster sandbox-* | Where-Object Ready -EQ $false | Wait-FluxApp -Timeout 10m
        Get-FluxApp -Cluster sandbox-* | Where-Object Ready -EQ $false | Should -BeNullOrEmpty
        (Get-K8sScenario flux-bad-revision -Cluster sandbox-infra).Phase | Should -Be Cured
        $null = Reset-K8sSandbox -Cluster sandbox-infra -Confirm:$false
    }

    It 'draws the tree of an app, and traces a pod back to its commit' {
        $tree = Get-FluxTree flux-system -Kind Kustomization -Cluster sandbox-infra
        $tree.Kind | Should -Contain Deployment
        $text = $tree | Format-Table | Out-String -Width 120
        $text | Should -Match 'podinfo'
        ($text -split "`n" | Measure-Object -Property Length -Maximum).Maximum | Should -BeLessOrEqual 120
        $trace = Get-K8sPod podinfo-* -Namespace selfhosted -Cluster sandbox-infra | Select-Object -First 1 | Trace-FluxObject
        ($trace | Out-String) | Should -Match 'podinfo'
        ($trace | Format-List | Out-String) | Should -Match 'main@sha1:'
    }

    It 'reads what the controllers say of an app, in their logs and events' {
        $null = Sync-FluxApp podinfo -Kind Kustomization -Cluster sandbox-infra
        $lines = Get-FluxLog -Name podinfo -Cluster sandbox-infra
        $lines | Should -Not -BeNullOrEmpty
        $lines | ForEach-Object Name | Sort-Object -Unique | Should -Be podinfo
        Get-FluxEvent -Name podinfo -Cluster sandbox-infra | Should -Not -BeNullOrEmpty
    }

    It 'shows drift field by field, and none of a Secret''s values' {
        Compare-FluxApp podinfo -Kind Kustomization -Cluster sandbox-infra | Where-Object State -NE InSync | Should -BeNullOrEmpty
        $null = Set-K8sWorkload podinfo -Namespace selfhosted -Replicas 5 -Force -Cluster sandbox-infra -Confirm:$false 3>$null
        $drift = Compare-FluxApp podinfo -Kind Kustomization -Cluster sandbox-infra | Where-Object State -EQ Changed
        $drift.Path | Should -Contain '.spec.replicas'
        $null = Sync-FluxApp podinfo -Kind Kustomization -Cluster sandbox-infra
        Compare-FluxApp podinfo -Kind Kustomization -Cluster sandbox-infra | Where-Object State -NE InSync | Should -BeNullOrEmpty
    }

    It 'says what is not there, by name' {
        Sync-FluxApp nosuch -Cluster sandbox-infra -ErrorVariable missing -ErrorAction SilentlyContinue
        $missing[0].FullyQualifiedErrorId | Should -Match '^NotFound,'
        $missing[0].Exception.Message | Should -Match 'nosuch'
    }
}
