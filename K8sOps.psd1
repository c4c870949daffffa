@{
    RootModule = 'module/bin/K8sOps.dll'
    ModuleVersion = '0.1.0'
    GUID = '6f0c5c0e-2a51-4a0e-9f0b-0d9a3f5a7c11'
    Author = 'The K8sOps authors'
    CompanyName = 'The K8sOps authors'
    Copyright = '(c) The K8sOps authors. MIT License.'
    Description = 'Operate GitOps Kubernetes platforms: checks that find what is wrong and name the next command, and commands that treat it.'
    PowerShellVersion = '7.6'
    CompatiblePSEditions = @('Core')
    CmdletsToExport = @(
        'Clear-K8sNode'
        'Compare-FluxApp'
        'Disable-K8sNode'
        'Enable-K8sNode'
        'Export-RunbookReport'
        'Get-FluxApp'
        'Get-FluxEvent'
        'Get-FluxLog'
        'Get-FluxSource'
        'Get-FluxTree'
        'Get-K8sCluster'
        'Get-K8sEvent'
        'Get-K8sLog'
        'Get-K8sNode'
        'Get-K8sPod'
        'Get-K8sResource'
        'Get-K8sRole'
        'Get-K8sRollout'
        'Get-K8sScenario'
        'Get-K8sUsage'
        'Get-K8sVolumeClaim'
        'Get-K8sWorkload'
        'Get-Runbook'
        'Get-RunbookRun'
        'Invoke-K8sCommand'
        'Remove-K8sPod'
        'Reset-K8sSandbox'
        'Resize-K8sVolumeClaim'
        'Restart-FluxApp'
        'Restart-K8sWorkload'
        'Resume-FluxApp'
        'Set-K8sResource'
        'Set-K8sWorkload'
        'Start-K8sScenario'
        'Step-K8sSandbox'
        'Suspend-FluxApp'
        'Sync-FluxApp'
        'Sync-FluxSource'
        'Test-Flux'
        'Test-K8sCluster'
        'Test-K8sPermission'
        'Test-K8sPlatform'
        'Test-Runbook'
        'Trace-FluxObject'
        'Undo-K8sRollout'
        'Use-K8sCluster'
        'Wait-FluxApp'
        'Wait-K8sResource'
        'Wait-K8sRollout'
    )
    FunctionsToExport = @()
    AliasesToExport = @()
    VariablesToExport = @()
    FormatsToProcess = @('module/K8sOps.Format.ps1xml')
    TypesToProcess = @('module/K8sOps.Types.ps1xml')
    PrivateData = @{
        PSData = @{
            Tags = @('Kubernetes', 'GitOps', 'Flux', 'Rook', 'Ceph', 'CloudNativePG', 'Cilium', 'Talos', 'k3s', 'PSEdition_Core', 'Linux', 'MacOS', 'Windows')
            LicenseUri = 'https://opensource.org/license/mit'
        }
    }
}
