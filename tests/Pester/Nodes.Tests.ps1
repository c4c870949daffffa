BeforeAll {
    . $PSScriptRoot/common.ps1
    Import-Product
}

Describe 'Nodes, as an operator types it' {
    BeforeEach { $null = Reset-K8sSandbox -Cluster sandbox-infra }

    It 'pipes nodes into a cordon, tells why, and takes it back' {
        $nodes = Get-K8sNode infra-wk-* -Cluster sandbox-infra | Disable-K8sNode -Reason 'new disks'
        $nodes.Count | Should -Be 3
        $nodes.CordonReason | Select-Object -Unique | Should -Be 'new disks'
        $finding = Test-K8sCluster K8S.NODE_UNSCHEDULABLE -Cluster sandbox-infra | Select-Object -First 1
        Invoke-Expression $finding.Remedy | ForEach-Object Unschedulable | Should -BeFalse
        Get-K8sNode -Cluster sandbox-infra | Where-Object Unschedulable | Enable-K8sNode | Out-Null
        Get-K8sNode -Cluster sandbox-infra | Where-Object Unschedulable | Should -BeNullOrEmpty
    }

    It 'tells under -WhatIf each pod that would go or stay, and changes nothing' {
        $said = Invoke-Pwsh @"
Import-Module '$Manifest'
Get-K8sNode infra-wk-03 -Cluster sandbox-infra | Clear-K8sNode -DeleteEmptyDirData -Force -WhatIf
(Get-K8sNode infra-wk-03 -Cluster sandbox-infra).Status
"@
        $said | Should -Match 'What if: Performing the operation "Drain node" on target "Node infra-wk-03 on sandbox-infra"'
        $said | Should -Match '\.spec\.unschedulable'
        $said | Should -Match 'evict pod \S+/\S+'
        $said | Should -Match 'leave pod \S+/\S+ \(DaemonSet '
        $said | Should -Match '(?m)^Ready\s*$'
    }

    It 'drains a node, and leaves a record of each pod' {
        $pods = Get-K8sPod -Node infra-wk-03 -Cluster sandbox-infra
        $records = Clear-K8sNode infra-wk-03 -DeleteEmptyDirData -Force -Cluster sandbox-infra -Confirm:$false
        $records.Count | Should -Be $pods.Count
        $records | Where-Object Outcome -NotIn Evicted, Skipped | Should -BeNullOrEmpty
        Get-K8sPod -Node infra-wk-03 -Cluster sandbox-infra | Where-Object OwnerKind -NE DaemonSet | Should -BeNullOrEmpty
    }

    It 'names in one error what is in the way, with the parameter that lets it pass' {
        Clear-K8sNode infra-wk-* -Cluster sandbox-infra -Confirm:$false -ErrorVariable refused -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $refused.Count | Should -Be 1
        $refused[0].FullyQualifiedErrorId | Should -Be 'DrainRefused,K8sOps.Kube.ClearK8sNodeCommand'
        $refused[0].ErrorDetails.RecommendedAction | Should -Match 'Clear-K8sNode -Cluster sandbox-infra -Name infra-wk-01, infra-wk-02, infra-wk-03 -DeleteEmptyDirData -Force$'
        Get-K8sNode -Cluster sandbox-infra | Where-Object Unschedulable | Should -BeNullOrEmpty
    }
}

Describe 'Permissions' {
    It 'takes commands as Get-Command gives them, and knows every one' {
        $asked = Get-Command -Module K8sOps | Test-K8sPermission -Cluster sandbox-infra -ErrorVariable wrong
        $wrong | Should -BeNullOrEmpty
        $asked.Count | Should -BeGreaterThan 20
        $asked | Where-Object -Not Allowed | Should -BeNullOrEmpty
        Get-Command -Module K8sOps -Name Clear-K8sNode | Test-K8sPermission -Cluster sandbox-infra -Quiet | Should -BeTrue
    }

    It 'makes a role of commands, which the cluster takes' {
        $role = Get-Command -Module K8sOps -Noun K8sNode, K8sPod | Get-K8sRole -Name k8sops-maintainer
        $role.Rules.Resources | Should -Contain 'pods/eviction'
        $role.Yaml | Set-K8sResource -Cluster sandbox-infra | ForEach-Object Kind | Should -Be ClusterRole
    }

    It 'offers the names of commands' { Complete-Text 'Test-K8sPermission Clear' | Should -Contain 'Clear-K8sNode' }
}
