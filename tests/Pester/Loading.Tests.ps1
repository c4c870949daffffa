BeforeAll { . $PSScriptRoot/common.ps1 }

Describe 'Loading the module' {
    It 'imports without output, warning or error' {
        Invoke-Pwsh "Import-Module '$Manifest' *>&1" | Should -BeNullOrEmpty
    }

    It 'exports exactly the commands of its manifest' {
        Import-Product
        $expected = (Import-PowerShellDataFile $Manifest).CmdletsToExport | Sort-Object
        (Get-Command -Module K8sOps).Name | Sort-Object | Should -Be $expected
    }

    It 'loads no YamlDotNet, Markdig or stand-in into the default context' {
        $names = Invoke-Pwsh @"
Import-Module '$Manifest'
`$null = Get-K8sPod -Cluster sandbox-infra
[System.Runtime.Loader.AssemblyLoadContext]::Default.Assemblies.GetName().Name -match '^(YamlDotNet|Markdig|K8sOps\.Text)$'
"@
        $names | Should -BeNullOrEmpty
    }

    It 'works beside a module that has loaded <Which> YamlDotNet, and leaves that module its own' -ForEach @(
        @{ Which = 'an older'; Folder = 'Foreign.YamlDotNet.Older'; Version = '5.0.0.0' }
        @{ Which = 'a newer'; Folder = 'Foreign.YamlDotNet.Newer'; Version = '99.0.0.0' }
    ) {
        $dll = Join-Path $Root "artifacts/bin/$Folder/debug/YamlDotNet.dll"
        $dll | Should -Exist
        $said = Invoke-Pwsh @"
Add-Type -Path '$dll'
Import-Module '$Manifest'
'pods ' + @(Get-K8sPod -Cluster sandbox-infra).Count
'foreign ' + [YamlDotNet.Foreign]::Version
`$ours = [System.Runtime.Loader.AssemblyLoadContext]::All | Where-Object Name -eq 'K8sOps'
'ours ' + (`$ours.Assemblies | Where-Object { `$_.GetName().Name -eq 'YamlDotNet' }).GetName().Version
"@
        $said | Should -Match 'pods [1-9]'
        $said | Should -Match "foreign $([regex]::Escape($Version))"
        $said | Should -Match 'ours 16\.'
    }

    It 'can be imported again with -Force and removed' {
        Invoke-Pwsh @"
Import-Module '$Manifest'; Import-Module '$Manifest' -Force; 'again ' + @(Get-K8sNode -Cluster sandbox-infra).Count; Remove-Module K8sOps; 'gone ' + @(Get-Module K8sOps).Count
"@ | Should -Match '(?s)again [1-9].*gone 0'
    }

    It 'makes its records known to scripts by type name' {
        Import-Product
        [K8sOps.CheckResult].Assembly.GetName().Name | Should -Be 'K8sOps.Model'
    }
}
