#requires -Version 7.6
<#
.SYNOPSIS
    Builds, tests or imports K8sOps from a clone.
.DESCRIPTION
    Build  makes the complete module (binaries, help) that Import-Module ./K8sOps.psd1 loads.
    Test   runs the tests of the .NET projects, then those in tests/Pester.
    Import builds and starts a child pwsh with the module loaded: a loaded module cannot be rebuilt, so this session stays free.
.PARAMETER Task
    What to do.
.EXAMPLE
    PS> ./build.ps1 -Task Test
#>
[CmdletBinding()]
param(
    [ValidateSet('Build', 'Test', 'Import')]
    [string] $Task = 'Build'
)

Set-StrictMode -Version Latest
$ErrorActionPreference = 'Stop'
$PSNativeCommandUseErrorActionPreference = $true

$solution = Join-Path $PSScriptRoot 'K8sOps.sln'
$manifest = Join-Path $PSScriptRoot 'K8sOps.psd1'

dotnet build $solution --nologo -v quiet

switch ($Task) {
    'Test' {
        dotnet test $solution --no-build --nologo
        pwsh -NoProfile -File (Join-Path $PSScriptRoot 'tests' 'Pester' 'Run.ps1')
    }
    'Import' {
        $env:K8SOPS_MANIFEST = $manifest
        pwsh -NoProfile -NoExit -Command 'Import-Module $env:K8SOPS_MANIFEST; Get-Command -Module K8sOps'
    }
}
