namespace MiniRun.Cgroups;

/// <summary>A v1 group that the first process joins by writing <c>0</c>, which means "myself", to its <c>tasks</c>.</summary>
/// <param name="Controller">The controllers of the hierarchy, in the words of its mount options: <c>cpu,cpuacct</c>.</param>
/// <param name="Directory">The group.</param>
/// <param name="TasksFile">Its <c>tasks</c>.</param>
public sealed record CgroupJoin(string Controller, string Directory, string TasksFile);
