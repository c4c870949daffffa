namespace K8sOps;

/// <summary>Whether an OSD runs, and whether data is meant to be on it.</summary>
public enum CephOsdState
{
    /// <summary>Not known.</summary>
    Unknown = 0,

    /// <summary>It runs and holds data.</summary>
    UpIn,

    /// <summary>It runs, and its data moves elsewhere, or has moved.</summary>
    UpOut,

    /// <summary>It does not run, and its data is not replaced yet.</summary>
    DownIn,

    /// <summary>It does not run, and its data is replaced elsewhere, or is being replaced.</summary>
    DownOut,

    /// <summary>Its id is kept for a disk that takes its place.</summary>
    Destroyed,

    /// <summary>It has an id and no place in the CRUSH map: it has never started.</summary>
    Stray,
}
