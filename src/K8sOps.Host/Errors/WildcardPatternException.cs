namespace System.Management.Automation;

public class WildcardPatternException : RuntimeException
{
    internal WildcardPatternException(string pattern)
        : base($"The specified wildcard character pattern is not valid: {pattern}")
    {
    }
}
