# Dot-sourced by every test file: the module from this clone, and what several tests do.
Set-StrictMode -Version Latest
$script:Root = (Resolve-Path (Join-Path $PSScriptRoot '..' '..')).Path
$script:Manifest = Join-Path $Root 'K8sOps.psd1'

function Import-Product {
    Import-Module $script:Manifest -Force -ErrorAction Stop
}

function Invoke-Pwsh {
    # Runs a script in a pwsh of its own and gives back what it wrote, as one string.
    param([string] $Script, [string[]] $Arguments = @())
    $pwsh = [Environment]::ProcessPath
    $file = Join-Path ([IO.Path]::GetTempPath()) "k8sops-$([guid]::NewGuid().ToString('n')).ps1"
    Set-Content -LiteralPath $file -Value $Script
    try { (& $pwsh -NoProfile -NonInteractive -File $file @Arguments 2>&1 | Out-String) } finally { Remove-Item -LiteralPath $file }
}

function Complete-Text {
    # The words that Tab would offer at the end of a line.
    param([string] $Line)
    (TabExpansion2 -inputScript $Line -cursorColumn $Line.Length).CompletionMatches | ForEach-Object CompletionText
}
