namespace K8sOps.Runbooks.Runs;

/// <summary>
/// The lock of a run: a file that one process holds open for itself. The operating system lets go of it when that process dies, so a
/// lock that was left behind is none.
/// </summary>
internal static class RunLock
{
    public const string FileName = "lock";

    private const int Tries = 5;

    /// <summary>Takes the lock; null when somebody else has it.</summary>
    public static FileStream? TryTake(string folder)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return Files.Open(Path.Combine(folder, FileName), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException e) when (e.GetType() == typeof(IOException))
            {
                if (attempt == Tries) return null;
                // Somebody may only have looked whether it is held, which takes no time.
                Thread.Sleep(10);
            }
        }
    }

    /// <summary>Whether somebody has it.</summary>
    public static bool IsHeld(string folder)
    {
        try
        {
            using var look = new FileStream(Path.Combine(folder, FileName), FileMode.Open, FileAccess.Read, FileShare.Read);
            return false;
        }
        catch (FileNotFoundException)
        {
            return false;
        }
        catch (IOException e) when (e.GetType() == typeof(IOException))
        {
            return true;
        }
    }
}
