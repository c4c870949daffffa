// Most of the time of these tests is spent on waiting, not on a core.
[assembly: CollectionBehavior(MaxParallelThreads = 4)]
