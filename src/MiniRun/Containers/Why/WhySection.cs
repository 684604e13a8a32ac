namespace MiniRun.Containers.Why;

/// <summary>One part of a <see cref="WhyReport"/>.</summary>
/// <param name="Title">What it is about.</param>
/// <param name="Lines">Its lines.</param>
internal sealed record WhySection(string Title, IReadOnlyList<string> Lines);
